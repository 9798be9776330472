"""A script's facts from what the walk found: effects with their stores, guards, dependencies."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Container, Mapping, Sequence
from operator import is_
from types import MappingProxyType
from typing import Any, TypeVar

from handover_generator.analysis.dependencies import dependencies_of
from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import Action, Guard, GuardKind
from handover_generator.model.inventory import Along, Command, Dependencies, Effect
from handover_generator.model.ownership import Ownership
from handover_generator.records import field_names, record, replace
from handover_generator.textgate import clip

T = TypeVar("T")

_MAX_OUTPUT = 20
_MAX_TEXT = 1_000


@record(frozen=True, slots=True, kw_only=True)
class Deeds:
    """What assembling makes of a walk."""

    effects: tuple[Effect, ...]
    guards: tuple[Guard, ...]
    dependencies: Dependencies
    commands: tuple[Command, ...] = ()


def deeds_of(walked: Walked, commands: tuple[Command, ...], path: str, ownership: Ownership, is_declared: Callable[[str], bool | None], today: str,
             stated: frozenset[str] = frozenset(), files: Container[str] = (), tables: Mapping[str, str] = MappingProxyType({}),
             scripts: Container[str] = ()) -> Deeds:
    """Effects with declared stores and closed trails, the guards that matter, dependencies by kind.

    Args:
        walked: what the walk from the script's entries found.
        commands: what each of several things does that it does by name.
        path: the script.
        ownership: for stores and closed trails.
        is_declared: whether some manifest names an import root; None where there is no manifest.
        today: ISO date; a trail closed until an earlier day is open again.
        stated: services that compose files and settings name.
        files: paths of the repository.
        tables: model to table, of those that are certain.
        scripts: paths of the scripts.
    """
    def stated_of(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
        return tuple(replace(effect, table=table, store=_store(effect, table, ownership), closed=_closed(effect, path, ownership, today),
                             takes_along=tuple(_along(one.model, tables.get(one.model), ownership) for one in effect.takes_along))
                     for effect in map(_bounded, effects)
                     for table in (tables.get(effect.target or "") if effect.resource == "database" else None,))

    told = tuple(replace(command, effects=stated_of(command.effects), guards=_guards(command, path)) for command in commands)
    return Deeds(effects=stated_of(walked.effects), commands=told, guards=_guards(walked, path),
                 dependencies=dependencies_of(walked, path, is_declared, stated, files, scripts))


def _bounded(effect: Effect) -> Effect:
    """A file may hold a word of a million signs; nobody reads that far, and every later look at it would cost as much again."""
    if all(len(text or "") <= _MAX_TEXT for text in (effect.target, effect.what, effect.server)):
        return effect
    return replace(effect, target=clip(effect.target, _MAX_TEXT) if effect.target is not None else None, what=clip(effect.what, _MAX_TEXT),
                   server=clip(effect.server, _MAX_TEXT) if effect.server is not None else None)


def _store(effect: Effect, table: str | None, ownership: Ownership) -> str | None:
    """The declared store that an effect's target is, by any of its names: a model's table counts as much as the model."""
    if effect.target is None:
        return None
    there = {f"{machine}:{effect.target}" for machine in effect.machines if machine is not None}
    return _store_named({effect.target, table or effect.target, *there}, ownership)


def _along(model: str, table: str | None, ownership: Ownership) -> Along:
    return Along(model=model, table=table, store=_store_named({model, table or model}, ownership))


def _store_named(names: set[str], ownership: Ownership) -> str | None:
    for store in ownership.stores:
        if store.id in names or any(fnmatch.fnmatchcase(name, pattern) for name in names for pattern in store.match):
            return store.id
    return None


def _closed(effect: Effect, path: str, ownership: Ownership, today: str) -> str | None:
    for trail in ownership.closed_trails:
        if trail.script != path or (trail.until is not None and trail.until < today):
            continue
        words = trail.effect.split(None, 2)
        if words[:2] == [effect.resource, effect.action.value] and (len(words) < 3 or words[2] == effect.target):
            return f"{trail.why} ({trail.by}{', until ' + trail.until if trail.until else ''}, {trail.at})"
    return None


def _guards(walked: Walked | Command, path: str) -> tuple[Guard, ...]:
    """Guards that stand before something, or are written in the script itself; output only up to a bound."""
    standing = {guard for effect in walked.effects if effect.action is not Action.READ for guard in effect.guards}
    # A look at the place that only decides who is told of a failure keeps the script from nothing that it does in any place.
    standing -= {guard for guard in standing if guard.kind is GuardKind.ENV_CHECK} - {
        guard for effect in _gravest(walked.effects) for guard in effect.guards}
    kept = [guard for guard in walked.guards if guard.kind is not GuardKind.OUTPUT
            and (guard in standing or (guard.at.path == path and guard.kind is not GuardKind.ENV_CHECK))]
    kept += [guard for guard in standing if guard not in walked.guards]
    spoken = [guard for guard in walked.guards if guard.kind is GuardKind.OUTPUT]
    own = [guard for guard in spoken if guard.at.path == path]
    kept += (own or spoken)[:_MAX_OUTPUT]
    return tuple(sorted(dict.fromkeys(kept), key=lambda guard: (guard.at, guard.kind, guard.detail)))


def _gravest(effects: Sequence[Effect]) -> list[Effect]:
    """What is changed or lost; where nothing is, what is sent."""
    doing = [effect for effect in effects if effect.action is not Action.READ]
    return [effect for effect in doing if effect.action is not Action.SEND or effect.destructive] or doing


def map_strings(value: T, change: Callable[[str], str], keep: Mapping[str, frozenset[str]] | None = None) -> T:
    """The same value with every string in it changed.

    Args:
        value: a frozen dataclass, tuple, list, mapping, string or anything else (returned as it is).
        change: applied to each string.
        keep: by class name, fields left as they are (identifiers that others refer to).
    """
    result: T = _Mapper(change, keep or {}).mapped(value)
    return result


class _Mapper:
    """Walks a value; every record of an inventory comes by here."""

    def __init__(self, change: Callable[[str], str], keep: Mapping[str, frozenset[str]]) -> None:
        self._change = change
        self._keep = keep
        self._names: dict[type, tuple[str, ...]] = {}

    def mapped(self, value: Any) -> Any:
        kind = type(value)
        if kind is str:
            return self._change(value)
        if kind is tuple:
            items = tuple([self.mapped(item) for item in value]) if value else value
            return value if all(map(is_, items, value)) else items
        names = self._names.get(kind)
        if names is None:
            kept = self._keep.get(kind.__name__, frozenset())
            names = self._names[kind] = tuple(name for name in field_names(kind) if name not in kept)
        if names:
            changed = {}
            for name in names:
                old = getattr(value, name)
                if old is not None and old != () and (new := self.mapped(old)) is not old and new != old:
                    changed[name] = new
            return replace(value, **changed) if changed else value
        if kind is list:
            return [self.mapped(item) for item in value]
        if kind is dict:
            return {self.mapped(key): self.mapped(item) for key, item in value.items()}
        return value
