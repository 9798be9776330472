"""A script changed after somebody verified its entry.

## Why

"Verified by Ada" is believed. If the code moved on since, it says nothing any more.

## What counts

The date under `verified` lies before the script's last effective change (bulk edits, renames and bots left out). Medium where something
is lost, else low.

## What to do

Read the change, correct the entry, verify again.

## Example

Verified on 2026-03-01, last changed on 2026-07-12.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.checks._tell import best_to_ask, graded, is_gone, name_of
from handover_generator.model.findings import Basis, Check, Gap, Severity
from handover_generator.model.inventory import Inventory


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        entry = inventory.ownership.script(script.path)
        changed = script.history.last_effective or script.history.last_changed
        if entry is None or entry.verified_on is None or changed is None or entry.verified_on >= changed:
            continue
        by = f" by {name_of(inventory, entry.verified_by)}" if entry.verified_by else ""
        asked = entry.verified_by if entry.verified_by and not is_gone(inventory, entry.verified_by) else best_to_ask(inventory, script)
        yield Gap(
            rule=CHECK.id,
            subject=script.path,
            at=entry.at,
            ask=asked,
            severity=graded(script, destroys=Severity.MEDIUM, changes=Severity.LOW, reads=Severity.LOW),
            message=f"Its entry was verified on {entry.verified_on}{by}, and the script changed on {changed}.",
            action=f"Read what changed since, correct the entry at {entry.at}, and set verified anew.",
        )


CHECK = Check(id="changed-since-verified", title="Changed since it was verified", severity=Severity.MEDIUM, find=_find, basis=Basis.TIME)
