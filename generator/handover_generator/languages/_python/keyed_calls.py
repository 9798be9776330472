"""``ACTIONS[args.action](args, store)``: one of several functions, each for the word that it stands under."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.values import Map, Str, Value, Values

if TYPE_CHECKING:
    from handover_generator.languages._python.calls import Calls

_GIVEN = frozenset({"flag", "argument", "env"})
_MOST_WORDS = 3


def under_words(frame: Calls, node: ast.Call, functions: Values) -> dict[Value, str]:
    """The condition under which each function is called that a dictionary has under a word which a person gives; those without one are not in it."""
    place = _place(node.func)
    if place is None or not all(map(_is_plain, place)):
        return {}
    keys = frame.eval(place[1])
    hole = keys[0].text.parts[0] if len(keys) == 1 and isinstance(keys[0], Str) and len(keys[0].text.parts) == 1 else ""
    if isinstance(hole, str) or hole.kind not in _GIVEN or not hole.name:
        return {}
    words: dict[Value, list[str]] = {}
    for held in frame.eval(place[0]):
        if not isinstance(held, Map) or held.rest:
            return {}
        for name, values in held.entries:
            for value in values:
                if value in functions:
                    words.setdefault(value, []).append(name)
    return {value: f"if {hole.name} is {_either(names)}" for value, names in words.items() if len(names) <= _MOST_WORDS}


def _place(called: ast.expr) -> tuple[ast.expr, ast.expr] | None:
    """The dictionary and the key of ``ACTIONS[x]`` and ``ACTIONS.get(x)``."""
    if isinstance(called, ast.Subscript):
        return called.value, called.slice
    if isinstance(called, ast.Call) and isinstance(called.func, ast.Attribute) and called.func.attr == "get" and len(called.args) == 1:
        return called.func.value, called.args[0]
    return None


def _is_plain(node: ast.expr) -> bool:
    return all(isinstance(one, (ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.expr_context)) for one in ast.walk(node))


def _either(names: list[str]) -> str:
    return repr(names[0]) if len(names) == 1 else f"one of {', '.join(map(repr, names))}"
