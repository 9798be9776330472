"""Nothing states where a script may be run.

## Why

"The pilot" was half testing, half production. Whoever holds a script that changes something must know where that is allowed.

## What counts

The script changes something, and neither the YAML (`safe_in`, `never_in`) nor the header ("Safe environments", "Never run in") names a
place. High where something is lost, medium where something changes. Scripts that only read need no place.

## What to do

State `safe_in` and `never_in`. An empty `safe_in: []` is an answer too: nowhere.

## Example

`scripts/reset_pilot.py: {safe_in: [pilot], never_in: [production]}`
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.describing import describe
from handover_generator.analysis.harm import changes
from handover_generator.analysis.places_that_matter import important_places
from handover_generator.checks._tell import add_line, best_to_ask, evidence_of, graded, listed, top
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Inventory, Script

_PLACES = 8


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        found = changes(script)
        entry = inventory.ownership.script(script.path)
        stated = script.places.safe or script.places.never or (entry is not None and entry.safe_in is not None)
        if not found or stated:
            continue
        reached = f"; it reaches {listed(script.places.reaches)}" if script.places.reaches else ""
        yield Gap(
            rule=CHECK.id,
            subject=script.path,
            at=top(script),
            ask=best_to_ask(inventory, script),
            severity=graded(script, destroys=Severity.HIGH, changes=Severity.MEDIUM, reads=Severity.LOW),
            message=f"Nothing says where this script may be run, and it {describe(found[0])}{reached}.",
            action=add_line(inventory, script, "safe_in: [<where it may run>]", "never_in: [<where it must not>]") + _choice(inventory, script),
            evidence=evidence_of(script, found[0]),
        )


def _choice(inventory: Inventory, script: Script) -> str:
    """The places to choose from: those that it reaches first, then those that matter most."""
    ranked = (*script.places.reaches, *sorted(important_places(inventory)), *inventory.environments)
    known = listed((place for place in ranked if place in inventory.environments), limit=_PLACES)
    return f". Known places: {known}" if known else ""


CHECK = Check(id="no-safe-place", title="No safe place stated", severity=Severity.HIGH, find=_find)
