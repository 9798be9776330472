"""What could bring back what an effect loses."""

from __future__ import annotations

from handover_generator.analysis.guards import guards_before
from handover_generator.model.behaviour import GuardKind
from handover_generator.model.inventory import Effect, Inventory, Script
from handover_generator.model.location import Location


def way_back(inventory: Inventory, script: Script, effect: Effect) -> tuple[str, Location | None] | None:
    """What could bring back what this effect loses: a backup taken on the trail, a stated undo, a backup of the store; else None."""
    taken = guards_before(effect, GuardKind.BACKUP)
    if taken:
        return (f"a backup is taken first{f' ({taken[0].detail})' if taken[0].detail else ''}", taken[0].at)
    entry = inventory.ownership.script(script.path)
    for stated, at in ((entry.undo, entry.at), (entry.backup, entry.at)) if entry else ():
        if stated and means_something(stated):
            return (stated, at)
    for section in ("undo", "backup"):
        claim = script.claims.get(section)
        if claim is not None and means_something(claim.text):
            return (claim.text, claim.at)
    store = next((store for store in inventory.ownership.stores if store.id == effect.store), None)
    if store is not None and store.backup is not None and store.backup.where:
        return (f"backups of {store.id} lie at {store.backup.where}", store.at)
    return None


_EMPTY_WORDS = frozenset(
    {"", "none", "no", "n/a", "na", "-", "?", "??", "???", "unknown", "not possible", "impossible", "tbd", "nothing", "there is none"}
)


def means_something(text: str) -> bool:
    """Whether a stated text says something: not empty, not TODO, not "none"."""
    words = text.strip().rstrip(".!").lower()
    return words not in _EMPTY_WORDS and not words.startswith(("todo", "tbd", "fixme", "xxx"))
