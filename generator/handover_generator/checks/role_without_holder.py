"""A role has duties or scripts, and nobody who holds it.

## Why

Everything that names the role as owner has no owner in fact.

## What counts

A role under `roles:` without a `holder`, or whose holder has left. Medium if it covers scripts or has duties, else low.

## What to do

Name the holder, and keep the one before under `predecessors` as long as they can be asked.

## Example

`backend: {holder: marek}`, and marek left on 2026-09-01.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.checks._tell import is_gone, name_of
from handover_generator.model.findings import Basis, Check, Gap, Severity
from handover_generator.model.inventory import Inventory


def _find(inventory: Inventory) -> Iterator[Gap]:
    for role in inventory.ownership.roles:
        if role.holder is not None and not is_gone(inventory, role.holder):
            continue
        why = f"its holder {name_of(inventory, role.holder)} is no longer there" if role.holder else "nobody holds it"
        reachable = [person for person in role.predecessors if not is_gone(inventory, person)]
        yield Gap(
            rule=CHECK.id,
            severity=Severity.MEDIUM if role.covers or role.duties else Severity.LOW,
            subject=role.id,
            script=False,
            at=role.at,
            ask=reachable[0] if reachable else None,
            message=f"The role {role.id} has {len(role.duties)} duties, and {why}.",
            action=f"Set holder: <person> in the entry at {role.at}.",
        )


CHECK = Check(id="role-without-holder", title="Role without a holder", severity=Severity.MEDIUM, find=_find, basis=Basis.TIME)
