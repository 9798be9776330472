"""Compares two findings: side effects, guards, places, dependencies, gaps that a change adds or takes away, and the text it made untrue.

Scripts are matched by path, then by recorded rename, then by name and behaviour. Effects are matched by what they touch and how; lines do
not matter, so moving code changes nothing. Guards are compared per effect: a question that stands before one of two trails only is a
question lost for the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from typing import TypeVar

from handover_generator.analysis._text_state import stated, stated_places
from handover_generator.analysis.deeds import does_otherwise, kind_of
from handover_generator.analysis.describing import describe, only_if
from handover_generator.analysis.guards import holds
from handover_generator.analysis.harm import harm_of, is_minor
from handover_generator.analysis.reach import shared_accounts
from handover_generator.analysis.starters_then import by_itself_now, still_named
from handover_generator.model.behaviour import Guard, GuardKind, Unknown
from handover_generator.model.comparison import Comparison, EffectChange, GuardChange, ScriptChange
from handover_generator.model.findings import Basis, Findings, Gap
from handover_generator.model.inventory import Dependencies, Effect, Inventory, ProductionDefault, Script, Starter
from handover_generator.model.people import KnowledgeState
from handover_generator.records import replace

EffectKey = tuple[str, str, str | None, bool, bool, str | None, str | None, str]
_TOLD_GUARDS = (
    GuardKind.CONFIRM,
    GuardKind.DRY_RUN,
    GuardKind.ENV_CHECK,
    GuardKind.BACKUP,
    GuardKind.OUTPUT,
    GuardKind.TRANSACTION,
    GuardKind.SCOPE,
)
_UNDOCUMENTED = frozenset({"undocumented", "effect-not-mentioned", "claim-contradicted"})

T = TypeVar("T")


def compare(before: Findings, after: Findings, text_of: Callable[[str], str | None] = lambda _: None) -> Comparison:
    """The difference between two findings of the same repository.

    Args:
        before: of the base.
        after: of the change.
        text_of: gives what a file holds after the change, None for one that is not there; asked only about what started a script that is gone.

    Returns:
        Script changes, the worst first; gaps new and fixed (a renamed script keeps its gaps); the rest as ``Comparison`` says.
    """
    renames = _renames(before.inventory, after.inventory)
    changes = [change for change in _script_changes(before, after, renames, text_of) if change.says_something]
    touched = {path for change in changes if not change.knowledge_only for path in (change.path, change.old_path)}
    new, fixed = _gaps(before, after, renames)
    new = tuple(gap for gap in new if gap.basis is not Basis.TIME or gap.subject in touched)
    fixed = tuple(gap for gap in fixed if gap.basis is not Basis.TIME or gap.subject in touched)
    gone = tuple(gap for gap in fixed if gap.script and gap.subject in {change.path for change in changes if change.kind == "removed"})
    fixed = tuple(gap for gap in fixed if gap not in gone and not _worse_now(after.inventory, gap, renames))
    mixed_before = {place.id: place for place in before.inventory.mixed_places}
    mixed_after = {place.id: place for place in after.inventory.mixed_places}
    unread = {item.path for item in before.inventory.unread}
    return Comparison(
        before=before,
        after=after,
        scripts=tuple(sorted(changes, key=_worst_first)),
        gaps_new=new,
        gaps_fixed=fixed,
        gaps_gone=gone,
        mixed_new=tuple(mixed_after[key] for key in sorted(mixed_after.keys() - mixed_before.keys())),
        mixed_fixed=tuple(mixed_before[key] for key in sorted(mixed_before.keys() - mixed_after.keys())),
        unread_new=tuple(item for item in after.inventory.unread if item.path not in unread),
        documented_before=documented(before),
        documented_after=documented(after),
        truck_factor=_truck_factor(before.inventory, after.inventory),
    )


def documented(findings: Findings) -> tuple[int, int]:
    """(scripts whose text stands and names the harm they do, all scripts)."""
    bad = {gap.subject for gap in findings.gaps if gap.rule in _UNDOCUMENTED and gap.script}
    return len(findings.inventory.scripts) - len(bad & findings.inventory.by_path.keys()), len(findings.inventory.scripts)


def _renames(before: Inventory, after: Inventory) -> dict[str, str]:
    """New path -> old path, one to one."""
    gone = [script for script in before.scripts if script.path not in after.by_path]
    arrived = [script for script in after.scripts if script.path not in before.by_path]
    found: dict[str, str] = {}
    left = {script.path: script for script in gone}
    for script in arrived:
        old = next((path for path in reversed(script.history.former_paths) if path in left), None)
        if old is not None:
            found[script.path] = old
            del left[old]
    for script in arrived:
        if script.path in found:
            continue
        kin = [path for path, old in sorted(left.items()) if _same_thing(old, script)]
        if len(kin) == 1:
            found[script.path] = kin[0]
            del left[kin[0]]
    return found


def _same_thing(old: Script, new: Script) -> bool:
    """Whether an unrecorded rename is likely: the same file name, and the same behaviour or text."""
    if PurePosixPath(old.path).name != PurePosixPath(new.path).name or old.language != new.language:
        return False
    return set(_by_key(old)) == set(_by_key(new)) or bool(old.claims.full_text and old.claims.full_text == new.claims.full_text)


def _script_changes(
    before: Findings, after: Findings, renames: dict[str, str], text_of: Callable[[str], str | None]
) -> Iterable[ScriptChange]:
    renamed = set(renames.values())
    for script in after.inventory.scripts:
        old_path = renames.get(script.path, script.path)
        old = before.inventory.by_path.get(old_path)
        kind = "added" if old is None else "renamed" if old_path != script.path else "changed"
        change = _difference(before.inventory, after.inventory, old, script)
        if old is not None and kind == "renamed":
            change = _with_broken(change, still_named(old, script, text_of))
        yield replace(
            change,
            kind=kind,
            old_path=old_path if kind == "renamed" else None,
            verdict_before=before.verdicts.get(old_path) if old else None,
            verdict_after=after.verdicts.get(script.path),
        )
    for script in before.inventory.scripts:
        if script.path not in after.inventory.by_path and script.path not in renamed:
            change = _with_broken(_difference(before.inventory, after.inventory, script, None), still_named(script, None, text_of))
            yield replace(change, kind="removed", verdict_before=before.verdicts.get(script.path))


def _with_broken(change: ScriptChange, broken: tuple[Starter, ...]) -> ScriptChange:
    """The change, with what still starts the script under its old name told as that, and not as what no longer does."""
    paths = {starter.path for starter in broken}
    lost = tuple(told for told in change.starters_lost if told.rpartition(" (")[0] not in paths)
    return replace(change, starters_lost=lost, starters_broken=broken)


_NOTHING = Script(path="", language="")


def _difference(inventory_before: Inventory, inventory_after: Inventory, old: Script | None, new: Script | None) -> ScriptChange:
    a, b = old or _NOTHING, new or _NOTHING
    effects_a, effects_b = _by_key(a), _by_key(b)
    turned = _turned(effects_a, effects_b)
    gained = _effects(effects_b[key] for key in effects_b.keys() - effects_a.keys() - set(turned.values()))
    lost = _effects(effects_a[key] for key in effects_a.keys() - effects_b.keys() - turned.keys())
    common = sorted(effects_a.keys() & effects_b.keys(), key=lambda key: _effect_order(effects_b[key]))
    pairs = sorted([*turned.items(), *((key, key) for key in common)], key=lambda pair: _effect_order(effects_b[pair[1]]))
    altered = tuple(found for was, now in pairs if (found := _altered(effects_a[was], effects_b[now])) is not None)
    both = old is not None and new is not None
    guards = tuple(g for key in common for g in _guard_changes(effects_a[key], effects_b[key])) if both else ()
    guards = guards or (_loose_guards(a, b) if both else ())
    change = ScriptChange(
        path=(new or a).path,
        kind="changed",
        language=(new or a).language,
        effects_gained=gained,
        effects_lost=lost,
        effects_changed=altered,
        guards=guards,
        reaches_gained=_minus(b.places.reaches, a.places.reaches),
        reaches_lost=_minus(a.places.reaches, b.places.reaches) if both else (),
        places_told=stated_places(a, b) if both else (),
        defaults_gained=_new_defaults(b, a),
        defaults_lost=_new_defaults(a, b) if both else (),
        dependencies_gained=_minus(_needs(b.dependencies), _needs(a.dependencies)),
        dependencies_lost=_minus(_needs(a.dependencies), _needs(b.dependencies)) if both else (),
        unknowns_gained=_unknowns(b, a),
        unknowns_lost=_unknowns(a, b) if both else (),
        starters_gained=_minus(_starters(b), _starters(a)),
        starters_lost=_minus(_starters(a), _starters(b)) if both else (),
        runs_itself=by_itself_now(old, b) if new is not None else (),
        knowledge=_knowledge(a, b) if both else None,
        knowers=_knowers(a, b) if both else None,
        shared=_shared(inventory_after, a, b) if both else (),
    )
    if both and (gained or lost or altered or guards):
        return replace(change, stale=_stale(inventory_before, inventory_after, a, b))
    return change


def _key(effect: Effect) -> EffectKey:
    return (effect.resource, effect.action.value, effect.target, effect.destructive, effect.everything, *effect.machines,
            kind_of(effect.what, effect.target) if effect.changes else "")


def _turned(before: Mapping[EffectKey, Effect], after: Mapping[EffectKey, Effect]) -> dict[EffectKey, EffectKey]:
    """Effects that are of another kind now, of which there was one each: a service that is stopped and was started."""
    lost: dict[EffectKey, list[EffectKey]] = {}
    gained: dict[EffectKey, list[EffectKey]] = {}
    for these, those, found in ((before, after, lost), (after, before, gained)):
        for key in sorted(these.keys() - those.keys(), key=str):
            found.setdefault((*key[:-1], ""), []).append(key)
    return {keys[0]: gained[thing][0] for thing, keys in lost.items() if len(keys) == 1 and len(gained.get(thing, ())) == 1}


def _by_key(script: Script) -> dict[EffectKey, Effect]:
    """Effects worth comparing; of equal ones the least guarded, since that is the way harm takes."""
    found: dict[EffectKey, Effect] = {}
    for effect in script.live_effects:
        key = _key(effect)
        if is_minor(effect):
            continue
        if key not in found or _strength(effect) < _strength(found[key]):
            found[key] = effect
    return found


def _strength(effect: Effect) -> tuple[int, bool]:
    return (len({guard.kind for guard in effect.guards if holds(guard)}), effect.condition is not None)


def _effect_order(effect: Effect) -> tuple[bool, float, str, str, str, str]:
    return (not effect.destructive, -harm_of(effect), effect.resource, effect.action.value, effect.target or "", str(effect.at))


def _effects(found: Iterable[Effect]) -> tuple[Effect, ...]:
    return tuple(sorted(found, key=_effect_order))


def _altered(before: Effect, after: Effect) -> EffectChange | None:
    """The same effect done otherwise, or under other circumstances; None where nothing of that differs."""
    otherwise = does_otherwise(before, after)
    told = [f"before: {describe(before)}"] if otherwise is not None else []
    was, now = before.condition, after.condition
    if was != now:
        told.append(f"no longer {only_if(was or '')}" if now is None else f"now {only_if(now)}" if was is None
                    else f"{only_if(now)}; before: {only_if(was)}")
    if not told:
        return None
    return EffectChange(before=before, after=after, sentence="; ".join(told), worse=bool(otherwise) or (was is not None and now is None),
                        otherwise=bool(otherwise))


def _guard_changes(before: Effect, after: Effect) -> Iterable[GuardChange]:
    if not after.changes and not after.destructive:
        return
    for kind in _TOLD_GUARDS:
        had = _held(before.guards, kind)
        has = _held(after.guards, kind)
        if had is not None and has is None:
            yield GuardChange(kind=kind, gained=False, at=had.at, effect=after, detail=_weaker(after.guards, kind) or had.detail)
        elif had is None and has is not None:
            yield GuardChange(kind=kind, gained=True, at=has.at, effect=after, detail=has.detail)
        elif had is not None and has is not None and has.bypass and has.bypass != had.bypass:
            yield GuardChange(kind=kind, gained=False, at=has.at, effect=after, detail=f"can now be by-passed with {has.bypass}")


def _held(guards: Iterable[Guard], kind: GuardKind) -> Guard | None:
    return next((guard for guard in sorted(guards, key=lambda g: g.at) if guard.kind is kind and holds(guard)), None)


def _weaker(guards: Iterable[Guard], kind: GuardKind) -> str:
    left = next((guard for guard in guards if guard.kind is kind), None)
    if left is None:
        return ""
    return "must be asked for now" if left.default_on is False else "weak now"


def _loose_guards(before: Script, after: Script) -> tuple[GuardChange, ...]:
    """Guards of the script as a whole, where no effect tells of a difference."""
    found = []
    for kind in _TOLD_GUARDS[:5]:
        had, has = _held(before.guards, kind), _held(after.guards, kind)
        if had is not None and has is None:
            found.append(GuardChange(kind=kind, gained=False, at=had.at, detail=had.detail))
        elif had is None and has is not None:
            found.append(GuardChange(kind=kind, gained=True, at=has.at, detail=has.detail))
    return tuple(found)


def _minus(these: Iterable[T], those: Iterable[T]) -> tuple[T, ...]:
    known = set(those)
    return tuple(dict.fromkeys(item for item in these if item not in known))


def _new_defaults(these: Script, those: Script) -> tuple[ProductionDefault, ...]:
    known = {(default.name, default.place) for default in those.places.defaults}
    return tuple(default for default in these.places.defaults if (default.name, default.place) not in known)


def _needs(dependencies: Dependencies) -> tuple[tuple[str, str], ...]:
    groups = (
        dependencies.packages,
        dependencies.binaries,
        dependencies.env,
        dependencies.services,
        dependencies.files,
        dependencies.scripts,
        dependencies.secrets,
    )
    return tuple(sorted({(need.kind, need.name) for group in groups for need in group}))


def _unknowns(these: Script, those: Script) -> tuple[Unknown, ...]:
    """Unknowns of one side beyond those of the other, matched by kind and detail."""
    left = Counter((unknown.kind, unknown.detail) for unknown in those.unknowns)
    found = []
    for unknown in these.unknowns:
        if left[unknown.kind, unknown.detail] > 0:
            left[unknown.kind, unknown.detail] -= 1
        else:
            found.append(unknown)
    return tuple(found)


def _starters(script: Script) -> tuple[str, ...]:
    return tuple(sorted({f"{s.path} ({s.kind}{f', {s.schedule}' if s.schedule else ''})" for s in script.called_from if s.starts}))


def _knowledge(before: Script, after: Script) -> tuple[str, str] | None:
    a, b = before.history.state, after.history.state
    return None if a is b or KnowledgeState.UNKNOWN in (a, b) else (a.value, b.value)


def _knowers(before: Script, after: Script) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Who knew a script and who knows it now, where the change worked on it and somebody is no longer among them."""
    if before.history.last_commit == after.history.last_commit or KnowledgeState.UNKNOWN in (before.history.state, after.history.state):
        return None
    knew = {knower.person: knower.name for knower in before.history.knowers if knower.knows}
    know = {knower.person: knower.name for knower in after.history.knowers if knower.knows}
    return (tuple(sorted(knew.values())), tuple(sorted(know.values()))) if knew.keys() - know.keys() else None


