"""Names of their own for types: what ``NewType`` gives, and what calling that gives."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.new_types import NEW_TYPES, new_type, of_new_type
from handover_generator.languages._python.values import UNKNOWN, Api, UnknownValue, Values

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Arguments
    from handover_generator.languages._python.library import Library


def _named(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    return new_type(function.path, arguments.get(1, "tp") or ())


def _given(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    """What it is given, where that is known; else an instance of the type."""
    given = arguments.get(0) or ()
    return given if any(not isinstance(value, UnknownValue) for value in given) else of_new_type(frame.engine, function) or UNKNOWN


RESULTS = {**dict.fromkeys(NEW_TYPES, _named), **dict.fromkeys((f"{path}()" for path in NEW_TYPES), _given)}
