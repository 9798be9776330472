"""What a script loses cannot be brought back, as far as anybody has written down.

## Why

The story ended as it did because there was no backup. Whether there is one must be known before the run.

## What counts

Something is lost; no backup is taken first on that trail; neither the YAML nor the header states an undo or a backup; the store it hits
has no stated backup. A transaction is no way back once it is committed. High; medium where only a name speaks for the
loss, or it lies [far behind](../verdicts.md#far-behind).

## What to do

Find out how what it loses would come back, try it, and write it down under `undo`, or under `backup` of the store.

## Example

`stores: {pilotdb: {kind: database, match: ["main"], backup: {where: "s3://dumps/pilotdb", every: 1d, restore_tested: 2026-06-01}}}`
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.describing import describe
from handover_generator.analysis.harm import firm, losses
from handover_generator.analysis.trails import own_line
from handover_generator.analysis.way_back import way_back
from handover_generator.checks._tell import add_line, best_to_ask, evidence_of, lowered
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Inventory


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        bare = [effect for effect in losses(script) if way_back(inventory, script, effect) is None]
        if not bare:
            continue
        worst = bare[0]
        more = f", and {len(bare) - 1} more" if len(bare) > 1 else ""
        yield Gap(
            rule=CHECK.id,
            subject=script.path,
            at=own_line(script, worst),
            ask=best_to_ask(inventory, script),
            severity=lowered(Severity.HIGH, unless=any(firm(effect) for effect in bare)),
            message=f"Nothing says how to get back what is lost when this script {describe(worst)}{more}.",
            action=add_line(inventory, script, "undo: <how it comes back and who can do that>"),
            evidence=evidence_of(script, worst),
        )


CHECK = Check(id="no-way-back", title="Destroys without a way back", severity=Severity.HIGH, find=_find)
