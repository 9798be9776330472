"""Who is who: recorded names and addresses to people, as far as the evidence carries and no further.

Evidence in the order of its strength: the addresses under ``people:`` in the YAML, ``.mailmap``, the same address, the same full name, a
GitHub account name. Two people declared apart stay apart whatever the names say. Generic names and shared addresses join nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property

from handover_generator.analysis._mailmap import Mailmap
from handover_generator.analysis._names import (
    GENERIC,
    clean_email,
    full_name,
    is_bot,
    is_generic_email,
    is_generic_name,
    name_words,
    noreply_login,
)
from handover_generator.model.history import History, Identity
from handover_generator.model.ownership import DeclaredPerson, Ownership
from handover_generator.model.people import Person
from handover_generator.records import field, record
from handover_generator.regexes import regex

DAY = 86_400
_LAST_SECOND = 253_402_300_799           # the end of the year 9999, where calendars of most programs end
PRESENCE_DAYS = 365                      # silent for longer, against the newest commit: not counted on any more
_SHARED_BY = 3                           # an address under this many unlike full names belongs to none of them
_NO_NAME = regex(r"\d|-|[a-z][A-Z]")      # what account names have and names of people have not
_LOGIN_LENGTH = 5                        # shorter account names meet by chance


def iso_day(seconds: int) -> str:
    """A day in UTC as ``2024-05-01``."""
    return datetime.fromtimestamp(max(0, min(seconds, _LAST_SECOND)), UTC).date().isoformat()


def newest_time(history: History) -> int | None:
    """When the newest commit was made (seconds); None without any dated commit."""
    times = [time for commit in history.commits if (time := commit.commit_time or commit.author_time) is not None]
    return max(times, default=None)


@record(frozen=True)
class People:
    """Everybody history and the YAML know, and which recorded identity is whom.

    ``newest``: when the newest commit was made, the "now" that absence and age are measured against.
    """

    people: tuple[Person, ...] = ()
    ids: Mapping[Identity, str] = field(default_factory=dict)
    newest: int | None = None

    @cached_property
    def by_id(self) -> Mapping[str, Person]:
        """The people by their ids."""
        return {person.id: person for person in self.people}

    def of(self, identity: Identity) -> str:
        """The id of the person behind a recorded identity; for one never seen, its address or name."""
        return self.ids.get(identity) or clean_email(identity.email) or identity.name.strip() or "nobody"

    def is_bot(self, person: str) -> bool:
        """Whether this id is a program's."""
        known = self.by_id.get(person)
        return known is not None and known.bot

    def is_present(self, person: str) -> bool:
        """Whether this person can still be asked."""
        known = self.by_id.get(person)
        return known is not None and known.present and not known.bot

    def name(self, person: str) -> str:
        """The display name."""
        known = self.by_id.get(person)
        return known.name if known else person


@record(slots=True)
class _Seen:
    """What history says of one identity. ``names_at``: (time, shown name) of every appearance; ``last``: the latest activity."""

    appearances: list[int] = field(default_factory=list)
    last: int | None = None

    def add(self, time: int | None, latest: int) -> None:
        """One more appearance, none later than ``latest``."""
        if time is None:
            self.appearances.append(0)
            return
        if time > latest:
            time = latest
        self.appearances.append(time)
        if self.last is None or time > self.last:
            self.last = time


class _Groups:
    """Disjoint sets of identities that never join two declared people or a person and a program."""

    def __init__(self, members: list[Identity]) -> None:
        self._parent = {member: member for member in members}
        self._declared: dict[Identity, str] = {}
        self._bot: dict[Identity, bool] = {}

    def mark(self, member: Identity, *, declared: str | None = None, bot: bool = False) -> None:
        if declared is not None:
            self._declared[self.find(member)] = declared
        self._bot[self.find(member)] = bot

    def declared(self, member: Identity) -> str | None:
        return self._declared.get(self.find(member))

    def find(self, member: Identity) -> Identity:
        root = member
        while self._parent[root] is not root:
            root = self._parent[root]
        while self._parent[member] is not root:
            self._parent[member], member = root, self._parent[member]
        return root

    def join(self, one: Identity, other: Identity) -> None:
        first, second = self.find(one), self.find(other)
        if first is second:
            return
        mine, theirs = self._declared.get(first), self._declared.get(second)
        if (mine and theirs and mine != theirs) or self._bot.get(first, False) != self._bot.get(second, False):
            return
        self._parent[second] = first
        if theirs and not mine:
            self._declared[first] = theirs


