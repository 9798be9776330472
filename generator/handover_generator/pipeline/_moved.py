"""What was told of places in files, told of the lines where they stand now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import is_
from typing import Any, TypeVar

from handover_generator.model.location import CallStep, Location
from handover_generator.records import field_names, replace

T = TypeVar("T")
Moves = Mapping[str, Callable[[int], int | None]]
"""By path: from a line as it was to the line as it is, None where that is not known."""


class _Lost(Exception):
    """Of a place it is not known where it is now."""


def on_their_new_lines(value: T, moves: Moves) -> T | None:
    """The same value with each place on its new line.

    Args:
        value: records, tuples, strings and plain values.
        moves: for files whose lines have moved.

    Returns:
        None where one line is not known, or a text may speak of one.
    """
    try:
        result: T = _Mover(moves).moved(value)
    except _Lost:
        return None
    return result


class _Mover:
    """Walks a value."""

    def __init__(self, moves: Moves) -> None:
        self._moves = moves
        self._spoken = tuple(path + ":" for path in moves)

    def moved(self, value: Any) -> Any:
        kind = type(value)
        if kind is str:
            if ":" in value and any(spoken in value for spoken in self._spoken):
                raise _Lost
            return value
        if kind is tuple:
            items = tuple([self.moved(item) for item in value])
            return value if all(map(is_, items, value)) else items
        if kind is Location or kind is CallStep:
            return self._place(value)
        changed = {}
        for name in field_names(kind):
            old = getattr(value, name)
            if (new := self.moved(old)) is not old:
                changed[name] = new
        return replace(value, **changed) if changed else value

    def _place(self, place: Any) -> Any:
        line = self._moves.get(place.path)
        if line is None:
            return place
        now = line(place.line)
        if now is None:
            raise _Lost
        return place if now == place.line else replace(place, line=now)
