"""The named owner has left.

## Why

An owner who is gone looks like an answer and is none. Questions go to a mailbox that nobody reads.

## What counts

Everybody behind the owner has a `left` date in the YAML that has passed, or shows no activity for a year: high where the script loses
something, medium otherwise. If only some of them are gone: low.

## What to do

Ask them now if they can still be reached, and name somebody who is there.

## Example

CODEOWNERS says `scripts/ @marek`; marek left on 2026-09-01.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.reach import still_reachable
from handover_generator.checks._tell import add_line, best_to_ask, graded, listed, name_of, reach_of, source_of, top
from handover_generator.model.findings import Basis, Check, Gap, Severity
from handover_generator.model.inventory import Inventory


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        owner = script.ownership
        if not owner.gone:
            continue
        everybody = set(owner.people) <= set(owner.gone)
        severity = graded(script, destroys=Severity.HIGH, changes=Severity.MEDIUM, reads=Severity.MEDIUM) if everybody else Severity.LOW
        people = [inventory.people_by_id.get(person) for person in owner.gone]
        why = listed(
            [
                f"{name_of(inventory, person)}{f', {known.absent_because}' if known and known.absent_because else ''}"
                for person, known in zip(owner.gone, people, strict=True)
            ]
        )
        proposal = name_of(inventory, owner.second) if owner.second else None
        reachable = [person for person in still_reachable(inventory, script) if person in owner.gone]
        first = f"Ask {listed([reach_of(inventory, person) for person in reachable])} while it is possible, and name somebody who is there. "
        yield Gap(
            rule=CHECK.id,
            subject=script.path,
            at=owner.at or top(script),
            ask=best_to_ask(inventory, script),
            severity=severity,
            message=f"{source_of(owner.source, owner.at)} names {owner.owner} as owner, and "
            f"{'nobody behind it is there any more' if everybody else 'some have left'}: {why}.",
            action=(first if reachable else "")
            + add_line(inventory, script, f"owner: {owner.second or '<role or person>'}")
            + (f" ({proposal} is proposed: {owner.second_because})" if proposal and owner.second_because else ""),
            detail=",".join(owner.gone),
        )


CHECK = Check(id="owner-left", title="Owner has left", severity=Severity.HIGH, find=_find, basis=Basis.TIME)
