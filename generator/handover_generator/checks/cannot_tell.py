"""Parts of what a script does could not be seen.

## Why

What could not be read is not harmless; it is unknown. A script with unknowns is never free to run.

## What counts

Dynamic calls, computed commands or statements, code or scripts fetched from elsewhere, packages and commands that nothing is known of,
parts of the file that could not be parsed. Medium where something is run that is computed at run time or part of the file is unread, else
low.

## What to do

Read those lines, and state the result under `side_effects` in the YAML, or teach the tool the package in `handover/effects.yml`.

## Example

`bash -c "$CMD"` at line 7: what runs is decided by a variable.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.unknowns import in_words, unresolved
from handover_generator.checks._tell import best_to_ask, top
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Inventory, Script
from handover_generator.model.location import Location

_GRAVE = frozenset({"dynamic-command", "dynamic-sql", "dynamic-code", "remote-script", "parse-tier", "budget"})


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        if script.tier == "unread" or (not script.unknowns and not script.partial):
            continue  # of files not read at all "unread-file" speaks
        grave = bool(script.partial) or any(unknown.kind in _GRAVE for unknown in script.unknowns)
        first = min(script.unknowns, key=lambda u: (u.at.path != script.path, u.kind not in _GRAVE, u.at, u.kind), default=None)
        example = f"; first: {first.at}, {first.detail}" if first and first.detail else f"; first: {first.at}" if first else ""
        said = f"not understood: {in_words(script.unknowns)}{example}" if first else ""
        partial = f"the file was only partly read: {script.partial}" if script.partial else ""
        calls = f" ({script.resolved_calls} of {script.reachable_calls} calls understood)" if unresolved(script) else ""
        yield Gap(
            rule=CHECK.id,
            severity=Severity.MEDIUM if grave else Severity.LOW,
            subject=script.path,
            at=first.at if first else top(script),
            ask=best_to_ask(inventory, script),
            message=f"Not everything that this script does can be told: {'; '.join(part for part in (partial, said) if part)}{calls}.",
            action=f"Read {first.at if first else script.path} and state what it does under side_effects in the YAML.",
            evidence=_places(script),
        )


def _places(script: Script) -> tuple[Location, ...]:
    return tuple(sorted({unknown.at for unknown in script.unknowns}, key=lambda at: (at.path != script.path, at)))[:20]


CHECK = Check(id="cannot-tell", title="Cannot tell", severity=Severity.MEDIUM, find=_find, strict=True)
