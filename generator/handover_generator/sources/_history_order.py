"""Puts commits into one order that depends on nothing but the commits: parents first, else the older and then the smaller id first."""

from __future__ import annotations

import heapq
from collections.abc import Mapping

from handover_generator.model.history import Commit

_Key = tuple[int, str]


def reachable_in_order(commits: Mapping[str, Commit], tip: str) -> tuple[Commit, ...]:
    """Those of ``commits`` that ``tip`` reaches, children after parents (Kahn 1962, with a heap for ties).

    git's own topological order is not used: it depends on where a walk began, so a history put together from stored parts would come out in
    another order than one read at once.
    """
    keys: list[_Key] = []
    seen: set[str] = set()
    stack = [tip]
    while stack:
        id_ = stack.pop()
        if id_ not in seen and (commit := commits.get(id_)) is not None:
            seen.add(id_)
            keys.append((commit.commit_time or 0, id_))
            stack += commit.parents
    keys.sort()
    # Nearly every commit is younger than its parents, so the sorted list already is the order, and only the others need the heap.
    done: set[str] = set()
    waiting: dict[str, list[_Key]] = {}
    ordered: list[Commit] = []
    for key in keys:
        ready = [key]
        while ready:
            key = heapq.heappop(ready)
            id_ = key[1]
            commit = commits[id_]
            if not done.issuperset(commit.parents):
                first = next((parent for parent in commit.parents if parent in seen and parent not in done), None)
                if first is not None:
                    waiting.setdefault(first, []).append(key)
                    continue
            done.add(id_)
            ordered.append(commit)
            for child in waiting.pop(id_, ()):
                heapq.heappush(ready, child)
    return tuple(ordered)
