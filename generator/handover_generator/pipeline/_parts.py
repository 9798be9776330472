"""The parts of files, as they were when scripts were walked and as they are, so that a walk outlives a change of what it did not look into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from handover_generator.model.parts import Parts, moved
from handover_generator.model.source import Module, SourceFile
from handover_generator.pipeline._memory import Memory, digest
from handover_generator.pipeline._modules import Modules

_Told = tuple[str, Parts]
"""A digest of what its language told of a file, and its parts."""


class PartsOfFiles:
    """Parts of files by path and blob.

    Args:
        files: all listed files.
        modules: the same as their languages read them.
        memory: where the parts lie of the files that walks were read from.
    """

    def __init__(self, files: Mapping[str, SourceFile], modules: Modules, memory: Memory) -> None:
        self._files = files
        self._modules = modules
        self._memory = memory
        self._before: dict[str, _Told] = memory.recall("parts", "", dict[str, _Told]) or {}
        self._now: dict[str, _Told | None] = {}

    def moved(self, path: str, blob: str, read: Iterable[int]) -> Callable[[int], int | None] | None:
        """Where the lines of a file have gone, which had this blob when the insides of some of its functions were read; None if what was read then
        is not what stands there now (``model.parts.moved``).
        """
        before, now = self._before.get(_key(path, blob)), self._of(path)
        if before is None or now is None or before[0] != now[0]:
            return None
        return moved(before[1], now[1], frozenset(read))

    def keep(self, walked: Iterable[tuple[str, str]]) -> None:
        """Keep the parts of these files, each as it was or is with that blob."""
        if not self._memory.keeps:
            return
        rows: dict[str, _Told] = {}
        for path, blob in walked:
            key = _key(path, blob)
            told = self._before.get(key)
            if told is None and path in self._files and self._files[path].blob == blob:
                told = self._of(path)
            if told is not None:
                rows[key] = told
        if rows != self._before:
            self._memory.keep("parts", "", rows, redacted=True)       # digests: nothing can be read in them

    def _of(self, path: str) -> _Told | None:
        if path not in self._now:
            fact, parts = self._modules.facts.get(path), self._modules.parts(path)
            self._now[path] = (digest(fact), parts) if isinstance(fact, Module) and parts is not None else None
        return self._now[path]


def _key(path: str, blob: str) -> str:
    return f"{blob} {path}"
