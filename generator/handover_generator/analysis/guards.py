"""What stands before an effect on its trail, and whether it would stop a hand."""

from __future__ import annotations

from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.inventory import Effect


def guards_before(effect: Effect, kind: GuardKind) -> tuple[Guard, ...]:
    """The guards of one kind that stand before an effect on its trail, strong ones first."""
    return tuple(sorted((guard for guard in effect.guards if guard.kind is kind), key=lambda guard: (not guard.strong, guard.at)))


def holds(guard: Guard) -> bool:
    """Whether a guard protects somebody who gives no option at all: strong, and not one that must be asked for (``--dry-run``)."""
    return guard.strong and guard.default_on is not False


def stops(effect: Effect) -> tuple[Guard, ...]:
    """The guards that would stop a hand before this effect: a question, a dry run that is the default, a check of the place."""
    kinds = (GuardKind.CONFIRM, GuardKind.DRY_RUN, GuardKind.ENV_CHECK)
    return tuple(guard for kind in kinds for guard in guards_before(effect, kind) if holds(guard))


def asks(effect: Effect) -> tuple[Guard, ...]:
    """The guards that ask a person, or do nothing until told to, before this effect."""
    return tuple(guard for guard in stops(effect) if guard.kind is not GuardKind.ENV_CHECK)


# What each guard is called in a sentence; headers of tables and lamps are near it.
GUARD_NAMES = {
    GuardKind.CONFIRM: "question",
    GuardKind.DRY_RUN: "dry run",
    GuardKind.ENV_CHECK: "check of the place",
    GuardKind.OUTPUT: "output",
    GuardKind.BACKUP: "backup",
    GuardKind.TRANSACTION: "transaction",
    GuardKind.LOCK: "lock",
    GuardKind.SCOPE: "scope limit",
}
