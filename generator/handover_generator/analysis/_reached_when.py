"""Under which conditions the script reaches each of its routines: over all the ways that lead there, not over the shortest alone.

A routine that is called at two places happens where the one condition holds, or the other. To tell one of them alone would say that nothing is
lost where it does not hold.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from handover_generator.analysis._ways import OTHERWISE, joined, parts
from handover_generator.model.behaviour import Call
from handover_generator.model.location import CallStep
from handover_generator.records import record

_MOST_WAYS = 2


@record(frozen=True, slots=True)
class Way:
    """One way to a routine: what must hold on it, in the order of the calls, and the calls."""

    conditions: tuple[str, ...]
    steps: tuple[CallStep, ...]


def ways_to(entries: Sequence[str], calls: Mapping[str, tuple[Call, ...]]) -> dict[str, tuple[Way, ...]]:
    """For each routine the ways that do not hold wherever another one does, the shortest first; past a few, one that says "in other cases".

    Args:
        entries: routine ids where the script starts.
        calls: routine id to those of its calls that count as a way.
    """
    found: dict[str, tuple[Way, ...]] = {entry: (Way((), ()),) for entry in entries}
    queue = deque(found)
    while queue:
        current = queue.popleft()
        for call in calls[current]:
            before = found.get(call.to, ())
            after = before
            for way in found[current]:
                after = _with(after, _beyond(way, call))
            if after != before:
                found[call.to] = after
                queue.append(call.to)
    return found


def _beyond(way: Way, call: Call) -> Way:
    conditions = way.conditions
    if call.condition is not None and conditions != (OTHERWISE,) and call.condition not in conditions:
        conditions = (*conditions, call.condition)
    return Way(conditions, (*way.steps, CallStep(call.at.path, call.at.line, call.name)))


def _with(ways: tuple[Way, ...], new: Way) -> tuple[Way, ...]:
    """The ways with one more. It is nothing new where it needs more than one that is known; what needs more than it goes."""
    needed = set(parts(new.conditions))
    if any(needed.issuperset(parts(way.conditions)) for way in ways):
        return ways
    for place, way in enumerate(ways):
        shared = joined(parts(way.conditions), parts(new.conditions))
        if shared is not None:
            return _with(ways[:place] + ways[place + 1:], Way(shared, min(way.steps, new.steps, key=len)))
    kept = tuple(way for way in ways if not needed.issubset(parts(way.conditions)))
    if len(kept) < _MOST_WAYS:
        return (*kept, new)
    return (*kept, Way((OTHERWISE,), new.steps)) if kept[-1].conditions != (OTHERWISE,) else kept
