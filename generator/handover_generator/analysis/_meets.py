"""What stands before something that is reached on several ways: only what stands on each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.location import Location
from handover_generator.records import replace

Standing = Mapping[GuardKind, tuple[Guard, ...]]

_DENIED = ("not (", "not: ")                             # how the languages tell the other side of a test
_ELSE = " is anything else"
_COMPARED = 100                                          # details are cut, and one that is denied is cut sooner


def on_both(one: Standing, other: Standing) -> dict[GuardKind, tuple[Guard, ...]]:
    """The guards of ``one`` of whose kind some stand on the ``other`` way, too: two questions may ask in different words.

    A check of the place is none where the other way lies on the opposite side of the very same test: whichever place it is, one of the two is
    taken. It is still one where both ways are sides that are asked for by name, or where the opposite side asks for another place; no stronger
    than that other way.
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
    details: dict[Location, list[Guard]] = {}
    for other in others:
        details.setdefault(other.at, []).append(other)
    opposed = {guard.at for guard in guards if any(_opposite(guard.detail, other.detail) for other in details.get(guard.at, ()))}
    if not opposed or _asks_more(others, guards):
        lets_in = not any(other.strong for other in others)
        return tuple(replace(guard, strong=False) if lets_in and guard.at in details else guard for guard in guards)
    left = tuple(guard for guard in guards if guard.at not in opposed)
    return left if _asks_more(guards, others) or any(other.at not in opposed for other in others) else ()


def _asks_more(guards: tuple[Guard, ...], others: tuple[Guard, ...]) -> bool:
    """Whether the first ask for a place by name in a test that the others do not make."""
    asked = {other.at for other in others}
    return any(guard.at not in asked and not _is_rest(guard.detail) for guard in guards)


def _opposite(one: str, other: str) -> bool:
    """Whether two sides of one test leave no place between them."""
    if one.endswith(_ELSE) is not other.endswith(_ELSE):
        return True
    return any(one.startswith(sign + other[:_COMPARED]) or other.startswith(sign + one[:_COMPARED]) for sign in _DENIED)


def _is_rest(detail: str) -> bool:
    """Whether a side is what another one leaves over."""
    return detail.startswith(_DENIED) or detail.endswith(_ELSE)