def resolve(history: History, ownership: Ownership, today: str = "") -> People:
    """Join identities into people.

    Args:
        history: commits with raw identities and the mailmap's text.
        ownership: the YAML's people; their addresses and their ``left`` dates.
        today: ISO day; a ``left`` date after it is still to come. Without it every ``left`` counts.

    Returns:
        people sorted by id, programs among them (marked); everybody declared is there even if history never saw them.
    """
    newest = newest_time(history)
    seen = _collect(history, newest)
    mailmap = Mailmap(history.mailmap)
    members = sorted(seen)
    shown = {member: mailmap.apply(member) for member in members}
    groups = _Groups(members)
    _mark(groups, members, shown, ownership)
    for one, other in _evidence(members, shown, seen):
        groups.join(one, other)
    _declare_by_name(groups, members, shown, ownership)
    _join_logins(groups, members, shown)

    gathered: dict[Identity, list[Identity]] = defaultdict(list)
    for member in members:
        gathered[groups.find(member)].append(member)
    declared = {person.id: person for person in ownership.people}
    by_declared: dict[str, list[Identity]] = defaultdict(list)
    rest: list[list[Identity]] = []
    for root, same in gathered.items():
        key = groups.declared(root)
        if key is None:
            rest.append(same)
        else:
            by_declared[key].extend(same)

    records = _Records(shown, seen, newest, today)
    people: list[Person] = []
    ids: dict[Identity, str] = {}
    for key in sorted(declared):
        same = by_declared.get(key, [])
        people.append(_declared_person(declared[key], same, records))
        ids.update(dict.fromkeys(same, key))
    taken = set(declared)
    for same in sorted(rest):
        person = _person(same, records, taken)
        taken.add(person.id)
        people.append(person)
        ids.update(dict.fromkeys(same, person.id))
    people.sort(key=lambda person: person.id)
    return People(tuple(people), ids, newest)


def _collect(history: History, newest: int | None) -> dict[Identity, _Seen]:
    seen: dict[Identity, _Seen] = defaultdict(_Seen)
    # A clock that ran ahead must not keep anybody present for ever.
    latest = newest if newest is not None else _LAST_SECOND
    for commit in history.commits:
        # Author date, not commit date: a rebase moves the latter, and "who wrote this?" is about writing.
        written = commit.author_time if commit.author_time is not None else commit.commit_time
        seen[commit.author].add(written, latest)
        if commit.committer != commit.author:
            seen[commit.committer].add(commit.commit_time, latest)
        for identity in (*commit.co_authors, *commit.reviewers) if commit.co_authors or commit.reviewers else ():
            # Trailers are typed by hand: without an address only a full name stands for somebody.
            if "@" in identity.email or full_name(identity.name):
                seen[identity].add(written, latest)
    return dict(seen)


def _mark(groups: _Groups, members: list[Identity], shown: Mapping[Identity, Identity], ownership: Ownership) -> None:
    by_email = {clean_email(email): person.id for person in ownership.people for email in person.emails}
    for member in members:
        mapped = shown[member]
        declared = by_email.get(clean_email(member.email)) or by_email.get(clean_email(mapped.email))
        bot = declared is None and (is_bot(member.name, member.email) or is_bot(mapped.name, mapped.email))
        groups.mark(member, declared=declared, bot=bot)


