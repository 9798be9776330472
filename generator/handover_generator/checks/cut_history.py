"""History is cut, so who knows what cannot be told.

## Why

In a shallow clone everybody looks like the author of everything, or nobody does. A wrong name is worse than none.

## What counts

The clone is shallow, or no history could be read. A note: knowledge is then shown as unknown, never guessed.

## What to do

Fetch the whole history (`git fetch --unshallow`; in CI: `fetch-depth: 0`) and run again.

## Example

A checkout with `--depth 1`.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.model.findings import Basis, Check, Gap, Severity
from handover_generator.model.inventory import Inventory
from handover_generator.model.location import Location


def _find(inventory: Inventory) -> Iterator[Gap]:
    repository = inventory.repository
    if not repository.shallow and repository.commits:
        return
    if not repository.shallow and (not inventory.scripts or repository.commit is None):
        return  # an empty repository has no history to lack
    yield Gap(
        rule=CHECK.id,
        severity=Severity.NOTE,
        subject=repository.name,
        script=False,
        at=Location(".git"),
        message="The history is cut, so nothing is said about who knows which script.",
        action="Fetch the whole history (git fetch --unshallow, in CI fetch-depth: 0) and run again.",
    )


CHECK = Check(id="cut-history", title="History is cut", severity=Severity.NOTE, find=_find, basis=Basis.TIME)
