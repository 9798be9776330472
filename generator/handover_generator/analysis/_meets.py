"""What stands before something that is reached on several ways: only what stands on each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handover_generator.model.behaviour import Guard, GuardKind

Standing = Mapping[GuardKind, tuple[Guard, ...]]


def on_both(one: Standing, other: Standing) -> dict[GuardKind, tuple[Guard, ...]]:
    """The guards of ``one`` of whose kind some stand on the ``other`` way, too: two questions may ask in different words.

    A check of the place is none where the other way lies on another side of the very same test: whichever place it is, one of the two is taken.
    """
    return {kind: kept for kind, guards in one.items() if kind in other and (kept := _kept(kind, guards, other[kind]))}


def kinds_on_both(one: Iterable[Guard], other: Iterable[Guard]) -> frozenset[GuardKind]:
    """The kinds of guards that stand on both of two ways."""
    return frozenset(on_both(_by_kind(one), _by_kind(other)))


def _by_kind(guards: Iterable[Guard]) -> dict[GuardKind, tuple[Guard, ...]]:
    found: dict[GuardKind, tuple[Guard, ...]] = {}
    for guard in guards:
        found[guard.kind] = (*found.get(guard.kind, ()), guard)
    return found


def _kept(kind: GuardKind, guards: tuple[Guard, ...], others: tuple[Guard, ...]) -> tuple[Guard, ...]:
    if kind is not GuardKind.ENV_CHECK or guards == others:
        return guards
    there = {(guard.at, guard.detail) for guard in others}
    tested = {guard.at for guard in others}
    left = tuple(guard for guard in guards if guard.at not in tested or (guard.at, guard.detail) in there)
    here = {(guard.at, guard.detail) for guard in guards}
    asked = {guard.at for guard in guards}
    return left if any(guard.at not in asked or (guard.at, guard.detail) in here for guard in others) else ()
