"""Nobody who is still there knows a script.

## Why

There is no one left to ask. What the code does not say has to be found out again, at the worst time.

## What counts

*Lost*: nobody present ever wrote any of it. *Faded*: writers are present, but their last work on it is too long ago to count. Lost is
critical where the script loses something, high where it changes something, medium where it only reads; faded is one step lower. Where
history is cut, nothing is claimed.

## What to do

Lost: reach the last author while that is possible (`handover leave PERSON` lists the questions), else have someone read and own it.
Faded: ask the last writer to read it again.

## Example

`scripts/reset_pilot.py` was written by two people who left in 2023.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.reach import shared_accounts, still_reachable
from handover_generator.checks._tell import best_to_ask, graded, is_gone, listed, lowered, reach_of, top
from handover_generator.model.findings import Basis, Check, Gap, Severity
from handover_generator.model.inventory import Inventory, Script
from handover_generator.model.people import KnowledgeState


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        state = script.history.state
        if state not in (KnowledgeState.LOST, KnowledgeState.FADED):
            continue
        lost = state is KnowledgeState.LOST
        severity = graded(script, destroys=Severity.CRITICAL, changes=Severity.HIGH, reads=Severity.MEDIUM)
        yield Gap(
            rule=CHECK.id,
            subject=script.path,
            at=top(script),
            ask=best_to_ask(inventory, script),
            detail=state.value,
            severity=lowered(severity, unless=lost),
            message=_lost(inventory, script) if lost else _faded(inventory, script),
            action=_action(inventory, script, lost=lost),
        )


def _lost(inventory: Inventory, script: Script) -> str:
    writers = sorted(script.history.knowers, key=lambda k: (-k.share, k.person))
    if not writers:
        return "Nobody who is still there ever worked on this script."
    best = writers[0]
    known = inventory.people_by_id.get(best.person)
    why = f"; {known.absent_because}" if known and known.absent_because else ""
    return f"Nobody who is still there ever worked on this script; most of it is by {best.name}, last on {best.last or 'an unknown day'}{why}."


def _faded(inventory: Inventory, script: Script) -> str:
    writers = [knower for knower in script.history.knowers if knower.present and not is_gone(inventory, knower.person)]
    if not writers:
        return "Those who wrote this script have not touched it for too long to count as knowing it."
    latest = max(writers, key=lambda k: (k.last, k.person))
    account = next((account for account in shared_accounts(inventory, script) if account.last > latest.last), None)
    who, also = ("Nobody", "") if account is None else (
        "Nobody who can be asked", f"; since then there was {account.name} ({account.last}), a shared account and not a person who can be asked")
    return f"{who} has worked on this script for long; the last one still there is {latest.name} ({latest.last or 'date not known'}){also}."


def _action(inventory: Inventory, script: Script, *, lost: bool) -> str:
    person = best_to_ask(inventory, script)
    if person is None:
        return "Choose one person to read the script from end to end, write its header and own it from then on."
    if not lost:
        return f"Ask {reach_of(inventory, person)} to read it again and confirm its entry (verified: by, on)."
    gone = [known for known in still_reachable(inventory, script) if known != person]
    also = f", and {listed([reach_of(inventory, known) for known in gone], limit=2)}, who left and can still be reached," if gone else ""
    return f"Ask {reach_of(inventory, person)}{also} what must not be touched, and write the answers into the YAML."


CHECK = Check(id="nobody-knows", title="Nobody knows it any more", severity=Severity.CRITICAL, find=_find, basis=Basis.TIME)
