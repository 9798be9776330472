"""Places of which a script touches one that matters, or one that two environments share."""

from __future__ import annotations

import re

from handover_generator.model.inventory import Inventory, MixedPlace, Script

_IMPORTANT = frozenset({"production", "prod", "live", "prd"})


def important_places(inventory: Inventory) -> frozenset[str]:
    """Environments that matter: called production, prod or live, or declared ``data: irreplaceable``. ``disposable`` takes one out."""
    declared = {env.id: (env.data or "").strip().lower() for env in inventory.ownership.environments}
    named = {name for name in inventory.environments if _IMPORTANT & set(re.split(r"[^a-z]+", name.lower()))}
    named |= {name for name, data in declared.items() if data == "irreplaceable"}
    return frozenset(name for name in named if declared.get(name) != "disposable")


def mixed_places_of(inventory: Inventory, script: Script) -> tuple[MixedPlace, ...]:
    """The mixed places a script touches; a host is left out where a database on it is told for the same environments."""
    touched = [place for place in inventory.mixed_places if place.id in script.places.mixed]
    return tuple(
        place
        for place in touched
        if not any(other.name.startswith(f"{place.name}/") and set(place.environments) <= set(other.environments) for other in touched)
    )
