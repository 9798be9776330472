"""Puts commits into one order that depends on nothing but the commits: parents first, else the older and then the smaller id first."""

from __future__ import annotations

import heapq
from collections.abc import Mapping

from handover_generator.model.history import Commit


def reachable_in_order(commits: Mapping[str, Commit], tip: str) -> tuple[Commit, ...]:
    """Those of ``commits`` that ``tip`` reaches, children after parents (Kahn 1962, with a heap for ties).

    git's own topological order is not used: it depends on where a walk began, so a history put together from stored parts would come out in
    another order than one read at once.
    """
    waits: dict[str, int] = {}
    children: dict[str, list[str]] = {}
    ready: list[tuple[int, str]] = []
    stack = [tip] if tip in commits else []
    waits.update(dict.fromkeys(stack, 0))
    while stack:
        id_ = stack.pop()
        commit = commits[id_]
        count = 0
        for parent in dict.fromkeys(commit.parents):
            if parent not in commits:
                continue
            count += 1
            children.setdefault(parent, []).append(id_)
            if parent not in waits:
                waits[parent] = 0
                stack.append(parent)
        waits[id_] = count
        if not count:
            ready.append((commit.commit_time or 0, id_))
    heapq.heapify(ready)
    ordered: list[Commit] = []
    while ready:
        _, id_ = heapq.heappop(ready)
        ordered.append(commits[id_])
        for child in children.get(id_, ()):
            waits[child] -= 1
            if not waits[child]:
                heapq.heappush(ready, (commits[child].commit_time or 0, child))
    return tuple(ordered)
