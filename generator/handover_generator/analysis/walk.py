"""From a script's entries outward over calls: every act that is reached becomes an effect with its shortest trail.

Breadth first, so the first trail found is a shortest one. The guards of a trail are those that stand before each of its calls and before the
act itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from handover_generator.model.behaviour import Act, Call, Confidence, Guard, Need, Routine, Unknown
from handover_generator.model.inventory import Effect
from handover_generator.model.location import CallStep, Location

MAX_ROUTINES = 20_000
"""Routines visited for one script; past that an unknown of kind ``budget`` says so."""

_ORDER = {Confidence.RESOLVED: 0, Confidence.INFERRED: 1, Confidence.NAME_ONLY: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What a script does. ``paths`` are the files its behaviour was read from."""

    effects: tuple[Effect, ...]
    unknowns: tuple[Unknown, ...]
    needs: tuple[Need, ...]
    guards: tuple[Guard, ...]
    resolved: int
    reachable: int
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _State:
    """How a routine was reached."""

    steps: tuple[CallStep, ...]
    guards: tuple[Guard, ...]
    conditions: tuple[str, ...]
    confidence: Confidence
    host: str | None


def walk(entries: Sequence[str], routine: Callable[[str], Routine], path: str) -> Walked:
    """Walk from the routines ``entries`` of the script ``path``.

    Args:
        entries: routine ids where the script starts.
        routine: gives the routine behind an id.
        path: the script's own path.
    """
    effects: dict[tuple[object, ...], Effect] = {}
    unknowns: dict[Unknown, None] = {}
    needs: dict[tuple[str, str], Need] = {}
    guards: dict[Guard, None] = {}
    seen: dict[str, _State] = {}
    paths: dict[str, None] = {path: None}
    resolved = reachable = 0
    queue: deque[tuple[str, _State]] = deque()
    for entry in entries:
        start = _State((), (), (), Confidence.RESOLVED, None)
        if entry not in seen:
            seen[entry] = start
            queue.append((entry, start))
    while queue:
        if len(seen) > MAX_ROUTINES:
            unknowns.setdefault(Unknown(kind="budget", at=_here(path), detail=f"more than {MAX_ROUTINES} functions are reached"))
            break
        routine_id, state = queue.popleft()
        current = routine(routine_id)
        if current.path:
            paths.setdefault(current.path)
        for other in current.reads:
            paths.setdefault(other)
        resolved += current.resolved
        reachable += current.reachable
        for event in current.events:
            if isinstance(event, Act):
                _record(effects, event, state)
            elif isinstance(event, Call):
                if event.to not in seen:
                    reached = _State(
                        (*state.steps, CallStep(event.at.path, event.at.line, event.name)),
                        _united(state.guards, event.guards),
                        (*state.conditions, event.condition) if event.condition else state.conditions,
                        max(state.confidence, event.confidence, key=_ORDER.__getitem__),
                        event.host or state.host,
                    )
                    seen[event.to] = reached
                    queue.append((event.to, reached))
            elif isinstance(event, Unknown):
                unknowns.setdefault(event)
            elif isinstance(event, Need):
                if event.kind != "package" or event.at.path == path:
                    needs.setdefault((event.kind, event.name), event)
            else:
                guards.setdefault(event)
    ordered = tuple(sorted(effects.values(), key=_effect_key))
    return Walked(effects=ordered, unknowns=tuple(sorted(unknowns, key=lambda u: (u.at, u.kind, u.detail))),
                  needs=tuple(sorted(needs.values(), key=lambda n: (n.kind, n.name, n.at))),
                  guards=tuple(sorted(guards, key=lambda g: (g.at, g.kind, g.detail))), resolved=max(0, resolved), reachable=reachable,
                  paths=tuple(sorted(paths)))


def _record(effects: dict[tuple[object, ...], Effect], act: Act, state: _State) -> None:
    key = (act.resource, act.action, act.target, act.destructive, act.host or state.host)
    conditions = (*state.conditions, act.condition) if act.condition else state.conditions
    effect = Effect(
        resource=act.resource, action=act.action, destructive=act.destructive, what=act.what, at=act.at, target=act.target, via=state.steps,
        condition=" and ".join(dict.fromkeys(conditions[-2:])) or None, everything=act.everything, host=act.host or state.host,
        confidence=max(state.confidence, act.confidence, key=_ORDER.__getitem__), guards=_united(state.guards, act.guards))
    known = effects.get(key)
    if known is None:
        effects[key] = effect
    elif _ORDER[effect.confidence] < _ORDER[known.confidence]:
        effects[key] = effect                                   # a proven trail beats a shorter guess
    elif set(effect.guards) != set(known.guards):
        # Two trails to the same harm: only what stands before both protects it.
        kinds = {guard.kind for guard in effect.guards}
        effects[key] = replace(known, guards=tuple(guard for guard in known.guards if guard.kind in kinds))


def _united(first: tuple[Guard, ...], second: tuple[Guard, ...]) -> tuple[Guard, ...]:
    return tuple(dict.fromkeys((*first, *second))) if second else first


def _effect_key(effect: Effect) -> tuple[object, ...]:
    return (not effect.destructive, effect.resource, effect.action, effect.target or "", effect.at, effect.what, effect.host or "")


def _here(path: str) -> Location:
    return Location(path, 0)
