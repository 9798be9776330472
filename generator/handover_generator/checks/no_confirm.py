"""A script loses data without asking.

## Why

A question is the last chance to notice that this is the wrong server.

## What counts

Something is lost, no trail to a loss is preceded by a question or by a dry run that is the default, and the script asks nowhere.
`--dry-run` that must be asked for does not count, neither does a check of the place. High; medium where only a name speaks for the
loss, or it lies [far behind](../verdicts.md#far-behind).
If it asks on some ways and not on others, see *guard-bypassed*.

## What to do

Print the target and let the person type it: `click.confirm(f"Drop {name} on {host}?", abort=True)`, or make harm need `--commit`. A job
that runs unattended cannot ask: give it a check of the place and a limit instead, and accept the gap with a name and an end.

## Example

`scripts/reset_pilot.py:9` drops the database main at `lib/store.py:31`; nothing asks.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.describing import describe
from handover_generator.analysis.guards import asks
from handover_generator.analysis.harm import firm, losses, proven
from handover_generator.analysis.trails import own_line
from handover_generator.checks._tell import best_to_ask, evidence_of, lowered, told
from handover_generator.model.behaviour import GuardKind
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Inventory


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        found = losses(script)
        if not found or any(asks(effect) for effect in found):
            continue
        if any(guard.kind is GuardKind.CONFIRM and guard.strong for guard in script.guards):
            continue  # it asks, but not before the harm: guard-bypassed
        worst = found[0]
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        optional = next((guard for guard in script.guards if guard.kind is GuardKind.DRY_RUN and guard.default_on is False), None)
        hint = f"; a dry run exists but must be asked for ({optional.at})" if optional else ""
        scheduled = next((starter for starter in script.called_from if starter.schedule), None)
        action = (
            f"It runs unattended ({scheduled.path}:{scheduled.line}), so it cannot ask: let it check the place and limit what it removes."
            if scheduled
            else f"Ask before {own_line(script, worst)}: print the target and let the person type its name."
        )
        yield Gap(
            rule=CHECK.id,
            subject=script.path,
            at=own_line(script, worst),
            ask=best_to_ask(inventory, script),
            severity=lowered(Severity.HIGH, unless=any(firm(effect) for effect in found)),
            message=f"This script {told(worst)}{more} without asking{hint}.",
            action=action,
            evidence=evidence_of(script, worst),
            detail=describe(worst) if not proven(worst) else "",
        )


CHECK = Check(id="no-confirm", title="Destroys without asking", severity=Severity.HIGH, find=_find)
