"""A script imports a package that no manifest names.

## Why

It works on the machine of the one who left, and nowhere else.

## What counts

The script imports a third-party package, and no requirements file, pyproject, setup or Pipfile of the repository declares it. Low; medium
where something starts the script by itself.

## What to do

Declare it where the script's other packages are declared, or say in the header what must be installed.

## Example

`scripts/export.py:3` imports boto3; `requirements.txt` does not name it.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.checks._tell import best_to_ask, listed
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Inventory


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        missing = script.dependencies.undeclared
        if not missing:
            continue
        names = sorted({need.name for need in missing})
        started = any(starter.starts for starter in script.called_from)
        first = min(missing, key=lambda need: (need.at, need.name))
        yield Gap(
            rule=CHECK.id,
            severity=Severity.MEDIUM if started else Severity.LOW,
            subject=script.path,
            at=first.at,
            ask=best_to_ask(inventory, script),
            detail=",".join(names),
            message=f"It needs {listed(names, limit=6)}, which no manifest of the repository declares.",
            action=f"Declare {listed(names, limit=6)} in the requirements of whatever installs this script.",
            evidence=tuple(sorted({need.at for need in missing})),
        )


CHECK = Check(id="undeclared-dependency", title="Undeclared dependency", severity=Severity.MEDIUM, find=_find)
