"""Whether abstract values are true, and what decides nothing though it is known."""

from __future__ import annotations

from handover_generator.languages._python.values import UNKNOWN, Api, Cls, Const, Func, Map, Mod, Seq, Str, Value, Values, join
from handover_generator.model.text import Text
from handover_generator.records import replace

_EMPTY = Str(Text())


def truth(values: Values) -> bool | None:
    """Whether all members are true, or all false; None if mixed or not known."""
    found: set[bool | None] = {_truth(value) for value in values}
    return found.pop() if len(found) == 1 else None


def _truth(value: Value) -> bool | None:
    if isinstance(value, Const):
        return bool(value.value)
    if isinstance(value, Str):
        if value.text.named:
            return None
        text = value.text.literal
        return bool(text) if text is not None else (True if any(isinstance(p, str) for p in value.text.parts) else None)
    if isinstance(value, Func) and value.info.owner is not None and getattr(value.info.node, "decorator_list", None):
        return None                                          # what asks for a decorated method itself takes it for a property
    if isinstance(value, (Func, Cls, Mod)):
        return True
    if isinstance(value, Api) and value.path == "typing.TYPE_CHECKING":
        return False
    return None


def is_filled(values: Values) -> bool:
    """Whether all members are lists or dictionaries that hold something, as far as they were followed; a loop may have emptied them since."""
    return bool(values) and all((isinstance(one, Seq) and one.exact and bool(one.items)) or (isinstance(one, Map) and bool(one.entries))
                                for one in values)


def undecided(values: Values) -> Values:
    """The same, where these are constants alone: what they were at one time decides nothing."""
    return join(values, UNKNOWN) if values and all(isinstance(value, Const) or value == _EMPTY for value in values) else values


def undecided_inside(value: Value) -> Value:
    """A list or dictionary of which the same holds for each member; any other value as it is."""
    if isinstance(value, Seq):
        return replace(value, items=tuple(undecided(item) for item in value.items))
    if isinstance(value, Map):
        return replace(value, entries=tuple((key, undecided(item)) for key, item in value.entries))
    return value
