"""Elements of arrays: where they are put, and what they are then."""

from __future__ import annotations

from handover_generator.languages._shell.values import MAX_ITEMS, Var
from handover_generator.model.text import Text
from handover_generator.regexes import regex

_PLACED = regex(r"\[[^\]\s]*\]=")


def unnumbered(element: Text) -> Text:
    """An element of an array without the place that it is given: ``[2]=/srv/a``."""
    first = element.parts[0] if element.parts else ""
    placed = _PLACED.match(first) if isinstance(first, str) else None
    return Text.of(element.parts[0][placed.end() :], *element.parts[1:]) if placed is not None and isinstance(element.parts[0], str) else element


def with_element(held: Var | None, index: str, new: Var) -> Var:
    """An array with one element more, or another one in a place that is known."""
    items = held.items if held is not None and held.items is not None else ()
    place = int(index) if index.isdigit() and int(index) < len(items) else None
    items = (*items, *new.texts) if place is None else (*items[:place], *new.texts, *items[place + 1 :])
    return Var(held.texts if held is not None and held.items is not None else new.texts, items[:MAX_ITEMS], certain=False)
