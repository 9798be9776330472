"""What scripts do, walked again only where something changed that the walk was read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handover_generator.analysis.toolbox import Toolbox
from handover_generator.analysis.walk import Walked, commands_of, walk
from handover_generator.model.files import Files
from handover_generator.model.inventory import Command
from handover_generator.model.source import SourceFile
from handover_generator.model.tracing import Reads, announces
from handover_generator.pipeline._memory import Memory
from handover_generator.pipeline._moved import on_their_new_lines
from handover_generator.pipeline._parts import PartsOfFiles
from handover_generator.records import record, replace

_MOST_KEPT = 3
"""Walks kept of one script: going back to a branch, or taking a change back, finds what was said before."""


@record(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A walk with the files it was read from, by blob ('' where there was none): those read as a whole, and of the others, the ``outlines``, the
    functions that were looked into; and what it asked of all files, with the answers.
    """

    reads: dict[str, str]
    outlines: dict[str, tuple[str, tuple[int, ...]]]
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
        parts: what is outside and inside of functions.
        world: a digest of what every walk depends on: the catalogue, packaging.
    """

    def __init__(self, files: Mapping[str, SourceFile], announced: Mapping[str, tuple[str, ...]], toolbox: Callable[[], Toolbox], memory: Memory,
                 parts: PartsOfFiles, world: str) -> None:
        self._files = Files(files)
        self._announced = {announces(name): paths for name, paths in announced.items()}
        self._make = toolbox
        self._toolbox: Toolbox | None = None
        self._memory = memory
        self._parts = parts
        self._world = world
        self._answers: dict[str, tuple[str, ...]] = {}
        self._in_parts: set[str] = set()

    def of(self, path: str) -> tuple[Walked, tuple[Command, ...]]:
        """The walk of one script, and those of what it does by name."""
        key = f"{self._world} {path}"
        known: tuple[_Kept, ...] = self._memory.recall("walk", key, _KIND) or ()
        found = next((now for kept in known if (now := self._holding(kept)) is not None), None)
        if found is None:
            found = self._walk(path)
        if found not in known:
            self._memory.keep("walk", key, (found, *known[:_MOST_KEPT - 1]))
        self._in_parts.update(found.outlines)
        return found.walked, found.commands

    def end(self) -> None:
        """All walks were asked for: what the next run needs to know whether they hold is kept."""
        self._parts.keep(sorted(self._in_parts))

    def _walk(self, path: str) -> _Kept:
        if self._toolbox is None:
            self._toolbox = self._make()
        toolbox = self._toolbox
        toolbox.begin()
        walked = walk(toolbox.entries(path), toolbox.routine, path)
        commands = commands_of(toolbox.starts(path), toolbox.routine, path)
        reads = toolbox.reads
        whole = {*reads.files, path}
        return _Kept(reads={read: self._blob(read) for read in sorted(whole)}, outlines=self._outlines(reads, whole),
                     asked={question: self._answer(question) for question in sorted(reads.asked)}, walked=walked, commands=commands)

    def _outlines(self, reads: Reads, whole: set[str]) -> dict[str, tuple[str, tuple[int, ...]]]:
        inside: dict[str, list[int]] = {path: [] for path in reads.outlines}
        for path, function in reads.bodies:
            inside.setdefault(path, []).append(function)
        return {path: (self._blob(path), tuple(sorted(inside[path]))) for path in sorted(inside.keys() - whole)}

    def _holding(self, kept: _Kept) -> _Kept | None:
        """A walk as it is now, if nothing that it was read from has changed: lines may have moved."""
        if any(self._blob(path) != blob for path, blob in kept.reads.items()):
            return None
        moves: dict[str, Callable[[int], int | None]] = {}
        for path, (blob, functions) in kept.outlines.items():
            if self._blob(path) != blob:
                line = self._parts.moved(path, blob, functions)
                if line is None:
                    return None
                moves[path] = line
        if any(self._answer(question) != found for question, found in kept.asked.items()):
            return None
        if not moves:
            return kept
        told = on_their_new_lines((kept.walked, kept.commands), moves)
        return None if told is None else replace(kept, walked=told[0], commands=told[1], outlines={
            path: (self._blob(path), functions) for path, (_, functions) in kept.outlines.items()})

    def _answer(self, question: str) -> tuple[str, ...]:
        found = self._answers.get(question)
        if found is None:
            found = self._announced.get(question)
            found = self._answers[question] = self._files.answer(question) if found is None else found
        return found

    def _blob(self, path: str) -> str:
        file = self._files.get(path)
        return file.blob if file is not None else ""
