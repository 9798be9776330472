"""A copy lacks a guard that its kin has.

## Why

Scripts are copied for the next pilot, the next customer, the next server. What is dropped on the way is the part that annoyed: the
question.

## What counts

A script of the same family (copied, or nearly the same text) has a question, a dry run, a check of the place, a backup or output that
this one has not. High where this one loses something, medium where it changes something, low otherwise.

## What to do

Carry the guard over, or better, make one script with a parameter out of the two.

## Example

`reset_pilot_v2.py` is 93 % the same as `reset_pilot.py`, without its question.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.checks._tell import best_to_ask, graded, listed, top
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Inventory, Script
from handover_generator.model.location import Location

_NAMES = {
    "confirm": "the question",
    "dry_run": "the dry run",
    "env_check": "the check of the place",
    "output": "the output",
    "backup": "the backup",
    "transaction": "the transaction",
    "lock": "the lock",
    "scope": "the limit",
}


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        told: set[str] = set()  # one gap a lost guard, with the nearest kin that still has it
        for copy in sorted(script.copies, key=lambda c: (-c.similarity, c.path)):
            lost = tuple(sorted(set(copy.lost) - told))
            if not lost:
                continue
            told |= set(lost)
            kin = inventory.by_path.get(copy.path)
            there = _lines(kin, lost) if kin else ()
            where = f" (there: {listed([str(at) for at in there])})" if there else ""
            names = listed([_NAMES.get(kind, kind) for kind in lost])
            yield Gap(
                rule=CHECK.id,
                subject=script.path,
                at=top(script),
                ask=best_to_ask(inventory, script),
                detail=f"{copy.path}:{','.join(lost)}",
                severity=graded(script, destroys=Severity.HIGH, changes=Severity.MEDIUM, reads=Severity.LOW),
                message=f"This is {round(copy.similarity * 100)} % the same as {copy.path} and lacks {names}{where}.",
                action=f"Carry {names} over from {there[0] if there else copy.path}.",
                evidence=there,
            )


def _lines(kin: Script, lost: tuple[str, ...]) -> tuple[Location, ...]:
    return tuple(sorted({guard.at for guard in kin.guards if guard.kind.value in lost}))


CHECK = Check(id="copy-lost-guard", title="Copy lost a guard", severity=Severity.HIGH, find=_find)
