"""Tuples whose places have names: ``namedtuple("Pair", "kept removed")`` makes a class with these fields."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import Seq, Values

MAKERS = frozenset({"collections.namedtuple", "typing.NamedTuple", "typing_extensions.NamedTuple"})
TUPLE = "*places"
"""Among the attributes of a class: its instances are tuples of its fields."""


def fields_of(given: Values) -> tuple[str, ...]:
    """The names of the fields: words of a text, or members of a list, each a name or a pair of name and type; none where they are not known."""
    text = literal(given)
    if text is not None:
        return tuple(text.replace(",", " ").split())
    if len(given) == 1 and isinstance(one := given[0], Seq) and one.exact:
        names = []
        for item in one.items:
            pair = item[0] if len(item) == 1 else None
            names.append(literal(pair.items[0]) if isinstance(pair, Seq) and pair.items else literal(item))
        known = tuple(name for name in names if name is not None)
        return known if len(known) == len(names) else ()
    return ()


def places(info: ClassInfo) -> tuple[str, ...]:
    """The fields of a class whose instances are tuples, in order; none for any other class."""
    if not any(TUPLE in cls.attributes or any(base.path in MAKERS for base in cls.external) for cls in info.linear()):
        return ()
    return tuple(dict.fromkeys(name for cls in reversed(info.linear()) for name in cls.annotations))


def annotated(names: tuple[str, ...]) -> dict[str, ast.expr]:
    """Annotations of fields of which only the names are known."""
    return {name: ast.Name(id="object", ctx=ast.Load(), lineno=1, col_offset=0) for name in names}


def annotated_fields(classes: Sequence[ClassInfo]) -> list[str]:
    """The annotated fields of classes in resolution order, those of the farthest first."""
    return list(dict.fromkeys(name for cls in reversed(classes) for name in cls.annotations))
