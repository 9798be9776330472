"""The lines through which an effect comes about."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from handover_generator.model.inventory import Effect, Script
from handover_generator.model.location import CallStep, Location

_FEW_PLACES = 4


def hops(effect: Effect) -> tuple[CallStep, ...]:
    """The whole trail, ending at the effect itself."""
    return (*effect.via, CallStep(effect.at.path, effect.at.line, effect.what or effect.action.value))


def few(places: Sequence[Location | CallStep]) -> str:
    """``a.py:3, a.py:9 in refresh and 4 more lines``."""
    told = ", ".join(map(_place_words, places[:_FEW_PLACES]))
    rest = len(places) - _FEW_PLACES
    return told if rest <= 0 else f"{told} and {rest} more {'line' if rest == 1 else 'lines'}"


def _place_words(place: Location | CallStep) -> str:
    """``a.py:9 in refresh``; without the name where it is only that of the file."""
    where = f"{place.path}:{place.line}"
    named = isinstance(place, CallStep) and place.name not in (place.path, posixpath.basename(place.path))
    return f"{where} in {place.name}" if isinstance(place, CallStep) and named else where


def own_line(script: Script, effect: Effect) -> Location:
    """Where the trail begins in the script's own file; the effect's place if it begins elsewhere."""
    first = effect.via[0] if effect.via else None
    if first is not None and first.path == script.path:
        return Location(first.path, first.line)
    return effect.at
