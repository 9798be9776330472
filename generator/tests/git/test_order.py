"""Commits in one order, whatever order they came in: that of Kahn's method with a heap."""

from __future__ import annotations

import heapq

from hypothesis import given
from hypothesis import strategies as st

from handover_generator.model.history import Commit, Identity
from handover_generator.sources._history_order import in_order, reachable

NOBODY = Identity("", "")


@st.composite
def graphs(draw: st.DrawFn) -> list[Commit]:
    """Commits, each with some of those before it or an unknown one as parents, at times that need not fit; drawn in any order."""
    commits: list[Commit] = []
    for number in range(draw(st.integers(1, 12))):
        parents = draw(st.lists(st.sampled_from([*(commit.id for commit in commits), "gone"]), max_size=3))
        time = draw(st.one_of(st.none(), st.integers(1, 6)))
        commits.append(Commit(f"{draw(st.integers(0, 9))}{number:02}", tuple(parents), NOBODY, NOBODY, time, time, "", (), (), (), ()))
    return draw(st.permutations(commits))


def plainly(commits: dict[str, Commit], tip: str) -> list[str]:
    """Of all commits whose parents were given, the oldest and then the smallest is always the next."""
    reached: set[str] = set()
    stack = [tip]
    while stack:
        id_ = stack.pop()
        if id_ in commits and id_ not in reached:
            reached.add(id_)
            stack += commits[id_].parents
    waits = {id_: {parent for parent in commits[id_].parents if parent in reached} for id_ in reached}
    heap = [(commits[id_].commit_time or 0, id_) for id_ in reached if not waits[id_]]
    heapq.heapify(heap)
    order = []
    while heap:
        _, done = heapq.heappop(heap)
        order.append(done)
        for id_ in reached:
            if done in waits[id_]:
                waits[id_].remove(done)
                if not waits[id_]:
                    heapq.heappush(heap, (commits[id_].commit_time or 0, id_))
    return order


@given(graphs(), st.data())
def test_the_order_is_that_of_a_heap(commits: list[Commit], data: st.DataObject) -> None:
    by_id = {commit.id: commit for commit in commits}
    tip = data.draw(st.sampled_from(sorted(by_id)))
    assert [commit.id for commit in in_order(reachable(by_id, tip))] == plainly(by_id, tip)
