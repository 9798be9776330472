"""Which places a command line goes to that people type or paste: the host that it names, the variables that it sets, the cluster or the app that it
starts something in. ``ssh deploy@db1 ./manage.py tidy`` runs on db1, whatever is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from handover_generator.analysis._atlas import Atlas, atlas_of
from handover_generator.analysis._commands_words import ASSIGNMENT
from handover_generator.analysis._targets import bare_host
from handover_generator.analysis.environments import is_production, told_by_words, words_of
from handover_generator.model.inventory import Inventory
from handover_generator.regexes import regex

_OPTION = regex(r"(?P<name>--?[A-Za-z][\w-]*)(?:=(?P<value>.+))?\Z", re.DOTALL)
_SETTINGS = regex(r"(?i)(?:\A|_)settings(?:_module)?\Z")
_SAID = tuple[str, str]
"""A place, and why the line goes there."""


def places_of_line(inventory: Inventory, around: Sequence[str], over: Sequence[str]) -> tuple[_SAID, ...]:
    """The places that a command line names, those first in which something can be lost.

    Args:
        inventory: its places: what people declare, and what configuration files say.
        around: words about what is started: variables that are set for it, options and operands of ``ssh``, ``docker exec``, ``heroku run``.
        over: words that are passed on to it.

    Returns:
        (place, why) of each place once. The name of a host says what it is of by a word of it (``prod-db-1``); what is passed on is often the name
        of a file, so there only what is known of a place counts, or the name of a place by itself.
    """
    atlas = atlas_of(inventory.ownership, inventory.settings)
    said = [row for name, value in _named(around) for row in _of_start(atlas, name, value)]
    said += [row for name, value in _named(over) for row in _of_argument(atlas, name, value)]
    found: dict[str, str] = {}
    for place, why in said:
        if _is_known(atlas, place):
            found.setdefault(place, why)
    return tuple(sorted(found.items(), key=lambda row: not atlas.matters(row[0])))


def _is_known(atlas: Atlas, place: str) -> bool:
    return place in atlas.names.values() or place in atlas.mined or is_production(place)


def _named(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Words as (name, value): of ``NAME=value``, ``--option=value`` and ``--option value``; a plain word has no name."""
    before = ""
    for word in words:
        option = _OPTION.match(word)
        if option is not None:
            before = option.group("name") if option.group("value") is None else ""
            if option.group("value") is not None:
                yield option.group("name"), option.group("value")
            continue
        if ASSIGNMENT.match(word):
            name, _, value = word.partition("=")
            yield name, value
        elif " " not in word:                                # a whole line for a shell is read by itself
            yield before, word
        before = ""


def _of_start(atlas: Atlas, name: str, value: str) -> Iterator[_SAID]:
    yield from _of_variable(atlas, name, value)
    bare = value if "://" in value or "/" in value else bare_host(value)
    yield from atlas.of_value(bare, name.lstrip("-"), loose=True)


def _of_argument(atlas: Atlas, name: str, value: str) -> Iterator[_SAID]:
    yield from _of_variable(atlas, name, value)
    if _is_known(atlas, atlas.name(value)) and len(words_of(value)) == 1:
        yield atlas.name(value), f"{value} is passed on to it"
    yield from atlas.of_value(value, name.lstrip("-") or "host", by_name=bool(name) or "://" in value)


def _of_variable(atlas: Atlas, name: str, value: str) -> Iterator[_SAID]:
    """What a variable, or an option of that name, says of the place by its value."""
    variable = name.lstrip("-").replace("-", "_").upper()
    place = atlas.of_mark(variable, value)
    if place is None and _SETTINGS.search(variable) and (told := told_by_words(words_of(value))) is not None:
        place = atlas.name(told)
    if place is not None:
        yield place, f"{name}={value} means {place}"
