"""The truck factor: how many people would have to go before half of the files have nobody. Computed twice, never averaged.

*avelino* is the published method, for comparison with published figures (Avelino, Passos, Hora, Valente: A Novel Approach for Estimating
Truck Factors, ICPC 2016). A person's degree of authorship of a file is::

    DOA = 3.293 + 1.098 * FA + 0.164 * DL - 0.321 * ln(1 + AC)

with FA 1 for whoever created it (a second addition makes a second creator), DL the person's later changes and renames, AC the changes of
others. An author has more than 0.75 of the best DOA of the file, and at least 3.293 or created it. The person with most files is removed
until fewer than half of the files still have an author. There is no time in it: a first author is one for ever. The history of a file is
everything that ever happened at its path and at every path it was renamed from; merges, mailmap and deletions are not read; people are
joined by address, then by name.

*now* is the same removal over the people who can still be asked and still know the file (``knowledge``). If more than half of the files
have nobody to begin with, it is 0, and that is the message.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log

from handover_generator.analysis._credit import Credits
from handover_generator.analysis._lineage import lineages
from handover_generator.analysis._names import clean_email
from handover_generator.analysis._program_files import is_program_file
from handover_generator.analysis.identities import People
from handover_generator.analysis.knowledge import knowers_of, scores_now
from handover_generator.model.history import History, Identity
from handover_generator.model.people import ScriptHistory

COVERAGE = 0.5
_AUTHOR_SHARE = 0.75
_AUTHOR_FROM = 3.293


def truck_factors(history: History, people: People, files_at_head: Sequence[str]) -> dict[str, dict[str, object]]:
    """Both truck factors, over the program files of the analysed commit.

    Args:
        history: mined commits.
        people: from ``identities.resolve``.
        files_at_head: every path of the analysed commit; those in programming languages outside vendored, documentation and sample folders
            are counted.

    Returns:
        ``avelino`` and ``now``: each ``value``, ``people`` (ids, in the order of removal), ``shares`` (of the files, for each person removed),
        ``files`` (how many were counted), ``orphans`` (share of files that have nobody to begin with), ``coverage``. What a cut history says of
        first authors is an accident of the cut: there ``value`` is None.
    """
    files = counted(files_at_head)
    return {
        "avelino": _told(files, _authors(history, people, files), shallow=history.shallow),
        "now": _told(files, _knowing(history, people, files), shallow=history.shallow),
    }


def of_scripts(scripts: Mapping[str, ScriptHistory], *, shallow: bool) -> dict[str, object]:
    """A third answer, over the scripts alone: the same removal over those who still know them.

    Args:
        scripts: what history says of each, by path.
        shallow: whether history is cut.
    """
    known = {path: {knower.person for knower in found.knowers if knower.knows} for path, found in scripts.items()}
    return _told(sorted(scripts), known, shallow=shallow)


def counted(files_at_head: Iterable[str]) -> list[str]:
    """The files that the answers are about, sorted; no answer depends on any other."""
    return sorted({path for path in files_at_head if is_program_file(path)})


def _told(files: Sequence[str], authors: Mapping[str, set[str]], *, shallow: bool) -> dict[str, object]:
    """The greedy removal over file to people."""
    owned: dict[str, set[str]] = defaultdict(set)
    for path in files:
        for person in authors.get(path, ()):
            owned[person].add(path)
    total = len(files)
    left = Counter(path for paths in owned.values() for path in paths)
    covered = len(left)
    orphans = round(1 - covered / total, 4) if total else 0.0
    removed: list[tuple[str, float]] = []
    while owned and total and covered / total >= COVERAGE:
        person = min(owned, key=lambda one: (-len(owned[one]), one))
        paths = owned.pop(person)
        removed.append((person, round(len(paths) / total, 4)))
        for path in paths:
            left[path] -= 1
            covered -= left[path] == 0
    return {
        "value": None if shallow else len(removed),
        "people": [person for person, _ in removed],
        "shares": [share for _, share in removed],
        "files": total,
        "orphans": orphans,
        "coverage": COVERAGE,
    }


def _knowing(history: History, people: People, files: Sequence[str]) -> dict[str, set[str]]:
    credits = Credits(history, people)
    newest = people.newest or 0
    return {path: set(knowers_of(scores_now(life, credits, newest), people)) for path, life in lineages(history, files).items()}


def _authors(history: History, people: People, files: Sequence[str]) -> dict[str, set[str]]:
    """Authors of each file by the published method."""
    aliases = _Aliases(history, people)
    events, sources = _events(history, files)
    found: dict[str, set[str]] = {}
    for path in files:
        creators: set[str] = set()
        deliveries: Counter[str] = Counter()
        for at in _past(path, sources):
            for status, author in events.get(at, ()):
                person = aliases.of(author)
                if status == "A":
                    creators.add(person)
                    deliveries[person] += 0
                else:
                    deliveries[person] += 1
        changes = sum(deliveries.values())
        doa = {
            person: _AUTHOR_FROM + 1.098 * (person in creators) + 0.164 * mine - 0.321 * log(1 + changes - mine)
            for person, mine in deliveries.items()
        }
        best = max(doa.values(), default=0.0)
        found[path] = {
            person for person, value in doa.items()
            if best > 0 and value / best > _AUTHOR_SHARE and (value >= _AUTHOR_FROM or person in creators)
        }
    return found


def _events(history: History, files: Iterable[str]) -> tuple[dict[str, list[tuple[str, Identity]]], dict[str, set[str]]]:
    """What happened at each path, at any time, and from which paths others were renamed to it. Copies count as additions."""
    sources: dict[str, set[str]] = defaultdict(set)
    wanted = set(files)
    for commit in history.commits:
        for change in commit.changes:
            if change.status == "R" and change.old_path is not None:
                sources[change.path].add(change.old_path)
    pending = [path for path in wanted if path in sources]
    while pending:
        for old in sources[pending.pop()]:
            if old not in wanted:
                wanted.add(old)
                if old in sources:
                    pending.append(old)
    events: dict[str, list[tuple[str, Identity]]] = defaultdict(list)
    for commit in history.commits:
        if commit.boundary:
            continue
        for change in commit.changes:
            if change.path in wanted and change.status in ("A", "C", "M", "R"):
                events[change.path].append(("A" if change.status == "C" else change.status, commit.author))
    return events, sources


def _past(path: str, sources: Mapping[str, set[str]]) -> set[str]:
    found = {path}
    pending = [path]
    while pending:
        new = sources.get(pending.pop(), set()) - found
        found |= new
        pending.extend(new)
    return found


class _Aliases:
    """Authors joined as the published method does: by address, then by name, whatever the mailmap says."""

    def __init__(self, history: History, people: People) -> None:
        uses = Counter(commit.author for commit in history.commits)
        self._parent: dict[object, object] = {}
        members: dict[object, list[Identity]] = defaultdict(list)
        for identity in sorted(uses):
            email, name = clean_email(identity.email), " ".join(identity.name.casefold().split())
            mail_key: object = ("mail", email) if email else ("name", name)
            self._join(("name", name), mail_key) if name else self._find(mail_key)
            members[mail_key].append(identity)
        groups: dict[object, list[Identity]] = defaultdict(list)
        for key, identities in members.items():
            groups[self._find(key)].extend(identities)
        self._ids: dict[Identity, str] = {}
        for same in groups.values():
            # Shown as the person most of these commits belong to by our own, more careful joining.
            counts: Counter[str] = Counter()
            for identity in same:
                counts[people.of(identity)] += uses[identity]
            person = min(counts, key=lambda one: (-counts[one], one))
            self._ids.update(dict.fromkeys(same, person))

    def of(self, identity: Identity) -> str:
        return self._ids[identity]

    def _find(self, key: object) -> object:
        self._parent.setdefault(key, key)
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def _join(self, one: object, other: object) -> None:
        self._parent[self._find(other)] = self._find(one)