def _evidence(
    members: list[Identity], shown: Mapping[Identity, Identity], seen: Mapping[Identity, _Seen],
) -> Iterator[tuple[Identity, Identity]]:
    """Pairs that mailmap, a common address or a common full name speaks for, in the order of strength."""
    by_email: dict[object, list[Identity]] = defaultdict(list)
    by_name: dict[tuple[str, ...], list[Identity]] = defaultdict(list)
    by_handle: dict[tuple[str, ...], list[Identity]] = defaultdict(list)
    addresses: dict[tuple[str, ...], set[object]] = defaultdict(set)
    for member in members:
        mapped = shown[member]
        email = clean_email(mapped.email)
        login = noreply_login(email)
        key: object = ("login", login) if login else email
        if not login and is_generic_email(email):
            key = (email, name_words(mapped.name))
        by_email[key].append(member)
        name = full_name(mapped.name)
        if name:
            by_name[name].append(member)
            addresses[name].add(key)
        elif not is_generic_email(email) and not is_generic_name(mapped.name) and len(email.partition("@")[0]) >= _LOGIN_LENGTH:
            # One short name alone joins nobody; with the same word before the @ of two hosts it is the same person who moved.
            by_handle[(*name_words(mapped.name), email.partition("@")[0])].append(member)
    for key in sorted(by_email, key=str):
        for same in _owners(by_email[key], shown, seen, addresses):
            yield from ((same[0], other) for other in same[1:])
    for name in sorted(by_name):
        yield from ((by_name[name][0], other) for other in by_name[name][1:])
    for key in sorted(by_handle):
        yield from ((by_handle[key][0], other) for other in by_handle[key][1:])


def _owners(
    same: list[Identity],
    shown: Mapping[Identity, Identity],
    seen: Mapping[Identity, _Seen],
    addresses: Mapping[tuple[str, ...], set[object]],
) -> list[list[Identity]]:
    """Split the identities of one address by whose it is.

    Names that share a word are one person's. Of several unlike names the one used most has the address; another one that is known under an
    address of its own came here by mistake (a trailer typed by hand). From three unlike names on the address is a shared one.
    """
    names = sorted({name for member in same if (name := full_name(shown[member].name))})
    clusters: list[set[tuple[str, ...]]] = []
    for name in names:
        alike = [cluster for cluster in clusters if any(set(name) & set(other) for other in cluster)]
        clusters = [cluster for cluster in clusters if cluster not in alike] + [{name}.union(*alike)]
    if len(clusters) < 2:
        return [same]
    uses: Counter[int] = Counter()
    for member in same:
        found = full_name(shown[member].name)
        uses.update({place: len(seen[member].appearances) for place, cluster in enumerate(clusters) if found in cluster})
    main = min(range(len(clusters)), key=lambda place: (-uses[place], min(clusters[place])))
    strangers = [
        place for place, cluster in enumerate(clusters)
        if place != main and (len(clusters) >= _SHARED_BY or any(len(addresses[name]) > 1 for name in cluster))
    ]
    groups: dict[int, list[Identity]] = defaultdict(list)
    for member in same:
        found = full_name(shown[member].name)
        groups[next((place for place in strangers if found in clusters[place]), main)].append(member)
    return [groups[place] for place in sorted(groups)]


def _declare_by_name(groups: _Groups, members: list[Identity], shown: Mapping[Identity, Identity], ownership: Ownership) -> None:
    names = Counter(full_name(person.name) for person in ownership.people)
    ids = {name: person.id for person in ownership.people if (name := full_name(person.name)) and names[name] == 1}
    for member in members:
        found = ids.get(full_name(shown[member].name) or ())
        if found is not None and groups.declared(member) is None and not is_bot(member.name, member.email):
            groups.mark(member, declared=found)


def _join_logins(groups: _Groups, members: list[Identity], shown: Mapping[Identity, Identity]) -> None:
    """Join a GitHub account with the one group that uses the account name as its name or before the @; with none if there are two. Where the name
    cannot be one of a person (``ada99``, ``AdaObi``), all who commit under it are that account's owner, whatever the addresses.
    """
    users: dict[str, list[Identity]] = defaultdict(list)
    named: dict[str, list[Identity]] = defaultdict(list)
    accounts: dict[str, Identity] = {}
    for member in members:
        mapped = shown[member]
        email = clean_email(mapped.email)
        login = noreply_login(email)
        if login:
            accounts.setdefault(login, member)
            continue
        local = email.partition("@")[0]
        name = mapped.name.strip()
        if len(name) >= _LOGIN_LENGTH and _NO_NAME.search(name) and " " not in name:
            named[name.casefold()].append(member)
        for handle in {local, name.casefold()}:
            if len(handle) >= _LOGIN_LENGTH and handle not in GENERIC:
                users[handle].append(member)
    for login in sorted(accounts):
        for member in named.get(login, ()):
            groups.join(accounts[login], member)
        roots = {groups.find(member): member for member in users.get(login, ())}
        if len(roots) == 1:
            groups.join(accounts[login], next(iter(roots.values())))


