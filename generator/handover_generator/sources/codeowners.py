"""CODEOWNERS as a second source of ownership: the last match wins; GitLab's sections and exclusions are understood too."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence

from codeowners import CodeOwners, parse_owner

from handover_generator.model.location import Location
from handover_generator.model.ownership import OtherOwner
from handover_generator.model.source import SourceFile, Unread
from handover_generator.records import field, record
from handover_generator.regexes import regex

#: In the order in which the forges look: the first one there is the one that counts.
PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")

# "[Database][2] @dba" and "^[Docs]" open a section; "[Dd]ocs/ @writer" is a pattern.
_SECTION = regex(r"\^?\[(?P<name>[^\]\n]{1,200})\](\[\d+\])?(\s+(?P<owners>[^#]*))?(#.*)?$")
_COMMENT = regex(r"\s#.*$")
# Every star is a loop in the pattern's expression; a line of hundreds would take for ever to not match.
_MOST_STARS = 12
_LONGEST = 1_000


@record(frozen=True, slots=True)
class _Rule:
    """One line. ``owners`` empty: nobody owns what matches. ``excluded``: taken out of the section again (GitLab's ``!``)."""

    matcher: CodeOwners
    owners: tuple[str, ...]
    line: int
    excluded: bool


@record(slots=True)
class _Section:
    defaults: tuple[str, ...] = ()
    rules: list[_Rule] = field(default_factory=list)


def load(files: Mapping[str, SourceFile], paths: Sequence[str]) -> tuple[OtherOwner, ...]:
    """The owners that CODEOWNERS names for each path.

    Args:
        files: all listed files by path; the first of ``PLACES`` with a text is read.
        paths: the scripts to look up.

    Returns:
        One value for each path that has an owner, sorted by path, with the line that decides. Never raises.
    """
    file = _file(files)
    if file is None:
        return ()
    sections, _ = _parse(file.text or "")
    found = []
    for path in sorted(set(paths)):
        owners: list[str] = []
        line = 0
        for section in sections:
            rule = next((rule for rule in reversed(section.rules) if _matches(rule, path)), None)
            if rule is None or rule.excluded:
                continue
            named = rule.owners or section.defaults
            if named:
                line = line or rule.line
                owners += [owner for owner in named if owner not in owners]
        if owners:
            found.append(OtherOwner(path=path, owners=tuple(owners), at=Location(file.path, line), source="CODEOWNERS"))
    return tuple(found)


def unread(files: Mapping[str, SourceFile]) -> tuple[Unread, ...]:
    """What of CODEOWNERS could not be understood: the file as a whole, or lines of it."""
    present = next((files[place] for place in PLACES if place in files), None)
    if present is None:
        return ()
    if present.text is None:
        return (Unread(present.path, "the owners in it are not known, because it could not be read as text"),)
    _, odd = _parse(present.text)
    return (Unread(present.path, f"no pattern of CODEOWNERS in line {', '.join(map(str, odd[:10]))}"),) if odd else ()


def _file(files: Mapping[str, SourceFile]) -> SourceFile | None:
    return next((files[place] for place in PLACES if place in files and files[place].text is not None), None)


def _parse(text: str) -> tuple[list[_Section], list[int]]:
    current = _Section()
    sections: dict[str, _Section] = {"": current}
    odd: list[int] = []
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        header = _SECTION.match(line)
        if header:
            current = sections.setdefault(header["name"].strip().lower(), _Section())
            current.defaults = current.defaults or _owners((header["owners"] or "").split())
            continue
        rule = _rule(_COMMENT.sub("", line), number)
        if rule is None:
            odd.append(number)
        else:
            current.rules.append(rule)
    return list(sections.values()), odd


def _rule(line: str, number: int) -> _Rule | None:
    excluded = line.startswith("!")
    line = line.removeprefix("!")
    if len(line) > _LONGEST or line.count("*") > _MOST_STARS:
        return None
    try:
        with warnings.catch_warnings():  # a set inside a set is odd, but no reason to speak to the terminal
            warnings.simplefilter("ignore")
            matcher = CodeOwners(line)
    except (ValueError, re.error, IndexError):
        return None
    if not matcher.paths:
        return None
    owners = [owner for _, owner in matcher.paths[0][2]]
    return _Rule(matcher, _owners(owners), number, excluded)


def _owners(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(_known(words))


def _known(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if parse_owner(word) is not None:
            yield word


def _matches(rule: _Rule, path: str) -> bool:
    return rule.matcher.matching_line(path)[1] is not None
