"""Several ways to one loss: under which conditions it is told to happen."""

import pytest

from handover_generator.analysis.walk import walk
from handover_generator.model.behaviour import Act, Action, Call, Confidence, Event, Routine
from handover_generator.model.location import Location


def _at(line: int) -> Location:
    return Location("a.py", line)


def _call(to: str, line: int, condition: str | None = None, **more: object) -> Call:
    return Call(to=to, at=_at(line), name=to, condition=condition, **more)                       # type: ignore[arg-type]


LOSS = Act(resource="database", action=Action.DELETE, what="deletes", at=_at(99), target="t", destructive=True)


def _walked(**routines: list[Event]) -> list[tuple[str | None, list[int]]]:
    made = {name: Routine(id=name, path="a.py", name=name, line=1, events=tuple(events)) for name, events in routines.items()}
    return [(effect.condition, [step.line for step in effect.via]) for effect in walk(["main"], made.__getitem__, "a.py").effects]


@pytest.mark.parametrize(("calls", "condition", "lines"), [
    ([_call("loss", 1, "if a"), _call("loss", 2, "if b")], "if a, or if b", [1]),
    ([_call("loss", 1, "if a"), _call("one", 2, "if b")], "if a, or if b", [1]),
    ([_call("loss", 1, "if a"), _call("one", 2)], None, [2, 11]),
    ([_call("loss", 1, "if a"), _call("one", 2, "if b"), _call("two", 3, "if c")], "if a, or if b, or in other cases", [1]),
    ([_call("loss", 1, "if a"), _call("one", 2, "if not a")], None, [1]),
    ([_call("loss", 1, "if a and if b"), _call("one", 2, "if a and if not b")], "if a", [1]),
    ([_call("loss", 1, "if a"), _call("one", 2, "not (if a)")], None, [1]),
])
def test_a_loss_is_told_under_the_conditions_of_each_way_to_it(calls: list[Event], condition: str | None, lines: list[int]) -> None:
    assert _walked(main=calls, one=[_call("loss", 11)], two=[_call("loss", 12)], loss=[LOSS]) == [(condition, lines)]


@pytest.mark.parametrize("other", [
    _call("one", 2, "if a and if b"), _call("one", 2, "if b", confidence=Confidence.NAME_ONLY), _call("one", 2, "if b", host="there"),
    _call("loss", 2, "if a"),
], ids=["needs more", "less sure", "elsewhere", "the same"])
def test_what_is_no_other_way_adds_nothing(other: Call) -> None:
    assert _walked(main=[_call("loss", 1, "if a"), other], one=[_call("loss", 11)], loss=[LOSS])[0] == ("if a", [1])


def test_routines_that_call_each_other_are_gone_through_once() -> None:
    assert _walked(main=[_call("one", 1, "if a"), _call("two", 2, "if b")], one=[_call("two", 11, "if c"), _call("loss", 12)],
                   two=[_call("one", 13, "if d")], loss=[LOSS]) == [("if a, or if b and if d", [1, 12])]
