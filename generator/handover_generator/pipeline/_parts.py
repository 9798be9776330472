"""The parts of files, as they were when scripts were walked and as they are, so that a walk outlives a change of what it did not look into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from handover_generator.model.parts import Parts, moved
from handover_generator.model.source import Module, SourceFile
from handover_generator.pipeline._memory import Memory, digest
from handover_generator.pipeline._modules import Modules

_Told = tuple[str, Parts]
"""A digest of what its language told of a file, and its parts."""
_KIND = dict[str, tuple[str, _Told]]


class PartsOfFiles:
    """Parts of files by path.

    Args:
        files: all listed files.
        modules: the same as their languages read them.
        memory: where the parts lie of the files that walks were read from.
    """

    def __init__(self, files: Mapping[str, SourceFile], modules: Modules, memory: Memory) -> None:
        self._files = files
        self._modules = modules
        self._memory = memory
        self._before: Mapping[str, tuple[str, _Told]] = memory.recall("parts", "", _KIND) or {}
        self._now: dict[str, _Told | None] = {}

    def moved(self, path: str, blob: str, read: Iterable[int]) -> Callable[[int], int | None] | None:
        """Where the lines of a file have gone, which had this blob when the insides of some of its functions were read; None if that does not
        hold any more (``model.parts.moved``).
        """
        known, now = self._before.get(path), self._of(path)
        if known is None or now is None or known[0] != blob or known[1][0] != now[0]:
            return None
        return moved(known[1][1], now[1], frozenset(read))

    def keep(self, paths: Iterable[str]) -> None:
        """Keep the parts of these files, as they are now."""
        rows: dict[str, tuple[str, _Told]] = {}
        for path in paths if self._memory.keeps else ():
            blob, known = self._files[path].blob, self._before.get(path)
            now = known[1] if known is not None and known[0] == blob else self._of(path)
            if now is not None:
                rows[path] = blob, now
        if rows != self._before:
            self._memory.keep("parts", "", rows, redacted=True)       # digests: of no text of the repository anything can be read in them

    def _of(self, path: str) -> _Told | None:
        if path not in self._now:
            fact, parts = self._modules.facts.get(path), self._modules.parts(path)
            self._now[path] = (digest(fact), parts) if isinstance(fact, Module) and parts is not None else None
        return self._now[path]
