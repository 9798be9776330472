"""An entry of the YAML matches nothing.

## Why

A text about something that no longer exists is read as if it did. Often the file was renamed, and its warnings stayed behind.

## What counts

A script entry whose path is no script here, and a place under `never_in` that is declared nowhere (medium, since its warnings protect
nothing), a pattern of a role's `covers` that matches
no script, a store that no effect touches, a person whom neither history nor any entry knows, an acceptance or a closed trail that fits
nothing, a role, person or place named in an entry otherwise and declared nowhere (low).

## What to do

Correct the name, or remove the entry.

## Example

`scripts/reset_pilots.py` is no script here; did you mean `scripts/reset_pilot.py`?
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from pathspec import GitIgnoreSpec

from handover_generator.model.findings import Basis, Check, Gap, Severity
from handover_generator.model.inventory import Inventory
from handover_generator.model.location import Location


def _find(inventory: Inventory) -> Iterator[Gap]:
    yield from _scripts(inventory)
    yield from _roles(inventory)
    yield from _stores(inventory)
    yield from _people(inventory)
    yield from _risks(inventory)


def stale(kind: str, name: str, at: Location, why: str, known: Iterable[str], severity: Severity = Severity.LOW) -> Gap:
    """A gap for an entry that fits nothing, with the nearest known name."""
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    return Gap(
        rule="stale-entry",
        severity=severity,
        subject=name,
        script=False,
        at=at,
        detail=kind,
        message=f"The {kind} '{name}' {why}{f'; did you mean {near[0]}?' if near else '.'}",
        action=f"Change it to {near[0]}, or remove the entry at {at}." if near else f"Correct or remove the entry at {at}.",
    )


def _scripts(inventory: Inventory) -> Iterator[Gap]:
    unread = {item.path for item in inventory.unread}
    for entry in inventory.ownership.scripts:
        if entry.path not in inventory.by_path and entry.path not in unread:
            yield stale("script entry", entry.path, entry.at, "is no script here", inventory.by_path, Severity.MEDIUM)
        for place in sorted({*(entry.safe_in or ()), *entry.never_in} - set(inventory.environments)):
            severity = Severity.MEDIUM if place in entry.never_in else Severity.LOW
            yield stale("place", place, entry.at, f"in the entry of {entry.path} is declared nowhere", inventory.environments, severity)


def _roles(inventory: Inventory) -> Iterator[Gap]:
    paths = [*inventory.by_path, *(item.path for item in inventory.unread)]
    for role in inventory.ownership.roles:
        for pattern in role.covers:
            if not _matches(pattern, paths):
                yield stale("pattern", pattern, role.at, f"of role {role.id} covers no script", ())


def _matches(pattern: str, paths: list[str]) -> bool:
    try:
        return any(True for _ in GitIgnoreSpec.from_lines([pattern]).match_files(paths))
    except ValueError:
        return False  # a pattern that means nothing matches nothing


def _stores(inventory: Inventory) -> Iterator[Gap]:
    touched = {effect.store for script in inventory.scripts for effect in script.effects}
    for store in inventory.ownership.stores:
        if store.id not in touched:
            yield stale("store", store.id, store.at, "is touched by no script that was read", ())


def _people(inventory: Inventory) -> Iterator[Gap]:
    declared = inventory.ownership
    used = {role.holder for role in declared.roles} | {person for role in declared.roles for person in role.predecessors}
    used |= {entry.owner for entry in declared.scripts} | {entry.verified_by for entry in declared.scripts}
    used |= (
        {entry.by for entry in declared.accepted}
        | {entry.to for entry in declared.accepted}
        | {trail.by for trail in declared.closed_trails}
    )
    used |= {by for entry in declared.scripts for _, _, by, _ in entry.answers}
    active = {person.id for person in inventory.people if person.last_active is not None}
    for person in declared.people:
        if person.id not in used and person.id not in active:
            yield stale("person", person.id, person.at, "is named by no entry and appears nowhere in the history that was read", active)


def _risks(inventory: Inventory) -> Iterator[Gap]:
    for entry in inventory.ownership.accepted:
        if entry.script is not None and entry.script not in inventory.by_path and not _is_pattern(entry.script):
            yield stale("script of an accepted risk", entry.script, entry.at, "is no script here", inventory.by_path)
    for trail in inventory.ownership.closed_trails:
        script = inventory.by_path.get(trail.script)
        if script is None:
            yield stale("script of a closed trail", trail.script, trail.at, "is no script here", inventory.by_path)
        elif not any(_closes(trail.effect, f"{effect.resource} {effect.action.value}", effect.target) for effect in script.effects):
            yield stale("closed trail", f"{trail.script}: {trail.effect}", trail.at, "fits no effect of that script", ())


def _is_pattern(text: str) -> bool:
    return any(char in text for char in "*?[")


def _closes(stated: str, kind: str, target: str | None) -> bool:
    words = " ".join(stated.split())
    return words == kind or (target is not None and words == f"{kind} {target}")


CHECK = Check(id="stale-entry", title="Stale entry", severity=Severity.MEDIUM, find=_find, basis=Basis.STATEMENTS)
