"""A host, database or bucket serves two environments.

## Why

Where testing and production share a server, "it is only testing" is never true. Careful people have lost production data there.

## What counts

The same host, database, bucket or address is declared or configured for two environments: medium for the place itself. For each script
whose targets touch it: high where something is lost, medium where something changes, low where it only reads.

## What to do

Separate them; until then, mark the place in the YAML so that every script that reaches it carries the warning.

## Example

`app1.example.org` stands in `.env.testing:3` and `.env.production:3`.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.describing import describe
from handover_generator.analysis.harm import changes
from handover_generator.analysis.places_that_matter import mixed_places_of
from handover_generator.checks._tell import best_to_ask, graded, listed, top
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Inventory, MixedPlace
from handover_generator.model.location import Location


def _find(inventory: Inventory) -> Iterator[Gap]:
    for place in inventory.mixed_places:
        yield Gap(
            rule=CHECK.id,
            severity=Severity.MEDIUM,
            subject=place.name,
            script=False,
            detail=place.id,
            at=place.evidence[0] if place.evidence else Location(place.name),
            message=f"The {place.kind} {place.name} serves {listed(place.environments)} at once.",
            action=f"Give each of {listed(place.environments)} its own {place.kind}, or say in the YAML who decides what may run there.",
            evidence=place.evidence,
        )
    for script in inventory.scripts:
        for place in mixed_places_of(inventory, script):
            yield _touching(inventory, script.path, place)


def _touching(inventory: Inventory, path: str, place: MixedPlace) -> Gap:
    script = inventory.by_path[path]
    found = changes(script)
    harm = f", and it {describe(found[0])}" if found else ""
    return Gap(
        rule=CHECK.id,
        subject=path,
        at=top(script),
        ask=best_to_ask(inventory, script),
        detail=place.id,
        severity=graded(script, destroys=Severity.HIGH, changes=Severity.MEDIUM, reads=Severity.LOW),
        message=f"This script reaches {place.name}, which is half {', half '.join(place.environments[:3])}{harm}.",
        action=f"Before each run, find out which of {listed(place.environments)} would be hit; add a check of the place to the script.",
        evidence=place.evidence,
    )


CHECK = Check(id="mixed-place", title="Mixed place", severity=Severity.HIGH, find=_find)
