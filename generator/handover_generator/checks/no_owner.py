"""Nobody is named as owner of a script.

## Why

When it breaks or is about to be run in the wrong place, there is nobody whose decision it is.

## What counts

No owner in the YAML entry, in a role's `covers`, in the header, in CODEOWNERS or in catalog-info. High where the script loses something,
medium where it changes something, low where it only reads.

## What to do

Name a role rather than a person, so that the entry outlives the next change of staff.

## Example

`scripts/reset_pilot.py: {owner: backend}`
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.checks._tell import add_line, best_to_ask, graded, listed, name_of, top, whom_to_ask
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Inventory


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        if script.ownership.owner is not None:
            continue
        people = whom_to_ask(inventory, script)[:2]
        hint = f"; {listed([name_of(inventory, person) for person in people])} could say who should" if people else ""
        roles = [role.id for role in inventory.ownership.roles]
        yield Gap(
            rule=CHECK.id,
            subject=script.path,
            at=top(script),
            ask=best_to_ask(inventory, script),
            severity=graded(script, destroys=Severity.HIGH, changes=Severity.MEDIUM, reads=Severity.LOW),
            message=f"Nobody is named as owner of this script{hint}.",
            action=add_line(inventory, script, f"owner: {roles[0] if len(roles) == 1 else '<role or person>'}"),
        )


CHECK = Check(id="no-owner", title="No owner", severity=Severity.HIGH, find=_find)
