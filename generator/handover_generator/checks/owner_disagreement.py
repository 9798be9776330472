"""Two sources name different owners.

## Why

Each of them can rightly say that it is the other's. In doubt nobody decides.

## What counts

The ownership YAML, the header, CODEOWNERS and catalog-info name owners that cannot be the same: neither the same id, handle, e-mail or
name, nor a member of it. Medium where the script loses something, else low.

## What to do

Decide, and correct the source that is wrong. The YAML entry of the script wins until then.

## Example

`handover/scripts.yml` says backend, CODEOWNERS says `@data-team`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_generator.checks._tell import best_to_ask, graded, listed, source_of, top
from handover_generator.model.findings import Basis, Check, Gap, Severity
from handover_generator.model.inventory import Inventory, Script


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        owner = script.ownership
        if owner.owner is None:
            continue
        ours = _names(inventory, script)
        other = [(source, name, at) for source, name, at in owner.others if not _parts(name) & ours]
        if not other:
            continue
        yield Gap(
            rule=CHECK.id,
            subject=script.path,
            at=owner.at or top(script),
            ask=best_to_ask(inventory, script),
            severity=graded(script, destroys=Severity.MEDIUM, changes=Severity.LOW, reads=Severity.LOW),
            message=f"{source_of(owner.source, owner.at)} names {owner.owner} as owner, but "
            + listed([f"{source_of(source, at, inside=True)} names {name}" for source, name, at in other])
            + ".",
            action=f"Decide who owns it, and correct {other[0][2]} or {owner.at or owner.source}.",
            evidence=tuple(at for _, _, at in other),
            detail=";".join(f"{source}={name}" for source, name, _ in other),
        )


def _parts(name: str) -> set[str]:
    """The forms under which an owner as written may be known elsewhere."""
    forms: set[str] = set()
    for word in [name, *re.split(r"[\s,]+", name)]:
        low = word.strip().lower().lstrip("@")
        low = low.removeprefix("user:").removeprefix("group:").removeprefix("default/")
        forms |= {low, low.rsplit("/", 1)[-1]}
        if "@" in low:
            forms.add(low.split("@", 1)[0])
    return forms - {""}


def _names(inventory: Inventory, script: Script) -> set[str]:
    owner = script.ownership
    names = _parts(owner.owner or "")
    for person in owner.people:
        names |= _parts(person)
        known = inventory.people_by_id.get(person)
        if known is not None:
            names |= {known.name.lower(), *(form for email in known.emails for form in _parts(email))}
    return names


CHECK = Check(id="owner-disagreement", title="Sources disagree on the owner", severity=Severity.MEDIUM, find=_find, basis=Basis.STATEMENTS)
