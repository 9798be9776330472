"""What scripts do, walked again only where something changed that the walk was read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handover_generator.analysis.toolbox import Toolbox
from handover_generator.analysis.walk import Walked, commands_of, walk
from handover_generator.model.files import Files
from handover_generator.model.inventory import Command
from handover_generator.model.source import SourceFile
from handover_generator.model.tracing import announces
from handover_generator.pipeline._memory import Memory
from handover_generator.records import record

_MOST_KEPT = 3
"""Walks kept of one script: going back to a branch, or taking a change back, finds what was said before."""


@record(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A walk with the files it was read from, by blob ('' where there was none), and what it asked of all files, with the answers."""

    reads: dict[str, str]
    asked: dict[str, tuple[str, ...]]
    walked: Walked
    commands: tuple[Command, ...]


_KIND = tuple[_Kept, ...]


class Walks:
    """Walks of one repository's scripts.

    Args:
        files: all listed files.
        announced: what files announce, by name (``model.tracing.announces``).
        toolbox: makes the toolbox, once one is needed.
        memory: where earlier walks lie.
        world: a digest of what every walk depends on: the catalogue, packaging.
    """

    def __init__(self, files: Mapping[str, SourceFile], announced: Mapping[str, tuple[str, ...]], toolbox: Callable[[], Toolbox], memory: Memory,
                 world: str) -> None:
        self._files = Files(files)
        self._announced = {announces(name): paths for name, paths in announced.items()}
        self._make = toolbox
        self._toolbox: Toolbox | None = None
        self._memory = memory
        self._world = world
        self._answers: dict[str, tuple[str, ...]] = {}

    def of(self, path: str) -> tuple[Walked, tuple[Command, ...]]:
        """The walk of one script, and those of what it does by name."""
        key = f"{self._world} {path}"
        known: tuple[_Kept, ...] = self._memory.recall("walk", key, _KIND) or ()
        found = next((kept for kept in known if self._holds(kept)), None)
        if found is not None:
            return found.walked, found.commands
        if self._toolbox is None:
            self._toolbox = self._make()
        toolbox = self._toolbox
        toolbox.begin()
        walked = walk(toolbox.entries(path), toolbox.routine, path)
        commands = commands_of(toolbox.starts(path), toolbox.routine, path)
        now = _Kept(reads={read: self._blob(read) for read in sorted({*toolbox.reads.files, path})},
                    asked={question: self._answer(question) for question in sorted(toolbox.reads.asked)}, walked=walked,
                    commands=commands)
        self._memory.keep("walk", key, (now, *known[:_MOST_KEPT - 1]))
        return walked, commands

    def _holds(self, kept: _Kept) -> bool:
        return all(self._blob(path) == blob for path, blob in kept.reads.items()) and all(
            self._answer(question) == found for question, found in kept.asked.items())

    def _answer(self, question: str) -> tuple[str, ...]:
        found = self._answers.get(question)
        if found is None:
            found = self._announced.get(question)
            found = self._answers[question] = self._files.answer(question) if found is None else found
        return found

    def _blob(self, path: str) -> str:
        file = self._files.get(path)
        return file.blob if file is not None else ""
