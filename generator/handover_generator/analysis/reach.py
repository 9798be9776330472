"""Who has gone and can be asked all the same, because somebody wrote down how; and who worked on a script without being anybody to ask."""

from __future__ import annotations

from handover_generator.model.inventory import Inventory, Script
from handover_generator.model.people import Knower


def still_reachable(inventory: Inventory, script: Script) -> tuple[str, ...]:
    """Ids of people who owned a script or worked on it, are gone, and have a stated way to reach them: owners first, then who did most."""
    declared = {person.id: person for person in inventory.ownership.people}
    behind = (*script.ownership.gone, *(knower.person for knower in script.history.knowers))
    found = []
    for person in dict.fromkeys(behind):
        known, stated = inventory.people_by_id.get(person), declared.get(person)
        gone = not known.present if known else bool(stated and stated.left and (not inventory.today or stated.left <= inventory.today))
        if gone and ((known and known.reach) or (stated and stated.reach)):
            found.append(person)
    return tuple(found)


def shared_accounts(inventory: Inventory, script: Script) -> tuple[Knower, ...]:
    """Accounts of several people that worked on a script: their work is there, and nobody can be asked about it. The latest comes first."""
    shared = {person.id for person in inventory.people if person.shared}
    return tuple(sorted((knower for knower in script.history.knowers if knower.person in shared), key=lambda k: (k.last, k.person), reverse=True))
