"""Containers of the standard library, and what makes fields of classes."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.named_tuples import MAKERS, TUPLE, annotated, fields_of
from handover_generator.languages._python.strings import map_of
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import NONE, UNKNOWN, Api, Cls, Func, Map, Partial, Seq, Value, Values, join

if TYPE_CHECKING:
    from handover_generator.languages._python.library import Library
    from handover_generator.languages._python.results import Result


def _container(kind: str, frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    if kind == "list":
        return (Seq((frame.iterate(arguments.positional[0], node),), exact=False),) if arguments.positional else (Seq(()),)
    if kind == "dict" and (made := map_of(arguments.get(0) or (), arguments.keywords)) is not None:
        return (made,)
    entries = tuple(entry for v in (arguments.get(0) or ()) if isinstance(v, Map) for entry in v.entries) + tuple(arguments.keywords.items())
    return (Map(tuple(dict(entries).items()), UNKNOWN if arguments.positional and not entries else ()),)


def _defaultdict(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    made = [frame.call_value(f, Arguments(), node) if isinstance(f, (Func, Partial, Cls)) else _empty(f) for f in arguments.get(0) or ()]
    return (Map((), join(*(m for m in made if m)) if any(made) else UNKNOWN),)


def _empty(value: Value) -> Values:
    name = getattr(value, "name", "")
    if name in ("list", "set", "tuple"):
        return (Seq((), exact=False),)
    return (Map(),) if name == "dict" else ()


def _field(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    """What a field of a class holds by default."""
    if "default_factory" in arguments.keywords or "factory" in arguments.keywords:
        factory = arguments.keywords.get("default_factory") or arguments.keywords.get("factory") or ()
        return join(*(frame.call_value(f, Arguments(), node) for f in factory)) or UNKNOWN
    given = arguments.get(0, "default")
    return given if given is not None else UNKNOWN


def _named_tuple(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    """The class that ``namedtuple(name, fields)`` makes."""
    if not arguments.positional:
        return None
    names = fields_of(arguments.get(1, "field_names", "fields") or ())
    made = frame.class_from(literal(arguments.positional[0]) or "tuple", (), (), node)
    if names and not made.info.annotations:
        made.info.annotations.update(annotated(names))
        made.info.attributes[TUPLE] = NONE
    return (made,)


RESULTS: dict[str, Result] = {
    "collections.OrderedDict": partial(_container, "dict"), "collections.UserDict": partial(_container, "dict"),
    "collections.deque": partial(_container, "list"),
    "collections.Counter": partial(_container, "map"), "types.SimpleNamespace": partial(_container, "map"),
    "collections.defaultdict": _defaultdict,
    **dict.fromkeys(("dataclasses.field", "attr.ib", "attr.field", "attrs.field", "pydantic.Field"), _field),
    **dict.fromkeys(MAKERS, _named_tuple),
}
