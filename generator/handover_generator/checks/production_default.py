"""If nothing is set, a script lands in a place that matters.

## Why

A forgotten variable should hit nothing. Here it hits production.

## What counts

The default of an environment variable, an option or a configuration value leads to production, or to a place whose data is declared
irreplaceable. Critical where something is lost, high where something changes, medium where it only reads.

## What to do

Remove the default and stop with a sentence when the variable is missing (`os.environ["DB_URL"]`, `${DB_URL:?}`).

## Example

`os.environ.get("DB_URL", "postgresql://db1.prod.example.org/main")`
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.describing import describe
from handover_generator.analysis.harm import changes
from handover_generator.checks._tell import best_to_ask, graded
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Inventory


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        for default in script.places.defaults:
            found = changes(script)
            harm = f", and it {describe(found[0])}" if found else ""
            yield Gap(
                rule=CHECK.id,
                subject=script.path,
                at=default.at,
                ask=best_to_ask(inventory, script),
                detail=f"{default.name}={default.place}",
                severity=graded(script, destroys=Severity.CRITICAL, changes=Severity.HIGH, reads=Severity.MEDIUM),
                message=f"If {default.name} is not set, this script runs against {default.place} ({default.value}){harm}.",
                action=f"Remove the default at {default.at} and stop with a message when {default.name} is missing.",
                evidence=(default.at,),
            )


CHECK = Check(id="production-default", title="Default falls to production", severity=Severity.CRITICAL, find=_find)
