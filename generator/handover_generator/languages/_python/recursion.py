"""Functions that call themselves on what lies further down: a folder, then the folders in it."""

from __future__ import annotations

from collections.abc import Iterable

from handover_generator.languages._python.layers import Key
from handover_generator.languages._python.values import Api, Str, Value, Values
from handover_generator.model.text import Hole, Text

_ENOUGH = 2
"""So many calls inside each other have shown what the next does: the second is no longer decided by the words that the first was given."""


def going_down(running: Iterable[Key], key: Key) -> Key | None:
    """The innermost running call of the same function, where ``key`` calls it with nothing but a longer path; None otherwise."""
    info, closure, owner, bound = key.parts
    outer = [one for one in running if one.parts[0] is info and one.parts[1] is closure and one.parts[2] == owner]
    if len(outer) < _ENOUGH:
        return None
    before, now = outer[-1].parts[3], bound
    pairs = list(zip(before, now, strict=False))            # type: ignore[call-overload]
    changed = [(old, new) for (_, old), (_, new) in pairs if old != new]
    return outer[-1] if changed and all(_below(old, new) for old, new in changed) else None


def without_growth(running: Iterable[Key], info: object, bound: dict[str, Values]) -> dict[str, Values]:
    """The arguments of a call inside calls of the same function. What grows from one to the next (``self.get(f"{self.host}/{url}")``) says no more
    than that it is given: it would never come to an end.
    """
    outer = [one for one in running if one.parts[0] is info]
    if len(outer) < _ENOUGH:
        return bound
    before: dict[str, Values] = dict(outer[-1].parts[3])    # type: ignore[call-overload]
    return {name: (Str(Text((Hole("unknown", name),))),) if _holds(values, before.get(name, ())) else values for name, values in bound.items()}


def _holds(new: Values, old: Values) -> bool:
    """Whether one text is the other with something that is known before it."""
    if len(old) != 1 or len(new) != 1 or not isinstance(first := old[0], Str) or not isinstance(second := new[0], Str):
        return False
    inner, whole = first.text.render(), second.text.render()
    return len(inner) > 1 and len(whole) > len(inner) and whole.endswith(inner)


def _below(old: Values, new: Values) -> bool:
    """Whether one text is the other with something added that nobody can know."""
    if len(old) != 1 or len(new) != 1 or type(old[0]) is not type(new[0]):
        return False
    first, second = _path(old[0]), _path(new[0])
    if first is None or second is None:
        return False
    added = second.render().removeprefix(first.render())
    return added.startswith("/") and isinstance(second.parts[-1], Hole)


def _path(value: Value) -> Text | None:
    return value.text if isinstance(value, Str) else value.made_with if isinstance(value, Api) else None