def _shared(inventory: Inventory, before: Script, after: Script) -> tuple[str, ...]:
    """Shared accounts that did more on a script after than before: who worked there may wonder why they do not count."""
    had = {knower.person: knower.commits for knower in before.history.knowers}
    return tuple(sorted(account.name for account in shared_accounts(inventory, after) if account.commits > had.get(account.person, 0)))


def _worse_now(inventory: Inventory, gap: Gap, renames: dict[str, str]) -> bool:
    """Whether a gap is gone since worse took its place: where one person knew a script and nobody does now, nothing was fixed."""
    if gap.rule != "single-knower":
        return False
    now = next((script for script in inventory.scripts if renames.get(script.path, script.path) == gap.subject), None)
    return now is not None and now.history.state in (KnowledgeState.FADED, KnowledgeState.LOST, KnowledgeState.UNKNOWN)


def _stale(inventory_before: Inventory, inventory_after: Inventory, before: Script, after: Script) -> str | None:
    text = stated(inventory_after, after)
    if not text or text != stated(inventory_before, before):
        return None
    at = after.purpose.at if after.purpose else None
    return f"the text{f' at {at}' if at else ''} stayed as it was"


def _gaps(before: Findings, after: Findings, renames: dict[str, str]) -> tuple[tuple[Gap, ...], tuple[Gap, ...]]:
    """Gaps only after, and gaps only before; accepted ones are told by neither."""

    def identity(gap: Gap, names: dict[str, str]) -> tuple[str, str, str]:
        return (gap.rule, names.get(gap.subject, gap.subject), gap.detail)

    had = Counter(identity(gap, {}) for gap in before.gaps if gap.state != "accepted")
    has = Counter(identity(gap, renames) for gap in after.gaps if gap.state != "accepted")
    accepted_now = {identity(gap, renames) for gap in after.gaps if gap.state == "accepted"}
    new: list[Gap] = []
    seen = Counter(had)
    for gap in after.gaps:
        key = identity(gap, renames)
        if gap.state == "accepted":
            continue
        if seen[key] > 0:
            seen[key] -= 1
        else:
            new.append(gap)
    fixed: list[Gap] = []
    left = Counter(has)
    for gap in before.gaps:
        key = identity(gap, {})
        if gap.state == "accepted" or key in accepted_now:
            continue
        if left[key] > 0:
            left[key] -= 1
        else:
            fixed.append(gap)
    return tuple(new), tuple(fixed)


def _truck_factor(before: Inventory, after: Inventory) -> tuple[int, int] | None:
    a, b = _now(before), _now(after)
    return (a, b) if a is not None and b is not None and a != b else None


def _now(inventory: Inventory) -> int | None:
    now = dict(inventory.truck_factor).get("now")
    value = now.get("value") if isinstance(now, dict) else None
    return value if isinstance(value, int) else None


def _worst_first(change: ScriptChange) -> tuple[float, float, str, str]:
    gained = max((harm_of(effect) for effect in change.effects_gained), default=0.0)
    unguarded = max((harm_of(g.effect) for g in change.guards if g.effect is not None and not g.gained), default=0.0)
    return (-max(gained, unguarded), -float(change.behaviour_changed), change.path, change.kind)
