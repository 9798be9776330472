"""SQL that is put together with a driver's own classes (``psycopg2.sql``, ``psycopg.sql``): the text that comes out of them.

Reference: "SQL string composition" in the documentation of both drivers.
"""

from __future__ import annotations

import ast

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.value_texts import text_of
from handover_generator.languages._python.values import UNKNOWN, Seq, Str, Value, Values
from handover_generator.model.text import Hole, Text

_MODULES = ("psycopg2.sql.", "psycopg.sql.")


def composed(path: str, arguments: Arguments, node: ast.AST) -> Values | None:
    """What one of the classes makes, as text, so that it is formatted and joined like any text; None for what is none of them.

    ``Identifier("s", "t")`` is ``s.t``. A name that is not known stays a hole, called as the code calls it; so does every value.
    """
    if not path.startswith(_MODULES):
        return None
    kind, first = path.rpartition(".")[2], arguments.get(0) or UNKNOWN
    written = node.args if isinstance(node, ast.Call) else []
    if kind == "SQL":
        return tuple(v if isinstance(v, Str) else Str(text_of((v,))) for v in first)
    if kind == "Identifier":
        called = [*written, *([None] * len(arguments.positional))]
        return (Str(Text.join(".", [_name(values, one) for values, one in zip(arguments.positional, called, strict=False)])),)
    if kind in ("Literal", "Placeholder"):
        return (Str(Text((Hole("unknown", "value"),))),)
    if kind == "Composed":
        return tuple(_put_together(value) for value in first)
    return None


def _name(values: Values, written: ast.expr | None) -> Text:
    """A name in the text. What came out of a query is not called like the query or the database."""
    if values and all(isinstance(value, Str) for value in values):
        return text_of(values)
    name = written.id if isinstance(written, ast.Name) else written.attr if isinstance(written, ast.Attribute) else "name"
    return Text((Hole("unknown", name),))


def _put_together(value: Value) -> Str:
    if isinstance(value, Seq) and value.exact:
        return Str(Text.of(*(text_of(item) for item in value.items)))
    return Str(text_of((value,)))
