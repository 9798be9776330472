"""Since when a script has the lines that facts point at: its harm, its guards, what it needs, what could not be read.

A line is followed back through the script's versions, from today backwards, by its text; indentation does not count. Where a version lacks
it but has a line with most of its words, it was only rewritten there, and that line is followed on. The version that has neither names the
commit after it. A move within the file goes unnoticed, as it should; a text that stands in the file twice is taken for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from handover_generator.analysis._lineage import Lineage, Touch
from handover_generator.analysis.identities import iso_day
from handover_generator.model.inventory import Script
from handover_generator.model.location import Location
from handover_generator.model.people import Arrival
from handover_generator.records import replace
from handover_generator.regexes import regex

_MOST_LINES = 60                         # of one script; beyond, nobody reads the register line by line
_SAME_WORDS = 0.6
_WORD = regex(r"\w{3,}")


def with_arrivals(scripts: Sequence[Script], lives: Mapping[str, Lineage], versions: Mapping[str, str]) -> list[Script]:
    """The same scripts, each with the commits in which the lines that its facts point at came into its file.

    Args:
        scripts: with effects, guards, needs and copies.
        lives: of the scripts' paths.
        versions: text by blob id of as many versions as are at hand.
    """
    return [_with(script, lives.get(script.path), versions) for script in scripts]


def _with(script: Script, life: Lineage | None, versions: Mapping[str, str]) -> Script:
    steps = [(touch, text) for touch in life.late if (text := versions.get(touch.change.new_blob)) is not None] if life else []
    if life is None or not steps or steps[-1][0] is not life.touches[-1]:
        return script
    whole = life.born and steps[0][0] is life.touches[0]
    today = steps[-1][1].splitlines()
    found: list[Arrival] = []
    known: dict[str, tuple[Touch, bool]] = {}
    for line in sorted({at.line for at in _places(script) if at.path == script.path})[:_MOST_LINES]:
        text = today[line - 1].strip() if 0 < line <= len(today) else ""
        if not text:
            continue
        if text not in known:
            known[text] = _came(text, steps, whole)
        touch, exact = known[text]
        time = touch.commit.author_time if touch.commit.author_time is not None else touch.commit.commit_time
        found.append(Arrival(line=line, commit=touch.commit.id, date=iso_day(time) if time is not None else "", exact=exact))
    return replace(script, history=replace(script.history, arrivals=tuple(found)))


def _places(script: Script) -> Iterable[Location]:
    for effect in script.effects:
        yield effect.at
        yield from (Location(step.path, step.line) for step in effect.via[:1])
        yield from (guard.at for guard in effect.guards)
    yield from (guard.at for guard in script.guards)
    yield from (unknown.at for unknown in script.unknowns)
    yield from (default.at for default in script.places.defaults)
    needs = script.dependencies
    yield from (need.at for need in (*needs.undeclared, *needs.secrets))
    yield from (fix.at for copy in script.copies for fix in copy.fixes)


def _came(text: str, steps: Sequence[tuple[Touch, str]], whole: bool) -> tuple[Touch, bool]:
    """The touch that brought a line of today, and whether that is known: the oldest version at hand need not be the first."""
    for place in range(len(steps) - 2, -1, -1):
        before = steps[place][1]
        if text not in before:
            earlier = _rewritten(text, before)
            if earlier is None:
                return steps[place + 1][0], True
            text = earlier
    return steps[0][0], whole


def _rewritten(text: str, before: str) -> str | None:
    """The line of an earlier version that has most of the words of ``text``, and few others."""
    words = set(_WORD.findall(text))
    held = {word: before.count(word) for word in words}
    if sum(map(bool, held.values())) < _SAME_WORDS * len(words) or not words:
        return None
    # A line alike lacks few of the words, so of any more than these it has one: of the rarest, and few lines have to be looked at.
    lacking = int((1 - _SAME_WORDS) * len(words) + 1e-9)
    rarest = sorted(words, key=held.__getitem__)[:lacking + 1]
    best, found = 0.0, None
    for row in _rows_with(rarest, before):
        theirs = set(_WORD.findall(row))
        alike = len(words & theirs) / len(words | theirs)
        if alike > best:
            best, found = alike, row.strip()
    return found if best >= _SAME_WORDS else None


def _rows_with(words: Iterable[str], text: str) -> list[str]:
    """The lines of a text that hold one of the words, in their order."""
    starts: set[int] = set()
    for word in words:
        at = text.find(word)
        while at >= 0:
            starts.add(text.rfind("\n", 0, at) + 1)
            at = text.find(word, at + 1)
    return [row for start in sorted(starts) for row in text[start:_end_of_line(text, start)].splitlines()]


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)
