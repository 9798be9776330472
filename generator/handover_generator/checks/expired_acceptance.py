"""The time for which somebody accepted a risk is over.

## Why

"One launch only" was three launches ago. The risk is open again until somebody says otherwise.

## What counts

An entry under `accepted:`, `escalated:` or `trails:` whose `until` lies before today (high for accepted risks, medium for the others), or
an accepted risk without an end (medium): it does not count as accepted.

## What to do

Mend the gap, or accept it again with a new end and a reason that still holds.

## Example

`{gap: no-confirm, script: scripts/reset_pilot.py, by: marek, until: 2026-08-01}`
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.checks._tell import is_gone, name_of
from handover_generator.model.findings import Basis, Check, Gap, Severity
from handover_generator.model.inventory import Inventory
from handover_generator.model.ownership import Acceptance, ClosedTrail


def expired(until: str | None, today: str) -> bool:
    """Whether an ISO date has passed; the day itself still counts."""
    return bool(until and today and until < today)


def _find(inventory: Inventory) -> Iterator[Gap]:
    for entry in inventory.ownership.accepted:
        if expired(entry.until, inventory.today):
            yield _ended(inventory, entry)
        elif entry.until is None and entry.to is None:
            yield _endless(inventory, entry)
    for trail in inventory.ownership.closed_trails:
        if expired(trail.until, inventory.today):
            yield _reopened(inventory, trail)


def _subject(inventory: Inventory, script: str | None, otherwise: str) -> tuple[str, bool]:
    return (script, True) if script is not None and script in inventory.by_path else (script or otherwise, False)


def _ended(inventory: Inventory, entry: Acceptance) -> Gap:
    subject, is_script = _subject(inventory, entry.script, entry.gap)
    gone = ", who is no longer there," if is_gone(inventory, entry.by) else ""
    verb = f"passed on to {name_of(inventory, entry.to)}" if entry.to else "accepted"
    why = f' ("{entry.why}")' if entry.why else ""
    return Gap(
        rule=CHECK.id,
        severity=Severity.MEDIUM if entry.to else Severity.HIGH,
        subject=subject,
        script=is_script,
        at=entry.at,
        ask=None if is_gone(inventory, entry.by) else entry.by,
        detail=f"{entry.gap} {entry.by} {entry.until}",
        message=f"{name_of(inventory, entry.by)}{gone} {verb} the risk {entry.gap} until {entry.until}{why}; "
        "that is over, so the risk is open again.",
        action=f"Mend it, or renew the entry at {entry.at} with a new end and a reason that still holds.",
    )


def _endless(inventory: Inventory, entry: Acceptance) -> Gap:
    subject, is_script = _subject(inventory, entry.script, entry.gap)
    return Gap(
        rule=CHECK.id,
        severity=Severity.MEDIUM,
        subject=subject,
        script=is_script,
        at=entry.at,
        ask=entry.by,
        detail=f"{entry.gap} {entry.by} no end",
        message=f"{name_of(inventory, entry.by)} accepted the risk {entry.gap} without an end, so it does not count as accepted.",
        action=f"Add until: <date> to the entry at {entry.at}.",
    )


def _reopened(inventory: Inventory, trail: ClosedTrail) -> Gap:
    subject, is_script = _subject(inventory, trail.script, trail.effect)
    return Gap(
        rule=CHECK.id,
        severity=Severity.MEDIUM,
        subject=subject,
        script=is_script,
        at=trail.at,
        ask=trail.by,
        detail=f"trail {trail.effect} {trail.until}",
        message=f'{name_of(inventory, trail.by)} called the trail to "{trail.effect}" false until {trail.until}; that is over.',
        action=f"Look at the trail again, and renew or remove the entry at {trail.at}.",
    )


CHECK = Check(id="expired-acceptance", title="Expired acceptance", severity=Severity.HIGH, find=_find, basis=Basis.TIME, baselinable=False)
