"""What the commands of one command line share: the object that hangs on the context of click and typer.

A group puts a client, a configuration or a table of them on ``ctx.obj``, and each of its commands takes them from there. Of a table only what
stands under its keys is kept: which group put it there, and in which of its branches, is all the same to the command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.languages._python.values import Api, Builtin, Map, UnknownValue, Values, join

if TYPE_CHECKING:
    from handover_generator.languages._python.layers import Layer
    from handover_generator.model.tracing import Tools

_CONTEXTS = frozenset({"click.Context()", "typer.Context()", "click.get_current_context()"})
_OBJECTS = frozenset(f"{path}.obj" for path in _CONTEXTS)
_WHOLE = ""
"""The key of the object itself; items of it have their own."""
_TAKE_OUT = frozenset({"get", "items", "values"})
"""Methods of a table that give what stands in it."""


def first_argument(tools: Tools, decorator: str) -> Values:
    """What a decorator gives a function as its first argument; nothing for other decorators."""
    if decorator == "click.pass_obj":
        return (Api(frozenset(), "click.Context().obj"),)
    if decorator != "click.pass_context":
        return ()
    state = tools.api_root
    for segment in ("click", "Context", "()"):
        state = tools.api_step(state, segment)
    return (Api(state, "click.Context()"),)


def on_context(layer: Layer, value: Api, name: str) -> Values | None:
    """``ctx.obj``, and members of an object that nobody saw being put there; None for anything else."""
    if value.path in _OBJECTS:
        held = tuple((key, put) for key, put in layer.shared.items() if key != _WHOLE)
        return (Builtin(name, Map(held, rest=(UnknownValue(name),))),) if held and name in _TAKE_OUT else (UnknownValue(name),)
    if name != "obj" or value.path not in _CONTEXTS:
        return None
    return layer.shared.get(_WHOLE) or (Api(frozenset(), f"{value.path}.obj"),)


def given(layer: Layer, values: Values) -> Values:
    """A first argument that a decorator gives, what hangs on the context in its place."""
    whole = layer.shared.get(_WHOLE)
    return whole if whole is not None and all(isinstance(value, Api) and value.path in _OBJECTS for value in values) else values


def item_of(layer: Layer, value: Api, key: str | None) -> Values | None:
    """``ctx.obj[key]``; None for items of anything else."""
    return layer.shared.get(key or _WHOLE, (UnknownValue(key or ""),)) if value.path in _OBJECTS else None


def put_on(layer: Layer, value: Api, name: str, values: Values) -> bool:
    """``ctx.obj = values``: whether that is what it is."""
    if name != "obj" or value.path not in _CONTEXTS:
        return False
    whole = Api(frozenset(), f"{value.path}.obj")
    tables = [one for one in values if isinstance(one, Map)]
    for key, put in (entry for table in tables for entry in table.entries):
        put_item(layer, whole, key, put)
    layer.shared[_WHOLE] = join(layer.shared.get(_WHOLE, ()), tuple(one for one in values if one not in tables), (whole,) if tables else ())
    return True


def put_item(layer: Layer, value: Api, key: str | None, values: Values) -> None:
    """``ctx.obj[key] = values``, whatever else stands there."""
    if key and value.path in _OBJECTS:
        layer.shared[key] = join(layer.shared.get(key, ()), values)