@record(frozen=True, slots=True)
class _Records:
    """What the making of persons rests on."""

    shown: Mapping[Identity, Identity]
    seen: Mapping[Identity, _Seen]
    newest: int | None
    today: str


def _display_name(same: list[Identity], records: _Records) -> str:
    """The name used most in the last year of somebody's activity: not the oldest one, and no generic one while there is another."""
    shown, seen = records.shown, records.seen
    last = max((time for member in same for time in seen[member].appearances), default=0)
    recent: Counter[str] = Counter()
    ever: Counter[str] = Counter()
    for member in same:
        name = " ".join(shown[member].name.split())
        times = seen[member].appearances
        ever[name] += len(times)
        recent[name] += sum(time > last - PRESENCE_DAYS * DAY for time in times)
    ranked = sorted(ever, key=lambda name: (is_generic_name(name), -recent[name], -ever[name], name))
    return next((name for name in ranked if name), "") or next((member.email for member in same if member.email), "nobody")


def _emails(same: list[Identity], records: _Records) -> tuple[str, ...]:
    """Addresses, the main one first: mapped and used most, a private address before GitHub's own."""
    shown, seen = records.shown, records.seen
    counts: Counter[str] = Counter()
    for member in same:
        uses = len(seen[member].appearances)
        counts[clean_email(shown[member].email)] += uses
        counts[clean_email(member.email)] += 0
    mapped = {clean_email(shown[member].email) for member in same}
    kept = [email for email in counts if email]
    return tuple(sorted(kept, key=lambda email: (email not in mapped, noreply_login(email) is not None, -counts[email], email)))


def _last(same: list[Identity], records: _Records) -> int | None:
    return max((last for member in same if (last := records.seen[member].last) is not None), default=None)


def _silent(last: int | None, newest: int | None) -> str:
    """Why somebody is not counted on, going by activity alone; '' for a present person."""
    if last is None:
        return "no dated activity is recorded"
    if newest is not None and newest - last > PRESENCE_DAYS * DAY:
        return f"no recorded activity since {iso_day(last)}"
    return ""


def _declared_person(stated: DeclaredPerson, same: list[Identity], records: _Records) -> Person:
    last = _last(same, records)
    if stated.left and (not records.today or stated.left <= records.today):
        absent = f"left on {stated.left} ({stated.at})"
    else:
        # Somebody whom the YAML names and history has never seen may have started yesterday: that is no absence.
        absent = _silent(last, records.newest) if same else ""
    emails = dict.fromkeys((*(clean_email(email) for email in stated.emails), *_emails(same, records)))
    return Person(
        id=stated.id, name=stated.name, emails=tuple(emails), left=stated.left, reach=stated.reach,
        last_active=iso_day(last) if last is not None else None, present=not absent, absent_because=absent, declared_at=stated.at,
    )


def _person(same: list[Identity], records: _Records, taken: set[str]) -> Person:
    name = _display_name(same, records)
    emails = _emails(same, records)
    wanted = [emails[0] if emails else name, f"{name} <{emails[0]}>" if emails else f"{name} (from history)"]
    key = next((text for text in wanted if text not in taken), None)
    number = 2
    while key is None:
        candidate = f"{wanted[-1]} {number}"
        key, number = (None if candidate in taken else candidate), number + 1
    bot = any(is_bot(form.name, form.email) for member in same for form in (member, records.shown[member]))
    shared = not bot and is_generic_name(name) and all(is_generic_email(email) for email in emails)
    last = _last(same, records)
    if bot:
        absent = "a program, not a person"
    elif shared:
        absent = "a shared account, not a person who can be asked"
    else:
        absent = _silent(last, records.newest)
    active = iso_day(last) if last is not None else None
    return Person(id=key, name=name, emails=emails, last_active=active, present=not absent, absent_because=absent, bot=bot,
                  shared=shared)
