"""A file could not be read at all.

## Why

It may do anything. It is listed so that nobody takes its absence from the catalogue for harmlessness.

## What counts

Every file that looks like a script and was not read, with the reason: a language nobody here reads, not text, too large, a link that
leaves the repository. Medium for a language nobody reads, since such a file runs; else low.

## What to do

Read it yourself, and describe it in the YAML.

## Example

`bin/old.pl`: Perl is not a language we read.
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.checks._tell import yaml_file, yaml_key
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Inventory
from handover_generator.model.location import Location


def _find(inventory: Inventory) -> Iterator[Gap]:
    for unread in inventory.unread:
        yield Gap(
            rule=CHECK.id,
            severity=Severity.MEDIUM if "language" in unread.reason else Severity.LOW,
            subject=unread.path,
            script=unread.path in inventory.by_path,
            at=Location(unread.path),
            message=f"This file was not read: {unread.reason.rstrip('.')}. What it does is unknown.",
            action=f"Read it, and add to {yaml_file(inventory)}, under scripts:  "
            f"{yaml_key(unread.path)}: {{purpose: <what it does>, side_effects: [<...>]}}",
        )


CHECK = Check(id="unread-file", title="Unread file", severity=Severity.MEDIUM, find=_find, strict=True)
