"""A script loses data and says nothing.

## Why

Without a word on the screen nobody notices in time, and afterwards nobody can say what happened, or when.

## What counts

Something is lost, and on no trail to it anything is printed or logged before. Medium; low where only a name speaks for the
loss, or it lies [far behind](../verdicts.md#far-behind).

## What to do

Print what will be touched, on which host, before it is; log the result with a count after.

## Example

`print(f"dropping {name} on {host}")` in front of the statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.guards import guards_before
from handover_generator.analysis.harm import firm, losses
from handover_generator.analysis.trails import own_line
from handover_generator.checks._tell import best_to_ask, evidence_of, lowered, told
from handover_generator.model.behaviour import GuardKind
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Inventory


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        found = losses(script)
        silent = [effect for effect in found if not guards_before(effect, GuardKind.OUTPUT)]
        # One printed line before any loss is enough here: which of them is told is the subject of "guard-bypassed".
        if not found or len(silent) < len(found) or any(guard.kind is GuardKind.OUTPUT for guard in script.guards):
            continue
        worst = found[0]
        yield Gap(
            rule=CHECK.id,
            subject=script.path,
            at=own_line(script, worst),
            ask=best_to_ask(inventory, script),
            severity=lowered(Severity.MEDIUM, unless=any(firm(effect) for effect in found)),
            message=f"This script {told(worst)} and says nothing, before or after.",
            action=f"Print what will be lost and on which host before {worst.at}, and the result after it.",
            evidence=evidence_of(script, worst),
        )


CHECK = Check(id="no-output", title="Destroys without output", severity=Severity.MEDIUM, find=_find)
