"""Puts commits into one order that depends on nothing but the commits: parents first, else the older and then the smaller id first."""

from __future__ import annotations

import heapq
from itertools import chain

from handover_generator.model.history import Commit

_Key = tuple[int, str]


def reachable(commits: dict[str, Commit], tip: str) -> dict[str, Commit]:
    """Those of ``commits`` that ``tip`` reaches, in the order they came."""
    # Where each commit but the tip has a child, the way from child to child can only end at the tip.
    if tip in commits and commits.keys() <= {tip, *chain.from_iterable([commit.parents for commit in commits.values()])}:
        return dict(commits)
    seen: set[str] = set()
    stack = [tip]
    while stack:
        id_ = stack.pop()
        if id_ not in seen and id_ in commits:
            seen.add(id_)
            stack += commits[id_].parents
    return {id_: commit for id_, commit in commits.items() if id_ in seen}


def in_order(commits: dict[str, Commit]) -> tuple[Commit, ...]:
    """Commits, children after parents (Kahn 1962, with a heap for ties).

    git's own topological order is not used: it depends on where a walk began, so a history put together from stored parts would come out in
    another order than one read at once.
    """
    # Commits come from git youngest first: turned round they are all but sorted.
    keys = sorted((commit.commit_time or 0, id_) for id_, commit in reversed(commits.items()))
    # Nearly every commit is younger than its parents, so the sorted list already is the order, and only the others need the heap.
    done: set[str] = set()
    waiting: dict[str, list[_Key]] = {}
    ordered: list[Commit] = []
    for key in keys:
        commit = commits[key[1]]
        if key[1] not in waiting and done.issuperset(commit.parents):
            done.add(key[1])
            ordered.append(commit)
            continue
        ready = [key]
        while ready:
            key = heapq.heappop(ready)
            id_ = key[1]
            commit = commits[id_]
            if not done.issuperset(commit.parents):
                first = next((parent for parent in commit.parents if parent in commits and parent not in done), None)
                if first is not None:
                    waiting.setdefault(first, []).append(key)
                    continue
            done.add(id_)
            ordered.append(commit)
            for child in waiting.pop(id_, ()):
                heapq.heappush(ready, child)
    return tuple(ordered)
