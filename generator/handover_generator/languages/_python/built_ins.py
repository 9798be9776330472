"""What built-in functions give, one function for each of them, by their names."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from handover_generator.languages._python.as_text import special_method
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.named_members import member_named
from handover_generator.languages._python.of_class import ASKING, is_callable, is_of_class
from handover_generator.languages._python.option_objects import options_of_object
from handover_generator.languages._python.ordered import in_order
from handover_generator.languages._python.strings import map_of
from handover_generator.languages._python.value_texts import literal, text_of
from handover_generator.languages._python.values import (
    NONE,
    PART,
    UNKNOWN,
    Answer,
    Api,
    Cls,
    Const,
    Func,
    Inst,
    Map,
    Partial,
    Seq,
    Str,
    UnknownValue,
    Value,
    Values,
    join,
)
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace

if TYPE_CHECKING:
    from handover_generator.languages._python.language import BuiltIns

_MOST_NAMES = 200
_LISTS = frozenset({"list", "tuple", "set", "frozenset"})
_TEXTS = frozenset({"str", "repr", "format"})
_NUMBERS = frozenset({"int", "float", "bool"})


def called(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values:
    """What calling a built-in function gives; unknown for those of which the result says nothing here."""
    if name in _SPECIAL and (first := arguments.get(0)):
        given = join(*(frame.dunder(value, special_method(value.info, _SPECIAL[name]), node, []) for value in first if isinstance(value, Inst)))
        if given and name in _TEXTS:
            return given
    known = _GIVES[name](frame, name, arguments, node) if name in _GIVES else None
    return UNKNOWN if known is None else known


def _names(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    """``globals()``, ``locals()``, ``vars()``: of a module only what can be called."""
    if arguments.positional:
        return _parsed(arguments) if name == "vars" else None
    scope = frame.module.cell if name == "globals" else frame.cell
    own = scope is not frame.module.cell                     # "rm %(path)s" % locals()
    return (Map(tuple((n, v) for n, v in list(scope.names.items())[:_MOST_NAMES] if own or any(isinstance(x, (Func, Cls)) for x in v)), UNKNOWN),)


def _parsed(arguments: Arguments) -> Values | None:
    """What was parsed, as a dictionary."""
    return options_of_object(arguments.get(0) or ()) or None


def _property(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values:
    """``property(fget, fset, fdel)``."""
    made: list[Value] = []
    accessors = [next((v.info for v in arguments.get(i, n) or () if isinstance(v, Func)), None) for i, n in ((1, "fset"), (2, "fdel"))]
    for value in arguments.get(0, "fget") or ():
        if isinstance(value, Func):
            info = replace(value.info, is_property=True, setter=accessors[0], deleter=accessors[1])
            made.append(Func(info, None, value.closure))
    return tuple(made) or UNKNOWN


def _the_same(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    return arguments.get(0) or None


def _callable(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    first = arguments.get(0)
    able = is_callable(first, frame.tools) if first else None
    return (Const(able),) if able is not None else None


def _is_of_class(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    known = is_of_class(frame, name, node, arguments.get(0), arguments.get(1))
    return (Const(known),) if known is not None else None


def _text(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    first = arguments.get(0)
    return tuple(v if isinstance(v, (Str, Answer)) else Str(text_of((v,))) for v in first) if first else None


def keys_asked(frame: BuiltIns, first: Values, arguments: Arguments, node: ast.AST) -> None:
    """``key=`` of sorting functions is called with each member."""
    for function in arguments.keywords.get("key", ()):
        if isinstance(function, (Func, Partial, Cls)):
            frame.call_value(function, Arguments([frame.iterate(first, node)]), node)


def _members(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    """``list(things)`` and all that goes through what it is given."""
    first = arguments.get(0)
    if not first:
        return (Seq(()),) if name in _LISTS and not arguments.positional and not arguments.rest else None
    keys_asked(frame, first, arguments, node)
    if name == "iter" and len(arguments.positional) > 1:     # iter(function, sentinel) calls it for each member
        return (Seq((join(*(frame.call_value(function, Arguments(), node) for function in first)) or UNKNOWN,), exact=False),)
    if name == "next":
        return join(*(frame.dunder(v, "__next__", node, []) if isinstance(v, Inst) else frame.iterate((v,), node) for v in first),
                    arguments.get(1) or ())
    found = [(v, frame.iterate((v,), node)) for v in first]  # gone through, whatever becomes of the members
    return tuple(in_order(name, v, as_it_is=not arguments.keywords) if isinstance(v, (Seq, Api, Answer)) else Seq((inside,), exact=False)
                 for v, inside in found)


def _one_of(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    """``max`` and ``min``."""
    first = arguments.get(0)
    if not first:
        return None
    keys_asked(frame, first, arguments, node)
    if len(arguments.positional) > 1:
        return join(*arguments.positional)
    return join(frame.iterate(first, node), arguments.keywords.get("default", ()))


def _slice(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values:
    return (PART,)


def _enumerate(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    first = arguments.get(0)
    return (Seq(((Seq((UNKNOWN, frame.iterate(first, node))),),), exact=False),) if first else None


def _zip(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values:
    return (Seq(((Seq(tuple(frame.iterate(v, node) for v in arguments.positional)),),), exact=False),)


def _for_each(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    """``map`` and ``filter``."""
    first = arguments.get(0)
    if not first:
        return None
    members = Arguments([frame.iterate(v, node) for v in arguments.positional[1:]])
    results = [frame.call_value(f, members, node) for f in first if isinstance(f, (Func, Partial, Cls, Api, Inst))]
    if name == "filter":
        return arguments.get(1) or UNKNOWN
    return (Seq((join(*results) if results else UNKNOWN,), exact=False),)


def _dict(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values:
    if (options := _parsed(arguments)) is not None:
        return options
    made = map_of(arguments.get(0) or (), arguments.keywords)
    return (made,) if made is not None else (arguments.get(0) or UNKNOWN)


def _getattr(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    first = arguments.get(0)
    return member_named(frame, first, arguments, node) if first else None


def _setattr(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    first = arguments.get(0)
    if not first:
        return None
    attribute = literal(arguments.get(1) or ())
    if attribute is not None:
        frame.store_member(first, attribute, arguments.get(2) or UNKNOWN, node)
    elif (source := _taken_over(node)) is not None:
        frame.mirror(first, frame.eval(source))
        frame.store_any(tuple(value for value in first if isinstance(value, Api)), text_of(arguments.get(1) or ()), node)
    else:
        frame.store_any(first, text_of(arguments.get(1) or ()), node)
    return NONE


def _taken_over(node: ast.AST) -> ast.expr | None:
    """The object of which ``setattr(target, name, getattr(object, name))`` takes over a member, where that is plainly written."""
    if not isinstance(node, ast.Call) or len(node.args) != 3:
        return None
    value = node.args[2]
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "getattr" and len(value.args) >= 2):
        return None
    source = value.args[0]
    same = ast.dump(value.args[1]) == ast.dump(node.args[1])
    return source if same and isinstance(source, (ast.Name, ast.Attribute)) else None


def _type(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    """The class of something, or a class that is made out of others."""
    if len(arguments.positional) == 3:
        bases = (value for part in arguments.positional[1] if isinstance(part, Seq) for item in part.items for value in item)
        return (frame.class_from(text_of(arguments.positional[0]).render(), bases, arguments.positional[2], node),)
    first = arguments.get(0)
    if not first or len(arguments.positional) != 1:
        return None
    objects = [frame.row_as_instance(v) for v in first]
    return tuple(Cls(one.info) if isinstance(one, Inst) else UnknownValue("type") for one in objects)


def _number(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    """What is a number or a truth: unknown, but an answer or a text stays what it is, and a number is called like what it was made of."""
    first = arguments.get(0)
    if not first or name not in _NUMBERS:
        return tuple(UnknownValue(name) for _ in first) if first else None
    return tuple(v if isinstance(v, (Answer, Str)) else _called_alike(v, name) for v in first)


def _called_alike(value: Value, function: str) -> Value:
    """A number that is made of something: a truth has no name of its own, and what a person gives stays that."""
    parts = text_of((value,)).parts
    hole = parts[0] if len(parts) == 1 and isinstance(parts[0], Hole) and function != "bool" else None
    if hole is None or not hole.name:
        return UnknownValue(function)
    if hole.kind != "unknown":
        return Str(Text((hole,)))
    return UnknownValue(hole.name if hole.name.isidentifier() else function)


def _len(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    for value in arguments.get(0) or ():
        if isinstance(value, Api):
            state = frame.tools.api_step(frame.tools.api_step(value.state, "__len__"), "()")
            for row in frame.tools.api_rows(state)[:1]:
                frame.call_row(row, node, replace(value, items=(*value.items, "__len__")), Arguments())
    return _number(frame, name, arguments, node)


def _sum(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    first = arguments.get(0)
    if first and any(isinstance(value, Seq) for value in arguments.get(1) or ()):                # sum(lists, []) is one list of all
        return (Seq((frame.iterate(frame.iterate(first, node), node),), exact=False),)
    if first:
        frame.gone_through(first, node)
    return None


def _gone_through(frame: BuiltIns, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
    if first := arguments.get(0):
        frame.gone_through(first, node)
    return _number(frame, name, arguments, node)


_SPECIAL = {"format": "__format__", **{name: f"__{name}__" for name in (
    "str", "repr", "len", "bool", "hash", "int", "float", "reversed", "abs")}}
"""The method of an object that a built-in function calls."""
_GIVES: dict[str, Callable[[BuiltIns, str, Arguments, ast.AST], Values | None]] = {
    **dict.fromkeys(("globals", "locals", "vars"), _names),
    "property": _property,
    "staticmethod": _the_same,                               # what a class holds so is what it was given
    "callable": _callable,
    **dict.fromkeys(ASKING, _is_of_class),
    **dict.fromkeys(("str", "unicode", "basestring", "repr", "format"), _text),
    **dict.fromkeys((*_LISTS, "sorted", "reversed", "iter", "next"), _members),
    **dict.fromkeys(("max", "min"), _one_of),
    "slice": _slice,
    "enumerate": _enumerate,
    "zip": _zip,
    **dict.fromkeys(("map", "filter"), _for_each),
    "dict": _dict,
    "getattr": _getattr,
    "setattr": _setattr,
    "type": _type,
    "len": _len,
    "sum": _sum,
    **dict.fromkeys(("any", "all", "bool"), _gone_through),
    **dict.fromkeys(("int", "float"), _number),
}
