"""A script that nobody seems to use can still destroy something.

## Why

It is found by its name, on a bad day, by somebody who needs something similar. Nobody would miss it, and everybody would miss the data.

## What counts

Something is lost, and the state is *vestigial* (high) or *dormant* (medium): nothing starts it and nothing worthwhile changed in it for
long. This is evidence, not proof: nobody can see a run by hand.

## What to do

Ask whoever ran it last. Then remove it (history keeps it), or give it an owner and guards.

## Example

`scripts/reset_pilot_old.py`, last changed in 2021, started by nothing, drops the database main.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.describing import describe
from handover_generator.analysis.harm import firm, losses
from handover_generator.checks._tell import best_to_ask, evidence_of, lowered, top
from handover_generator.model.findings import Basis, Check, Gap, Severity
from handover_generator.model.inventory import Inventory

_SEVERITY = {"vestigial": Severity.HIGH, "dormant": Severity.MEDIUM}


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        found = losses(script)
        severity = _SEVERITY.get(script.usage.state)
        if not found or severity is None:
            continue
        because = script.usage.against[0].rstrip(".") if script.usage.against else ""
        why = f" ({because[0].lower()}{because[1:]})" if because else ""
        yield Gap(
            rule=CHECK.id,
            subject=script.path,
            at=top(script),
            ask=best_to_ask(inventory, script),
            detail=script.usage.state,
            severity=lowered(severity, unless=firm(found[0])),
            message=f"This script looks {script.usage.state}{why}, and if somebody runs it, it {describe(found[0])}.",
            action="Ask who ran it last; then remove it from the tree, or give it an owner and guards.",
            evidence=evidence_of(script, found[0]),
        )


CHECK = Check(id="vestigial-destructive", title="Vestigial, and destructive", severity=Severity.HIGH, find=_find, basis=Basis.TIME)
