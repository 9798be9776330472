"""The commits that brought a script its guards and its harm, and those that took a guard away.

A guard or a destructive line of today is followed back through the script's earlier versions: the first one, from today backwards, that
lacks it and most of its words names the commit that brought it. A line that only was rewritten there, or came with a bulk edit, names none.
What a guard looked like once, nobody can tell from today's code; so
a commit is said to have taken a question or a dry run away only where its last mention left the text. Both are read from the text of the
versions; nothing is executed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from handover_generator.analysis._credit import BULK
from handover_generator.analysis._lineage import Lineage, Touch
from handover_generator.analysis.identities import People, iso_day
from handover_generator.model.behaviour import GuardKind
from handover_generator.model.inventory import Script
from handover_generator.model.people import Milestone
from handover_generator.records import replace
from handover_generator.regexes import regex

MOST = 3
ADDED, REMOVED, HARM = "guard added", "guard removed", "harm added"
_SHORTEST_LINE = 6                        # "fi", "}", "else:" are everywhere
_KINDS = (GuardKind.CONFIRM, GuardKind.DRY_RUN, GuardKind.ENV_CHECK, GuardKind.BACKUP)
_WORD = regex(r"\w{3,}")
_COMMENT = regex(r"(?m)^\s*(?:#|--|//).*$")
# Each begins with a literal and is looked for alone: so Python's engine skips through a text, where alternatives make it stop at every letter.
_ASKS = tuple(map(re.compile, (r"input\s*\(", r"raw_input\s*\(", r"confirm\s*\(", r"Confirm\.ask\b", r"read\s+(?:-\w+\s+)*-\w*p\b")))
_DRY = tuple(map(re.compile, (r"dry[-_]?run\b", r"DRY_?RUN\b", r"--no-?op\b", r"--simulate\b")))


def with_turns(scripts: Sequence[Script], lives: Mapping[str, Lineage], people: People, versions: Mapping[str, str]) -> list[Script]:
    """The same scripts, their milestones completed by what brought and took away guards and harm.

    Args:
        scripts: with guards, effects and milestones.
        lives: of the scripts' paths.
        people: for the authors' names.
        versions: text by blob id, of as many earlier versions as are at hand; a version that is not is passed over.
    """
    return [_with(script, lives.get(script.path), people, versions) for script in scripts]


def _with(script: Script, life: Lineage | None, people: People, versions: Mapping[str, str]) -> Script:
    if life is None:
        return script
    steps = [(touch, text) for touch in life.late if (text := versions.get(touch.change.new_blob)) is not None]
    found: dict[str, tuple[str, Touch]] = {}
    for kind, touch in (*_removed(script, steps), *_brought(script, steps)):
        found.setdefault(touch.commit.id, (kind, touch))
    told = {stone.commit: stone for stone in script.history.milestones}
    new = [_tell(kind, touch, people) for kind, touch in found.values() if touch.commit.id not in told]
    # What a commit did to the text says more than that its subject mentions a fix.
    better = [replace(stone, kind=found[stone.commit][0]) if stone.commit in found and stone.kind in ("changed", "hotfix") else stone
              for stone in script.history.milestones]
    if not new and better == list(script.history.milestones):
        return script
    beginning = [stone for stone in better if stone.kind in ("created", "copied")]
    rest = [stone for stone in better if stone not in beginning]
    return replace(script, history=replace(script.history, milestones=(*new[:MOST], *rest, *beginning)))


def _brought(script: Script, steps: Sequence[tuple[Touch, str]]) -> list[tuple[str, Touch]]:
    """The commits by which today's guards and destructive lines of this very file came in, guards first, the latest first."""
    if len(steps) < 2:
        return []
    today = steps[-1][1].splitlines()
    guards = {guard.at.line for guard in script.guards if guard.strong and guard.kind in _KINDS and guard.at.path == script.path}
    # Only what is written in this very file: a call that leads to harm elsewhere is rewritten for many reasons.
    harm = {effect.at.line for effect in script.destroys if effect.at.path == script.path}
    found: list[tuple[int, str, Touch]] = []
    for kind, lines in ((ADDED, guards), (HARM, harm - guards)):
        for line in sorted(lines):
            text = today[line - 1].strip() if 0 < line <= len(today) else ""
            since = _since(text, steps) if len(text) >= _SHORTEST_LINE else 0
            if since > 0:
                found.append((since, kind, steps[since][0]))
    found.sort(key=lambda one: (one[1] != ADDED, -one[0]))
    return [(kind, touch) for _, kind, touch in found]


def _since(text: str, steps: Sequence[tuple[Touch, str]]) -> int:
    """The step that brought this line, if the step before lacks it and most of its words; 0 where it only was rewritten then."""
    place = len(steps) - 1
    while place >= 0 and text in steps[place][1]:
        place -= 1
    if not 0 <= place < len(steps) - 1 or len(steps[place + 1][0].commit.changes) > BULK:
        return 0
    words = set(_WORD.findall(text))
    before = steps[place][1]
    new = sum(word not in before for word in words)
    return place + 1 if words and new * 2 > len(words) else 0


def _removed(script: Script, steps: Sequence[tuple[Touch, str]]) -> list[tuple[str, Touch]]:
    """The commits after which a question or a dry run was no longer mentioned, if it never came back; the latest first.

    A guard that stands today in a file the script uses was moved and not taken away.
    """
    kept = {guard.kind for guard in (*script.guards, *(guard for effect in script.effects for guard in effect.guards))}
    found: list[tuple[int, Touch]] = []
    for kind, signs, whole in ((GuardKind.CONFIRM, _ASKS, True), (GuardKind.DRY_RUN, _DRY, False)):
        if kind in kept:
            continue
        for place in range(len(steps) - 1, -1, -1):
            text = steps[place][1]
            if _speaks(text, signs, whole) and _speaks(_COMMENT.sub("", text), signs, whole):
                if place + 1 < len(steps):
                    found.append((place + 1, steps[place + 1][0]))
                break
    return [(REMOVED, touch) for _, touch in sorted(found, key=lambda one: -one[0])]


def _speaks(text: str, signs: Sequence[re.Pattern[str]], whole: bool) -> bool:
    """Whether one of the signs stands in a text; ``whole``: not as the end of a longer word."""
    return any(not (whole and found.start() and (text[found.start() - 1].isalnum() or text[found.start() - 1] == "_"))
               for sign in signs for found in sign.finditer(text))


def _tell(kind: str, touch: Touch, people: People) -> Milestone:
    commit = touch.commit
    time = commit.author_time if commit.author_time is not None else commit.commit_time
    return Milestone(commit=commit.id, date=iso_day(time) if time is not None else "", author=people.name(people.of(commit.author)),
                     subject=commit.subject.strip(), kind=kind)
