"""What scripts do, walked again only where something changed that the walk was read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handover_generator.analysis.toolbox import Toolbox
from handover_generator.analysis.unknowns import mistake
from handover_generator.analysis.walk import Walked, commands_of, unread, walk
from handover_generator.model.files import Files
from handover_generator.model.inventory import Command
from handover_generator.model.source import SourceFile
from handover_generator.model.tracing import Reads, announces
from handover_generator.pipeline._memory import Memory
from handover_generator.pipeline._moved import on_their_new_lines
from handover_generator.pipeline._parts import PartsOfFiles
from handover_generator.records import record

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
        links: where symbolic links lead.
    """

    def __init__(self, files: Mapping[str, SourceFile], announced: Mapping[str, tuple[str, ...]], toolbox: Callable[[], Toolbox], memory: Memory,
                 parts: PartsOfFiles, world: str, links: Mapping[str, str]) -> None:
        self._files = Files(files, links)
        self._announced = {announces(name): paths for name, paths in announced.items()}
        self._make = toolbox
        self._toolbox: Toolbox | None = None
        self._memory = memory
        self._parts = parts
        self._world = world
        self._answers: dict[str, tuple[str, ...]] = {}
        self._in_parts: set[tuple[str, str]] = set()

    def of(self, path: str) -> tuple[Walked, tuple[Command, ...]]:
        """The walk of one script, and those of what it does by name."""
        key = f"{self._world} {path}"
        known: tuple[_Kept, ...] = self._memory.recall("walk", key, _KIND) or ()
        for kept in known:
            told = self._told_now(kept)
            if told is not None:
                break
        else:
            kept = self._walk(path)
            told = kept.walked, kept.commands
        if known[:1] != (kept,):                         # the last that was asked for comes first, the one asked for longest ago goes
            self._memory.keep("walk", key, (kept, *(one for one in known if one is not kept))[:_MOST_KEPT])
        self._in_parts.update((path, blob) for path, (blob, _) in kept.outlines.items())
        return told

    def end(self) -> None:
        """All walks were asked for: what the next run needs to know whether they hold is kept."""
        self._parts.keep(sorted(self._in_parts))

    def _walk(self, path: str) -> _Kept:
        if self._toolbox is None:
            self._toolbox = self._make()
        toolbox = self._toolbox
        toolbox.begin()
        try:
            walked = walk(toolbox.entries(path), toolbox.routine, path)
            commands = commands_of(toolbox.starts(path), toolbox.routine, path)
        except Exception as error:
            walked, commands = unread(mistake(error, path, 1)), ()
            self._toolbox = None                      # nobody knows in what state it was left
        reads = toolbox.reads
        whole = {*reads.files, path}
        return _Kept(reads={read: self._blob(read) for read in sorted(whole)}, outlines=self._outlines(reads, whole),
                     asked={question: self._answer(question) for question in sorted(reads.asked)}, walked=walked, commands=commands)

    def _outlines(self, reads: Reads, whole: set[str]) -> dict[str, tuple[str, tuple[int, ...]]]:
        inside: dict[str, list[int]] = {path: [] for path in reads.outlines}
        for path, function in reads.bodies:
            inside.setdefault(path, []).append(function)
        return {path: (self._blob(path), tuple(sorted(inside[path]))) for path in sorted(inside.keys() - whole)}

    def _told_now(self, kept: _Kept) -> tuple[Walked, tuple[Command, ...]] | None:
        """What a walk told, on the lines as they are now; None if something has changed that it was read from."""
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
        return on_their_new_lines((kept.walked, kept.commands), moves) if moves else (kept.walked, kept.commands)

    def _answer(self, question: str) -> tuple[str, ...]:
        found = self._answers.get(question)
        if found is None:
            found = self._announced.get(question)
            found = self._answers[question] = self._files.answer(question) if found is None else found
        return found

    def _blob(self, path: str) -> str:
        file = self._files.get(path)
        return file.blob if file is not None else ""
