"""Who owns a script: the statements of four sources, which one counts, whether those behind it are still there, who could be the second.

Order of precedence: the script's entry in ``handover/*.yml``, a role's ``covers``, ``Owner`` in the header, CODEOWNERS, catalog-info. A
statement of a later source that means somebody else is a disagreement and is kept.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pathspec import GitIgnoreSpec

from handover_generator.analysis._who import Meant, Who
from handover_generator.model.inventory import OwnerFacts
from handover_generator.model.location import Location
from handover_generator.model.ownership import OtherOwner, Ownership, Role
from handover_generator.model.people import Person, ScriptHistory
from handover_generator.model.source import Claims
from handover_generator.records import record
from handover_generator.regexes import regex

_SEPARATOR = regex(r"\s*[,;/&\n]\s*|\s+and\s+")


@record(frozen=True, slots=True)
class _Statement:
    """What one source says: the owners as written, and where."""

    source: str
    owners: tuple[str, ...]
    at: Location


class Owners:
    """The owners of all scripts of a repository. Names, patterns and statements are prepared once.

    Args:
        ownership: the YAML.
        others: owners named by CODEOWNERS and catalog-info.
        people: everybody known from history and YAML, with who is present.
    """

    def __init__(self, ownership: Ownership, others: Sequence[OtherOwner], people: Sequence[Person]) -> None:
        self._ownership = ownership
        self._who = Who(people, ownership)
        self._bots = frozenset(person.id for person in people if person.bot)
        self._entries = {entry.path: entry for entry in ownership.scripts}
        self._others: dict[str, list[OtherOwner]] = {}
        for other in others:
            self._others.setdefault(other.path, []).append(other)

    def facts(self, path: str, claims: Claims, history: ScriptHistory) -> OwnerFacts:
        """Who owns the script ``path``.

        Args:
            path: the script.
            claims: what its header says.
            history: what history says of it, for the proposal of a second person.

        Returns:
            The owner by the first source that names one; ``others`` are the statements of later sources that mean somebody else. A
            written name that means nobody known stays as it is written.
        """
        statements = list(self._statements(path, claims))
        if not statements:
            second, because = self._second((), history)
            return OwnerFacts(second=second, second_because=because)
        first = statements[0]
        meant = [self._who.resolve(owner) for owner in first.owners]
        behind = tuple(dict.fromkeys(person for item in meant for person in item.people))
        gone = tuple(person for person in behind if self._who.is_gone(person))
        # Of several owners on one line, the one to name is somebody who can still answer.
        named = next((item for item in meant if not item.people or set(item.people) - set(gone)), meant[0])
        second, because = self._second(behind, history)
        return OwnerFacts(
            owner=named.owner,
            source=first.source,
            people=behind,
            at=first.at,
            others=tuple(self._disagreeing(meant, statements[1:])),
            gone=gone,
            second=second,
            second_because=because,
        )

    def _statements(self, path: str, claims: Claims) -> Iterator[_Statement]:
        entry = self._entries.get(path)
        if entry is not None and entry.owner:
            yield _Statement("handover.yml", (entry.owner,), entry.at)
        for role, _ in covering_roles(path, self._ownership.roles):
            yield _Statement("role", (role.id,), role.at)
        header = claims.get("owner")
        if header is not None and header.text.strip():
            yield _Statement("header", _written(header.text), header.at)
        for source in ("CODEOWNERS", "catalog-info"):
            for other in self._others.get(path, ()):
                if other.source == source and other.owners:
                    yield _Statement(source, other.owners, other.at)

    def _disagreeing(self, meant: list[Meant], statements: list[_Statement]) -> Iterator[tuple[str, str, Location]]:
        ours = {item.owner for item in meant} | {person for item in meant for person in item.people}
        for statement in statements:
            theirs = [self._who.resolve(owner) for owner in statement.owners]
            if not ours & ({item.owner for item in theirs} | {person for item in theirs for person in item.people}):
                yield statement.source, ", ".join(statement.owners), statement.at

    def _second(self, behind: Sequence[str], history: ScriptHistory) -> tuple[str | None, str]:
        """Somebody present who could stand in: the one who knows the script best and is not the owner already."""
        candidates = [
            knower for knower in history.knowers if knower.present and knower.person not in behind and knower.person not in self._bots
        ]
        if not candidates:
            return None, ""
        best = max(candidates, key=lambda knower: (knower.knows, knower.score, knower.share, knower.person))
        commits = f"{best.commits} commit{'s' if best.commits != 1 else ''}"
        made = "made the first version, " if best.creator else ""
        faded = "" if best.knows else "; not much of it may be left in memory"
        return best.person, f"{made}{commits} to it, the last on {best.last}{faded}"


def owner_facts(
    path: str, claims: Claims, ownership: Ownership, others: Sequence[OtherOwner], people: Sequence[Person], history: ScriptHistory
) -> OwnerFacts:
    """Who owns one script: ``Owners.facts``, for callers that ask path by path with the same three collections."""
    global _latest
    if _latest is None or not all(one is other for one, other in zip(_latest[0], (ownership, others, people), strict=True)):
        _latest = ((ownership, others, people), Owners(ownership, others, people))
    return _latest[1].facts(path, claims, history)


# Compared by identity: to hash or compare thousands of people for each script would cost more than the answer. Holding the collections
# keeps their identities from being given to others.
_latest: tuple[tuple[Ownership, Sequence[OtherOwner], Sequence[Person]], Owners] | None = None


def covering_roles(path: str, roles: Iterable[Role]) -> tuple[tuple[Role, str], ...]:
    """The roles that cover a path, each with its most specific pattern; the most specific role first.

    Patterns are those of .gitignore. The longest pattern is the most specific one; of equals, the role whose id comes first.
    """
    found = []
    for role in roles:
        hits = [pattern for pattern in role.covers if _covers(pattern, path)]
        # A later "!pattern" takes paths out again, as in .gitignore; so the whole list decides, and the pattern only ranks.
        if hits and _spec(role.covers).match_file(path):
            found.append((role, max(hits, key=lambda pattern: (len(pattern), pattern))))
    return tuple(sorted(found, key=lambda hit: (-len(hit[1]), hit[0].id)))


@lru_cache(maxsize=1024)
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    kept = []
    with warnings.catch_warnings():  # a set inside a set is odd, but no reason to speak to the terminal
        warnings.simplefilter("ignore")
        for pattern in patterns:
            try:
                GitIgnoreSpec.from_lines([pattern])
            except (ValueError, re.error):
                continue  # means nothing, so it covers nothing
            kept.append(pattern)
        return GitIgnoreSpec.from_lines(kept)


def _covers(pattern: str, path: str) -> bool:
    return _spec((pattern,)).match_file(path)


def _written(text: str) -> tuple[str, ...]:
    """The owners of a header line: "Ada Obi <ada@example.org>, marek". A slash may part two names, or belong to "@org/team"."""
    parts = re.split(r"\s*[,;\n]\s*|\s+and\s+", text) if "@" in text else _SEPARATOR.split(text)
    return tuple(part.strip(" .-*•") for part in parts if part.strip(" .-*•")) or (text,)
