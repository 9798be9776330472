"""What scripts do, walked again only where something changed that the walk was read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handover_generator.analysis.toolbox import Toolbox
from handover_generator.analysis.walk import Walked, walk
from handover_generator.model.source import SourceFile
from handover_generator.pipeline._memory import Memory, digest
from handover_generator.records import record

_MOST_KEPT = 3
"""Walks kept of one script: going back to a branch, or taking a change back, finds what was said before."""


@record(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A walk with the files it was read from, by blob ('' where there was none), and what it asked of all files."""

    reads: dict[str, str]
    asked: dict[str, tuple[str, ...]]
    walked: Walked


_KIND = tuple[_Kept, ...]


class Walks:
    """Walks of one repository's scripts.

    Args:
        files: all listed files.
        announced: what files announce, by name.
        toolbox: makes the toolbox, once one is needed.
        memory: where earlier walks lie.
        world: a digest of what every walk depends on: the catalogue, packaging. Which files there are belongs to it.
    """

    def __init__(self, files: Mapping[str, SourceFile], announced: Mapping[str, tuple[str, ...]], toolbox: Callable[[], Toolbox], memory: Memory,
                 world: str) -> None:
        self._files = files
        self._announced = announced
        self._make = toolbox
        self._toolbox: Toolbox | None = None
        self._memory = memory
        self._world = digest(world, sorted(files))

    def of(self, path: str) -> Walked:
        """The walk of one script."""
        key = f"{self._world} {path}"
        known: tuple[_Kept, ...] = self._memory.recall("walk", key, _KIND) or ()
        found = next((kept for kept in known if self._holds(kept)), None)
        if found is not None:
            return found.walked
        if self._toolbox is None:
            self._toolbox = self._make()
        toolbox = self._toolbox
        toolbox.begin()
        walked = walk(toolbox.entries(path), toolbox.routine, path)
        now = _Kept(reads={read: self._blob(read) for read in sorted({*toolbox.reads.files, path})},
                    asked={name: self._announced.get(name, ()) for name in sorted(toolbox.reads.names)}, walked=walked)
        self._memory.keep("walk", key, (now, *known[:_MOST_KEPT - 1]))
        return walked

    def _holds(self, kept: _Kept) -> bool:
        return all(self._blob(path) == blob for path, blob in kept.reads.items()) and all(
            self._announced.get(name, ()) == found for name, found in kept.asked.items())

    def _blob(self, path: str) -> str:
        file = self._files.get(path)
        return file.blob if file is not None else ""
