"""Functions that a package is told by their place in a text: ``scheduler.add_job("shop.jobs:purge", "cron", hour=3)``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.values import Str, Value, Values
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Frame

_PLACE = regex(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)")


def function_by_text(frame: Frame, value: Value, node: ast.AST) -> Values:
    """The function that a text names, as ``module:function``; the value itself where it is no such text."""
    place = _PLACE.fullmatch(value.text.literal or "") if isinstance(value, Str) else None
    if place is None:
        return (value,)
    module, name = place.groups()
    if module != "__main__" and frame.engine.program.find(module, frame.module) is None:
        frame.unknown("dynamic-call", node, f"calls {place[0]}, which is not in this repository")
        return ()
    values = frame.import_module(module, node)
    for member in name.split("."):
        values = tuple(found for one in values for found in frame.member((one,), member, node))
    return values
