"""The hotfixes, reverts and incidents of the files through which a script does its harm: what happened there happened to the script."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.analysis._credit import Credits
from handover_generator.analysis._lineage import Lineage, lineages
from handover_generator.analysis.identities import People
from handover_generator.analysis.knowledge import written_at
from handover_generator.analysis.why import milestones, speaks
from handover_generator.model.history import History
from handover_generator.model.inventory import Script
from handover_generator.model.people import Milestone
from handover_generator.records import replace

MOST = 2                                 # of one script
_TELLING = ("incident", "revert", "reapply", "hotfix")


def with_trail_turns(scripts: Sequence[Script], history: History, people: People) -> list[Script]:
    """The same scripts; those that lose something have turns of the files on their way to it among their milestones, each with its file.

    Args:
        scripts: with effects and milestones of their own.
        history: mined commits.
        people: for the authors' names.
    """
    files = {script.path: _files(script) for script in scripts}
    every = sorted({path for paths in files.values() for path in paths})
    if not every:
        return list(scripts)
    credits = Credits(history, people)
    told = {path: _turns(life, credits, people) for path, life in lineages(history, every).items()}
    return [_with(script, [stone for path in files[script.path] for stone in told.get(path, ())]) for script in scripts]


def _files(script: Script) -> list[str]:
    paths = (path for effect in script.destroys for path in (*(step.path for step in effect.via), effect.at.path))
    return [path for path in dict.fromkeys(paths) if path != script.path]


def _turns(life: Lineage, credits: Credits, people: People) -> list[Milestone]:
    times = [written_at(touch.commit) or 0 for touch in life.touches]
    # A file that many use is touched for many reasons: only what says so by itself is told of it, no quick second change, no content that
    # happens to come back.
    return [replace(stone, path=life.path) for stone in milestones(life, credits, people, times)
            if stone.kind in _TELLING and speaks(stone.subject)]


def _with(script: Script, turns: list[Milestone]) -> Script:
    own = script.history.milestones
    known = {stone.commit for stone in own}
    new = sorted((stone for stone in turns if stone.commit not in known), key=lambda stone: stone.date, reverse=True)
    new.sort(key=lambda stone: _TELLING.index(stone.kind))
    if not new:
        return script
    # Before the beginning, which stands last.
    beginning = tuple(stone for stone in own if stone.kind in ("created", "copied"))
    rest = tuple(stone for stone in own if stone not in beginning)
    return replace(script, history=replace(script.history, milestones=(*rest, *new[:MOST], *beginning)))
