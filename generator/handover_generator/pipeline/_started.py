"""Who starts what: a file is read again only where it changed, or where a script came or went that it may name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handover_generator.analysis import discover
from handover_generator.analysis.packaging import Packaging
from handover_generator.model.inventory import Starter
from handover_generator.model.source import SourceFile
from handover_generator.pipeline._memory import Memory, digest
from handover_generator.sources.starters import Rows, StarterSearch

_TABLE = "starters"
_Names = tuple[tuple[str, ...], tuple[str, ...]]
"""Paths of candidates, and of what may be meant instead of one."""
_Known = dict[str, tuple[str, Rows]]
"""By path of a file: its blob, and what it starts."""


def starters_of(files: Mapping[str, SourceFile], packaging: Packaging, memory: Memory) -> dict[str, tuple[Starter, ...]]:
    """Who starts each script (``sources.starters.StarterSearch``)."""
    search = StarterSearch(files, discover.candidates(files), packaging.console_scripts, packaging.source_roots)
    names = search.candidates, search.may_be_meant
    world = digest(search.depends)
    before: _Names = memory.recall(_TABLE, world, _Names) or ((), ())
    # The rows lie under the names that they were found with, so that none is ever taken for one that was found with others.
    known: _Known = memory.recall(_TABLE, digest(world, before), _Known) or {}
    changed = {path for had, has in zip(before, names, strict=True) for path in set(had).symmetric_difference(has)}
    may_differ = search.may_differ(changed) if changed else _never
    now: _Known = {}

    def rows_of(path: str, make: Callable[[], Rows]) -> Rows:
        blob, row = files[path].blob, known.get(path)
        stands = row is not None and row[0] == blob and not may_differ(path, files[path].text or "")
        now[path] = blob, row[1] if row is not None and stands else make()
        return now[path][1]

    found = search.starters(rows_of)
    memory.keep_rows(_TABLE, digest(world, names), now, {} if changed else known)
    if changed:
        memory.keep(_TABLE, world, names)
    return found


def _never(path: str, text: str) -> bool:
    return False
