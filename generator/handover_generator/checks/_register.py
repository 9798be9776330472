"""Applies what people accepted or passed on to the gaps: each gets its state, and acceptances that fit nothing become gaps themselves."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from handover_generator.checks._tell import name_of, yaml_file
from handover_generator.checks.expired_acceptance import expired
from handover_generator.checks.stale_entry import stale
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Inventory
from handover_generator.model.location import Location
from handover_generator.model.ownership import Acceptance
from handover_generator.records import replace


def applied(inventory: Inventory, gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """The gaps with ``state`` and ``state_note``: accepted wins over escalated, and what has expired is open again and says so."""
    entries = inventory.ownership.accepted
    return tuple(_stated(inventory, gap, [entry for entry in entries if fits(entry, gap)]) for gap in gaps)


def fits(entry: Acceptance, gap: Gap) -> bool:
    """Whether an entry speaks of a gap: same rule, and same script (a glob is allowed; none means every one). What no baseline may hold nobody
    can accept either: the cure of an expired acceptance is a new date, not a second acceptance.
    """
    if entry.gap != gap.rule or not gap.baselinable:
        return False
    return entry.script is None or entry.script == gap.subject or fnmatchcase(gap.subject, entry.script)


def _stated(inventory: Inventory, gap: Gap, entries: list[Acceptance]) -> Gap:
    today = inventory.today
    running = [entry for entry in entries if not expired(entry.until, today)]
    accepted = next((entry for entry in running if entry.to is None and entry.until is not None), None)
    if accepted is not None:
        return replace(gap, state="accepted", state_note=_note(inventory, accepted))
    escalated = next((entry for entry in running if entry.to is not None), None)
    if escalated is not None:
        return replace(gap, state="escalated", state_note=_note(inventory, escalated))
    over = max((entry for entry in entries if expired(entry.until, today)), key=lambda entry: entry.until or "", default=None)
    return replace(gap, state_note=f"open again: {_note(inventory, over)}") if over is not None else gap


def _note(inventory: Inventory, entry: Acceptance) -> str:
    by = name_of(inventory, entry.by)
    head = f"passed on by {by} to {name_of(inventory, entry.to)}" if entry.to else f"accepted by {by}"
    on = f" on {entry.on}" if entry.on else ""
    until = f" until {entry.until}" if entry.until else ""
    return f"{head}{on}{until}{f': {entry.why}' if entry.why else ''}"


def unfit(inventory: Inventory, gaps: Iterable[Gap], rules: Iterable[Check]) -> tuple[Gap, ...]:
    """Gaps for entries under ``accepted:`` that name no rule, or a risk that does not (any longer) exist."""
    known = {rule.id for rule in rules}
    every = tuple(gaps)
    found: list[Gap] = []
    for entry in inventory.ownership.accepted:
        if entry.gap not in known:
            found.append(stale("accepted risk", entry.gap, entry.at, "is no rule", known, Severity.MEDIUM))
        elif entry.script in inventory.by_path and not any(fits(entry, gap) for gap in every):
            found.append(stale("accepted risk", f"{entry.gap} of {entry.script}", entry.at, "does not exist (any longer)", ()))
    for rule in inventory.ownership.policy.ignore:
        if rule not in known:
            found.append(stale("ignored rule", rule, Location(yaml_file(inventory, "policy")), "is no rule", known, Severity.MEDIUM))
    return tuple(found)
