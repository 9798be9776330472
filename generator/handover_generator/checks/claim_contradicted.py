"""A text claims something that the code contradicts.

## Why

A wrong text is worse than none: it is believed. "Read only" over a script that writes has cost people their data.

## What counts

- "Read only", "Side effects: none" in the header, or `side_effects: []` in the YAML, while the script changes something.
- `side_effects` in the YAML names some effects and leaves out one that loses something.
- The text promises a question ("asks before deleting") or a dry run by default, and none stands before the loss.

Temporary files do not contradict "read only". Critical where something is lost, high where something changes, one step lower where only a
name speaks for the effect.

## What to do

Correct the text, or the code. If the trail is wrong, close it under `trails:` in the YAML, with a reason and an end.

## Example

Header "Side effects: none"; `lib/store.py:31` drops the database main.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.guards import asks
from handover_generator.analysis.harm import changes, firm, losses
from handover_generator.checks._tell import best_to_ask, evidence_of, lowered, told
from handover_generator.checks._words import promises, stated_text
from handover_generator.model.behaviour import GuardKind
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Effect, Inventory, Script
from handover_generator.model.location import Location


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        yield from _claims_nothing(inventory, script)
        yield from _incomplete_list(inventory, script)
        yield from _empty_promise(inventory, script)


def _claims_nothing(inventory: Inventory, script: Script) -> Iterator[Gap]:
    found = changes(script)
    if not found:
        return
    claim = script.claims.claims_nothing
    entry = inventory.ownership.script(script.path)
    if claim is not None:
        yield _gap(
            inventory,
            script,
            found[0],
            claim.at,
            f'The header claims "{" ".join(claim.text.split())[:80]}", and the script',
            detail="header says nothing",
        )
    if entry is not None and entry.side_effects == ():
        yield _gap(
            inventory,
            script,
            found[0],
            entry.at,
            "The YAML states that there are no side effects, and the script",
            detail="yaml says nothing",
        )


def _incomplete_list(inventory: Inventory, script: Script) -> Iterator[Gap]:
    entry = inventory.ownership.script(script.path)
    if entry is None or not entry.side_effects:
        return
    stated = {(item.resource, item.action) for item in entry.side_effects}
    missing = [effect for effect in losses(script) if (effect.resource, effect.action.value) not in stated]
    for kind in dict.fromkeys((effect.resource, effect.action.value) for effect in missing):
        effect = next(effect for effect in missing if (effect.resource, effect.action.value) == kind)
        yield _gap(
            inventory,
            script,
            effect,
            entry.side_effects[0].at,
            "The side effects stated in the YAML leave out that the script",
            detail=f"yaml leaves out {kind[0]} {kind[1]}",
        )


def _empty_promise(inventory: Inventory, script: Script) -> Iterator[Gap]:
    found = losses(script)
    promised = promises(stated_text(inventory, script))
    bare = next((effect for effect in found if not asks(effect)), None)
    if bare is None or any(guard.kind in (GuardKind.CONFIRM, GuardKind.DRY_RUN) for guard in script.guards):
        return  # a guard that stands elsewhere is the subject of "guard-bypassed"
    for kind in ("confirm", "dry_run"):
        if kind in promised:
            at = script.purpose.at if script.purpose else bare.at
            what = "a question" if kind == "confirm" else "a dry run by default"
            yield _gap(
                inventory,
                script,
                bare,
                at,
                f'The text promises {what} ("{promised[kind]}"), none was found, and the script',
                detail=f"promises {kind}",
            )
            return


def _gap(inventory: Inventory, script: Script, effect: Effect, at: Location, said: str, *, detail: str) -> Gap:
    severity = Severity.CRITICAL if effect.destructive else Severity.HIGH
    return Gap(
        rule=CHECK.id,
        subject=script.path,
        at=at,
        ask=best_to_ask(inventory, script),
        detail=detail,
        severity=lowered(severity, unless=firm(effect)),
        message=f"{said} {told(effect)}.",
        action=f"Correct the claim at {at}, or close the trail with a reason under trails: in the YAML if it is false.",
        evidence=(at, *evidence_of(script, effect)),
    )


CHECK = Check(id="claim-contradicted", title="Claim contradicted by the code", severity=Severity.CRITICAL, find=_find, strict=True)
