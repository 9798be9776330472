"""A script still has what was repaired in its kin.

## Why

Somebody found out the hard way, and mended the script at hand. The copy beside it will do it again.

## What counts

A commit whose subject speaks of a repair changed one of two scripts of a family, after both were there, and not the other; a line that it
took away still stands in the other, and what it brought is not there. Medium where this script loses something or cannot be undone, low
otherwise. A repair that does not fit the copy is told with the line, so that a glance decides.

## What to do

Look at the commit, and carry the repair over; or better, make one script with a parameter out of the two.

## Example

`Commit 3f2a91c0de ("fix: never drop live sessions", 2022-01-01) repaired reset_pilot.py; this script still has drop(everything) in line 12.`
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.checks._tell import best_to_ask, graded
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Inventory

_CLIP = 80


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        told: set[str] = set()                  # one gap a repair, however many kin had it
        for copy in sorted(script.copies, key=lambda c: (-c.similarity, c.path)):
            for fix in copy.fixes:
                if fix.commit in told:
                    continue
                told.add(fix.commit)
                subject = fix.subject if len(fix.subject) <= _CLIP else fix.subject[:_CLIP - 1] + "…"
                day = f", {fix.date}" if fix.date else ""
                yield Gap(
                    rule=CHECK.id,
                    subject=script.path,
                    at=fix.at,
                    ask=best_to_ask(inventory, script),
                    detail=fix.commit,
                    severity=graded(script, destroys=Severity.MEDIUM, changes=Severity.LOW, reads=Severity.LOW),
                    message=f'Commit {fix.commit[:10]} ("{subject}"{day}) repaired {copy.path}; '
                            f"this script still has in line {fix.at.line} what was mended there.",
                    action=f"Look at {fix.at} and carry the repair over, if it applies here.",
                    evidence=(fix.at,),
                )


CHECK = Check(id="fix-not-carried", title="Fix not carried over", severity=Severity.MEDIUM, find=_find)
