"""Questions that only a person who wants to be asked is asked: ``--interactive``. Whoever gives nothing is asked nothing, so that what follows is not
guarded. And the option that goes round a question which everybody else is asked (``--no-input``).
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import NamedTuple

from handover_generator.languages._python.conditions import NOT
from handover_generator.languages._python.frame import Frame
from handover_generator.languages._python.values import Str, Switch, Values
from handover_generator.model.behaviour import Guard


class Asking(NamedTuple):
    """When a test holds behind which a question stands. ``at_first``: whether it does where no option is given; ``around``: the option that makes it
    fail, as far as one does.
    """

    at_first: bool
    around: str | None


def asking(frame: Frame, values: Values) -> Asking | None:
    """What a test comes to that asks for an option which is given or not; None for any other."""
    holes = [hole for value in values if isinstance(value, Str) and len(value.text.parts) == 1 for hole in value.text.holes if hole.kind == "flag"]
    if len(holes) != 1:
        return None
    name = holes[0].name.removeprefix(NOT)
    switch = switch_of(frame, name, valued=False)
    if switch is None:
        return None
    holds = name == holes[0].name                                # whether the test holds where the option is on
    around = next((one for one, value in sorted(switch.names, key=lambda pair: -len(pair[0])) if value is not holds), None)
    return Asking(switch.default is holds, around)


def switch_of(frame: Frame, option: str, *, valued: bool = True) -> Switch | None:
    """What is declared of an option that is on or off, in the function, its file or the one that was started; ``valued``: also where its value says
    which.
    """
    dest = option.lstrip("-").replace("-", "_")
    main, function = frame.engine.layer.main, frame.function
    modules = [module for module in (frame.module, main) if module is not None]
    places: list[Mapping[str, Switch | None]] = [function.switches] if function is not None else []
    places += [module.declared.switches for module in modules]
    places += [module.declared.valued for module in modules if valued]
    for held in places:
        found = held.get(dest) or next((one for one in held.values() if one is not None and any(name == option for name, _ in one.names)), None)
        if found is not None:
            return found
    return None


def not_asked(frame: Frame, test: ast.expr, question: Guard) -> bool:
    """Whether ``interactive and not sure()`` asks nobody who does not give the option."""
    if question.bypass is None or not isinstance(test, ast.BoolOp) or not isinstance(test.op, ast.And):
        return False
    for part in test.values[:-1]:
        inner = part.operand if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not) else part
        if isinstance(inner, (ast.Name, ast.Attribute, ast.Subscript)):
            when = asking(frame, frame.eval(part))
            if when is not None and not when.at_first:
                return True
    return False
