"""Counts how each listed file ended, so that nothing is passed over in silence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handover_generator.model.source import Module, Unread

READ_WHOLE = frozenset({"full", "python2"})
"""Tiers that lose no statement of a file."""


def coverage(listed: Iterable[str], modules: Mapping[str, Module | Unread], unread: Iterable[Unread]) -> tuple[tuple[str, int], ...]:
    """How many files were listed, and how each of them ended; the four kinds add up to the first number.

    Args:
        listed: paths of all listed files.
        modules: what the languages made of those that they claim.
        unread: what could not be looked into: files that are listed, and entries that are none (pipes, links, folders of others).

    Returns:
        ``files``, ``read``, ``partial`` (in part only), ``unread`` (each with its reason) and ``other``: configuration, text and pictures,
        which hold no code that a language reads.
    """
    failed = {row.path for row in unread}
    every = {*listed, *failed}
    counts = dict.fromkeys(("files", "read", "partial", "unread", "other"), 0)
    counts["files"] = len(every)
    for path in every:
        module = modules.get(path)
        if path in failed or isinstance(module, Unread):
            counts["unread"] += 1
        elif module is None:
            counts["other"] += 1
        else:
            counts["read" if module.tier in READ_WHOLE and module.partial is None else "partial"] += 1
    return tuple(counts.items())
