"""A script without a word on what it does.

## Why

Nobody can decide whether to run a script that says nothing. The name is not a description: names are copied along with the code.

## What counts

There is no docstring, no header comment and no `purpose` in the ownership YAML, or what stands there is empty or begins with TODO.
Nor does each of its commands or recipes that changes something say what it is for.
High where the script loses something, medium where it changes something, low where it only reads.

## What to do

Write one sentence that names what changes and where. `handover draft SCRIPT` writes a header with everything that could be mined already
filled in.

## Example

`scripts/reset_pilot.py` has no docstring and drops a database. Add `purpose: Empties one pilot before a rehearsal` to its YAML entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.describing import describe
from handover_generator.analysis.harm import changes, losses
from handover_generator.checks._tell import best_to_ask, evidence_of, graded, top
from handover_generator.checks._words import is_described
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Inventory


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        if script.tier == "unread" or is_described(script):
            continue  # of files not read at all "unread-file" speaks
        worst = next(iter((*losses(script), *changes(script))), None)
        known = f", and it {describe(worst)}" if worst else ""
        yield Gap(
            rule=CHECK.id,
            subject=script.path,
            at=top(script),
            ask=best_to_ask(inventory, script),
            severity=graded(script, destroys=Severity.HIGH, changes=Severity.MEDIUM, reads=Severity.LOW),
            message=f"Nothing says what this script is for{known}.",
            action=f"Run 'handover draft {script.path}', fill in the open lines and put the header into the script.",
            evidence=evidence_of(script, worst) if worst else (),
        )


CHECK = Check(id="undocumented", title="Undocumented script", severity=Severity.HIGH, find=_find)
