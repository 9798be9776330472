"""Words that all formats share, so that the terminal, the note on a pull request and the page say the same."""

from __future__ import annotations

from collections.abc import Iterable

from handover_generator.analysis.guards import GUARD_NAMES
from handover_generator.analysis.lamps import Lamp, lamps
from handover_generator.model.findings import DayOne
from handover_generator.model.inventory import Inventory, Script

LIST_WORDS = {DayOne.DO_NOT_RUN: "DO NOT RUN", DayOne.ASK_FIRST: "ASK FIRST", DayOne.FREE_TO_RUN: "FREE TO RUN"}
LIST_ORDER = tuple(DayOne)
GUARD_WORDS = GUARD_NAMES
# "off" would read as if somebody had switched it off; the pages say yes and no as well.
STATE_WORDS = {"on": "yes", "partly": "partly", "off": "no", "unknown": "unknown"}

SHARED = "a shared account, not a person who can be asked; commit under a full name, or list its address under people: in handover/*.yml"


def person_name(inventory: Inventory, person: str) -> str:
    """Display name of a person id; the id itself where nobody is known by it."""
    known = inventory.people_by_id.get(person)
    if known is not None:
        return known.name
    return next((entry.name for entry in inventory.ownership.people if entry.id == person), person)


def owner_words(script: Script) -> str:
    """Who owns a script, and whether that owner has left: a name alone reads as somebody to ask."""
    owner = script.ownership
    if owner.owner is None:
        return "nobody named"
    return f"{owner.owner} (left)" if owner.gone and set(owner.people) <= set(owner.gone) else owner.owner


def ask_words(inventory: Inventory, people: Iterable[str], *, limit: int = 3) -> str:
    """Names with the way to reach them: "Ada Obi (#backend), Ben"."""
    words = []
    for person in tuple(people)[:limit]:
        known = inventory.people_by_id.get(person)
        reach = known.reach if known else next((entry.reach for entry in inventory.ownership.people if entry.id == person), None)
        words.append(person_name(inventory, person) + (f" ({reach})" if reach else ""))
    return ", ".join(words)


def lamp_words(script: Script) -> tuple[tuple[Lamp, str], ...]:
    """Every guard lamp with its text: "asks: no", "reports: yes (scripts/a.py:4)"."""
    return tuple(
        (lamp, f"{lamp.label}: {STATE_WORDS[lamp.state]}{f' ({lamp.at})' if lamp.at else ''}{f', {lamp.note}' if lamp.note else ''}")
        for lamp in lamps(script)
    )


def count(number: int, word: str, plural: str | None = None) -> str:
    """ "1 script", "2 scripts"."""
    return f"{number} {word if number == 1 else plural or word + 's'}"
