"""Only one person who is still there knows a script.

## Why

It leaves with that person. While they are here, an hour of explaining is enough; afterwards no effort is.

## What counts

The knowledge state is *single*: exactly one present person has changed the script in a way that recent history still counts. High where the
script loses something, medium where it changes something, low where it only reads. This is about the script, not about the person.

## What to do

Let a second person make the next change, with the first one reviewing.

## Example

Only Ada knows `scripts/restore.sh`; Ben is proposed, he changed `lib/dump.sh` twice this year.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.checks._tell import graded, name_of, top
from handover_generator.model.findings import Basis, Check, Gap, Severity
from handover_generator.model.inventory import Inventory
from handover_generator.model.people import KnowledgeState


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        if script.history.state is not KnowledgeState.SINGLE:
            continue
        knower = next((knower for knower in script.history.knowers if knower.present and knower.knows), None)
        if knower is None:
            continue
        second = script.ownership.second
        proposal = (
            f"Ask {knower.name} to walk {name_of(inventory, second)} through it"
            if second and second != knower.person
            else f"Ask {knower.name} to walk a second person through it"
        )
        why = f" ({script.ownership.second_because})" if second and second != knower.person and script.ownership.second_because else ""
        yield Gap(
            rule=CHECK.id,
            subject=script.path,
            at=top(script),
            ask=knower.person,
            severity=graded(script, destroys=Severity.HIGH, changes=Severity.MEDIUM, reads=Severity.LOW),
            message=f"Only {knower.name} still knows this script (last change of theirs: {knower.last or 'not known'}).",
            action=f"{proposal}{why}, and let that person make the next change.",
        )


CHECK = Check(id="single-knower", title="A single knower", severity=Severity.HIGH, find=_find, basis=Basis.TIME)
