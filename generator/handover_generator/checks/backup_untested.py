"""A backup that scripts rely on was never restored, or not for long.

## Why

A backup is only known to work on the day it was restored.

## What counts

A store that scripts can lose data from states a backup, and `restore_tested` is missing or older than a year. Medium. A store without any
backup is the subject of *no-way-back*.

## What to do

Restore it once into an empty place, and write the date.

## Example

`backup: {where: "s3://dumps/pilotdb", every: 1d}` without `restore_tested`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from handover_generator.analysis.harm import losses
from handover_generator.checks._tell import listed
from handover_generator.model.findings import Basis, Check, Gap, Severity
from handover_generator.model.inventory import Inventory

LIMIT_DAYS = 365


def _find(inventory: Inventory) -> Iterator[Gap]:
    for store in inventory.ownership.stores:
        if store.backup is None or not store.backup.where:
            continue
        users = sorted({script.path for script in inventory.scripts for effect in losses(script) if effect.store == store.id})
        days = _age(store.backup.restore_tested, inventory.today)
        if not users or (days is not None and days <= LIMIT_DAYS):
            continue
        when = f"was last restored {days} days ago" if days is not None else "was never restored, as far as anybody wrote down"
        yield Gap(
            rule=CHECK.id,
            severity=Severity.MEDIUM,
            subject=store.id,
            script=False,
            at=store.at,
            message=f"The backup of {store.id} {when}, and {listed(users)} can destroy what it holds.",
            action=f"Restore it once into an empty place, and write restore_tested: <date> at {store.at}.",
        )


def _age(tested: str | None, today: str) -> int | None:
    try:
        return (date.fromisoformat(today) - date.fromisoformat(tested or "")).days
    except ValueError:
        return None


CHECK = Check(id="backup-untested", title="Backup never restored", severity=Severity.MEDIUM, find=_find, basis=Basis.TIME)
