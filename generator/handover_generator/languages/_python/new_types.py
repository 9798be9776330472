"""``OrdersDb = NewType("OrdersDb", Connection)``: a name of its own for a type, which makes nothing. What is called by it is what it is given, and
what is annotated with it is of that type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.languages._python.values import Api, Cls, Inst, Values

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine

NEW_TYPES = ("typing.NewType", "typing_extensions.NewType")
_MADE = tuple(f"{path}()" for path in NEW_TYPES)


def new_type(path: str, base: Values) -> Values | None:
    """The type that ``path``, one of ``NEW_TYPES``, makes of another; None where that is nothing that could act."""
    for value in base:
        if isinstance(value, Cls):
            return (Api(frozenset(), f"{path}()", kin=Inst(value.info)),)
        if isinstance(value, Api):
            return (value,) if value.path in _MADE else (Api(frozenset(), f"{path}()", items=tuple(value.path.split("."))),)
    return None


def of_new_type(engine: Engine, value: Api) -> Values:
    """An instance of the type behind such a name; nothing for any other value."""
    if value.path not in _MADE:
        return ()
    if value.kin is not None:
        return (value.kin,)
    path = ".".join(value.items)
    state = (engine.state(*value.items, "()") or engine.state(*value.items, "@inst")) if value.items and "(" not in path else frozenset()
    return (Api(state, f"{path}()"),) if state else ()
