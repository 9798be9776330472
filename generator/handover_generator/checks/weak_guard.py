"""What looks like a guard proves little.

## Why

`assert` vanishes under `python -O`. A docstring that promises localhost has already been over a wiped production database.

## What counts

Before a loss stand only guards that prove little (`assert`, a check that can be skipped); or the text promises a place ("only on
localhost", "never in production") and no check of the place stands before the loss. Medium. A dry run that must be asked for is told by
*no-confirm*.

## What to do

Compare the real address with a list of allowed ones and exit. A promise in a text stops nobody.

## Example

Docstring "Only run this on localhost", and nothing compares the host.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.describing import describe
from handover_generator.analysis.guards import guards_before, stops
from handover_generator.analysis.harm import losses
from handover_generator.analysis.trails import own_line
from handover_generator.checks._tell import best_to_ask, evidence_of
from handover_generator.checks._words import promises, stated_text
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Effect, Inventory, Script

_KINDS = (GuardKind.CONFIRM, GuardKind.ENV_CHECK, GuardKind.DRY_RUN)


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        found = losses(script)
        weak = next((effect for effect in found if not stops(effect) and _weak_ones(effect)), None)
        if weak is not None:
            yield _weak(inventory, script, weak)
        promised = promises(stated_text(inventory, script)).get("env_check")
        unchecked = next((effect for effect in found if not any(g.strong for g in guards_before(effect, GuardKind.ENV_CHECK))), None)
        if promised and unchecked is not None:
            yield Gap(
                rule=CHECK.id,
                severity=Severity.MEDIUM,
                subject=script.path,
                at=own_line(script, unchecked),
                ask=best_to_ask(inventory, script),
                message=f'The text says "{promised}", but nothing checks the place before the script {describe(unchecked)}.',
                action=f"Compare the real host or environment name before {own_line(script, unchecked)}, and exit where it is not allowed.",
                evidence=evidence_of(script, unchecked),
                detail="promised place",
            )


def _weak_ones(effect: Effect) -> tuple[Guard, ...]:
    """Weak guards before an effect. A dry run that must be asked for is told by "no-confirm"."""
    return tuple(guard for kind in _KINDS for guard in guards_before(effect, kind) if not guard.strong)


def _weak(inventory: Inventory, script: Script, effect: Effect) -> Gap:
    guard = _weak_ones(effect)[0]
    return Gap(
        rule=CHECK.id,
        severity=Severity.MEDIUM,
        subject=script.path,
        at=guard.at,
        ask=best_to_ask(inventory, script),
        detail=guard.kind.value,
        message=f"Only a weak guard stands before the harm ({guard.at}: {guard.detail or 'it is easily by-passed'}): "
        f"the script {describe(effect)}.",
        action=f"Replace it by a question that must be answered, or by a check that exits, before {own_line(script, effect)}.",
        evidence=(guard.at, *evidence_of(script, effect)),
    )


CHECK = Check(id="weak-guard", title="Weak guard", severity=Severity.MEDIUM, find=_find)
