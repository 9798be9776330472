"""What a dictionary is as text (``json.dumps({"delete": {"_id": 1}})``): its keys, and what is known of its values. Who is sent such a text often
does what a key of it says.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import Api, Map, Str, Values
from handover_generator.model.text import Hole, Text

if TYPE_CHECKING:
    from handover_generator.languages._python.library import Library
    from handover_generator.languages._python.results import Result

_MOST_KEYS = 12
_DEEPEST = 2


def _json_text(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    """The text of the dictionary that is given; None where it is none, or one of which the keys are not known."""
    given = arguments.get(0, "obj") or ()
    text = _text(given, _DEEPEST) if len(given) == 1 and isinstance(given[0], Map) else None
    return (Str(text),) if text is not None else None


def _text(values: Values, depth: int) -> Text | None:
    value = values[0] if len(values) == 1 else None
    if isinstance(value, Str):
        return Text.of('"', value.text, '"')
    if not isinstance(value, Map) or not value.entries or value.rest or len(value.entries) > _MOST_KEYS or not depth:
        return None
    pieces: list[str | Hole | Text] = ["{"]
    for number, (key, held) in enumerate(value.entries):
        pieces += [", " if number else "", f'"{key}": ', _text(held, depth - 1) or Hole("unknown", key)]
    return Text.of(*pieces, "}")


RESULTS: dict[str, Result] = dict.fromkeys(
    [f"{package}.dumps" for package in ("json", "simplejson", "ujson", "rapidjson", "orjson", "flask.json")], _json_text)
