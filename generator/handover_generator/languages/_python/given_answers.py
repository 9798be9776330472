"""Functions that ask a person and say True or False by the answer: ``if answer == "y": return True`` and, behind that, ``return False``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handover_generator.languages._python.guards import goes_round
from handover_generator.languages._python.truth import truth
from handover_generator.languages._python.values import Answer, Const, Values
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.records import record, replace


@record(frozen=True, slots=True)
class Before:
    """What stands before a ``return``: the questions that an ``if`` has asked; of one that nobody is asked before, under which condition it is."""

    asked: tuple[Guard, ...] = ()
    condition: str = ""


def before(guards: Iterable[Guard], asked: Iterable[Guard], conditions: Sequence[str]) -> Before:
    """What stands before a ``return``.

    Args:
        guards: all that stand there.
        asked: the questions that an ``if`` of the function has asked so far.
        conditions: under which it is reached, the innermost last.
    """
    known = set(asked)
    return Before(tuple(guard for guard in guards if guard.kind is GuardKind.CONFIRM and guard in known), conditions[-1] if conditions else "")


def answer_given(returned: Iterable[tuple[Values, Before]]) -> Values:
    """The answer that a function passes on by what it returns; nothing where it passes on none.

    Args:
        returned: what it returns at each place, with what stands before.

    Returns:
        The question that stands before each place where it says yes, but for those that an option such as ``--yes`` leads to; a weak one where
        it says yes at others, too, without asking.
    """
    agreed: list[tuple[Guard, ...]] = []
    around: str | None = None
    refused = False
    for values, first in returned:
        holds = truth(values)
        if holds is None or not all(isinstance(value, Const) for value in values):
            return ()
        refused |= not holds
        if holds and not first.asked and (option := _way_round(first.condition)) is not None:
            around = option
        elif holds:
            agreed.append(first.asked)
    if not refused or not any(agreed):
        return ()
    guard = next((one for one in agreed[0] if all(one in others for others in agreed)), None)
    weak = replace(next(asked for asked in agreed if asked)[0], strong=False)
    return (Answer(replace(guard, bypass=guard.bypass or around) if guard is not None else weak),)


def _way_round(condition: str) -> str | None:
    """The option with which nobody is asked, if a condition in words says that it is given: "if --yes is given", "if args.force"."""
    words = condition.split()
    if len(words) < 2 or "not" in words:
        return None
    return words[1] if goes_round(words[1].lstrip("-").rpartition(".")[2]) else None
