"""A guard does not stand before every harm.

## Why

A script that asks looks careful. If one way round the question exists, the trust is misplaced.

## What counts

A question, a default dry run, a check of the place, or a backup stands before some losses of the script and not before others; or the
script asks or checks somewhere, but not before the loss (another branch, or after it). Of a file that does several things by name
each is looked at alone. High for questions and checks, medium for dry runs
and backups; one step lower where only a name speaks for the
loss, or it lies [far behind](../verdicts.md#far-behind).

## What to do

Move the guard to where all trails start, or into the function that does the harm.

## Example

`confirm()` at line 12 stands before `clean_old()`, but `clean_all()` at line 20 is reached without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from handover_generator.analysis.commands_alone import each_alone
from handover_generator.analysis.describing import describe
from handover_generator.analysis.guards import guards_before, holds, stops
from handover_generator.analysis.harm import firm, losses, proven
from handover_generator.analysis.trails import own_line
from handover_generator.checks._tell import best_to_ask, evidence_of, lowered
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Effect, Inventory, Script

_WORDS = {
    GuardKind.CONFIRM: ("It asks", Severity.HIGH),
    GuardKind.ENV_CHECK: ("It checks the place", Severity.HIGH),
    GuardKind.DRY_RUN: ("It has a dry run", Severity.MEDIUM),
    GuardKind.BACKUP: ("It takes a backup", Severity.MEDIUM),
}


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        alone = each_alone(script)              # what one command asks was never meant to stand before another
        for kind in _WORDS:
            found = (gap for one in alone if (gap := _bypassed(inventory, one, kind)) is not None)
            yield from islice(found, 1)


def _bypassed(inventory: Inventory, script: Script, kind: GuardKind) -> Gap | None:
    words, severity = _WORDS[kind]
    found, guard = losses(script), _somewhere(script, kind)
    bare = [
        effect for effect in found if not any(holds(g) for g in guards_before(effect, kind)) and not _stopped_otherwise(effect, kind)
    ]
    if guard is None or not bare:
        return None
    worst = next((effect for effect in bare if proven(effect)), bare[0])
    return Gap(
        rule=CHECK.id,
        subject=script.path,
        at=own_line(script, worst),
        ask=best_to_ask(inventory, script),
        detail=kind.value,
        severity=lowered(severity, unless=firm(worst)),
        message=f"{words} at {guard.at}, but that does not stand before {len(bare)} of {len(found)} "
        f"{'losses' if len(found) > 1 else 'loss'}: on the way to {worst.at} it {describe(worst)} all the same.",
        action=f"Move the guard from {guard.at} to before {own_line(script, worst)}, or into the function that does the harm.",
        evidence=(guard.at, *evidence_of(script, worst)),
    )


def _somewhere(script: Script, kind: GuardKind) -> Guard | None:
    """A strong guard of the script that somebody could rely on."""
    every = (*(guard for effect in losses(script) for guard in effect.guards), *script.guards)
    return next((guard for guard in sorted(every, key=lambda g: g.at) if guard.kind is kind and holds(guard)), None)


def _stopped_otherwise(effect: Effect, kind: GuardKind) -> bool:
    """One strong stop before the harm is enough: a trail that asks need not also have a dry run."""
    return kind is not GuardKind.BACKUP and bool(stops(effect))


CHECK = Check(id="guard-bypassed", title="Guard does not stand before every harm", severity=Severity.HIGH, find=_find)
