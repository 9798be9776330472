"""A script reaches a place where it must not run.

## Why

A rule that says "never in production" does not stop a script whose address is production.

## What counts

The script's targets, hosts or settings lead to a place listed under `never_in`, or, where `safe_in` is stated, to a place that is not
in it. Critical where something is lost, high where something changes, medium where it only reads; low if a check of the place stands
before everything it changes; medium if its settings decide the place (it reaches an allowed one as well, and no default leads to the
forbidden one).

## What to do

Change the target or the default, or put a check of the place before the first effect.

## Example

`never_in: [production]`, and `lib/config.py:4` falls back to `db1.prod.example.org`.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.describing import describe
from handover_generator.analysis.guards import guards_before, holds
from handover_generator.analysis.harm import changes, losses
from handover_generator.checks._tell import best_to_ask, graded, listed, top
from handover_generator.model.behaviour import GuardKind
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Inventory, Script
from handover_generator.model.location import Location


def forbidden(script: Script) -> tuple[tuple[str, str], ...]:
    """Places that a script reaches and must not, each with the reason."""
    places = script.places
    found = [(place, f"it must never run in {place}") for place in places.reaches if place in places.never]
    if places.safe:
        found += [
            (place, f"it is only stated to be safe in {listed(places.safe)}")
            for place in places.reaches
            if place not in places.safe and place not in places.never
        ]
    return tuple(sorted(found))


def by_settings(script: Script, place: str) -> bool:
    """Whether its settings decide if a script reaches a place: it reaches an allowed one as well, and no default leads there."""
    allowed = set(script.places.reaches) & set(script.places.safe) - set(script.places.never)
    return bool(allowed) and all(default.place != place for default in script.places.defaults)


def checks_the_place(script: Script) -> bool:
    """Whether a strong check of the place stands before everything a script loses (before every change, where it loses nothing)."""
    harmful = losses(script) or changes(script)
    return bool(harmful) and all(any(holds(guard) for guard in guards_before(effect, GuardKind.ENV_CHECK)) for effect in harmful)


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        checked = checks_the_place(script)
        for place, why in forbidden(script):
            proof = [(sentence, at) for name, sentence, at in script.places.reach_evidence if name == place]
            how = f" ({proof[0][0]}, {proof[0][1]})" if proof else ""
            found = changes(script)
            harm = f" and {describe(found[0])}" if found else ""
            reaches = "can be pointed at" if by_settings(script, place) else "reaches"
            yield Gap(
                rule=CHECK.id,
                subject=script.path,
                at=proof[0][1] if proof else top(script),
                ask=best_to_ask(inventory, script),
                detail=place,
                severity=_severity(script, place, checked=checked),
                message=f"This script {reaches} {place}{how}{harm}, although {why} (according to {script.places.at or script.places.source})"
                f"{'; it checks the place first' if checked else ''}.",
                action=f"Take {place} out of its settings, or stop the script there before it acts: compare the host and exit.",
                evidence=_evidence(proof),
            )


def _severity(script: Script, place: str, *, checked: bool) -> Severity:
    if checked:
        return Severity.LOW
    if by_settings(script, place):
        return graded(script, destroys=Severity.MEDIUM, changes=Severity.MEDIUM, reads=Severity.LOW)
    return graded(script, destroys=Severity.CRITICAL, changes=Severity.HIGH, reads=Severity.MEDIUM)


def _evidence(proof: list[tuple[str, Location]]) -> tuple[Location, ...]:
    return tuple(dict.fromkeys(at for _, at in proof))


CHECK = Check(id="runs-where-forbidden", title="Reaches a forbidden place", severity=Severity.CRITICAL, find=_find)
