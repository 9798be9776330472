"""Which of the three day-one lists a script is in, and why.

**Do not run**: it can lose something that matters, and one of these holds: no question, default dry run or check of the place stands
before every loss; its text claims that it changes nothing; it reaches a place that is forbidden to it; it reaches production,
irreplaceable data or a mixed place and nothing checks the place or asks; nobody who is still there knows it and no present owner is
named, which also counts for a script that it runs for that. Also: its owner, or that of a script that it runs, states that it may run
nowhere; or it reaches a forbidden place, changes something there and does not check the place.

**Free to run**: the whole file was read, every call on its way was understood, something was seen and all of it is reading (or temporary
files), and nothing speaks against it. Silence is no evidence: a script in which nothing was found at all is not free.

**Ask first**: everything else. A loss that only a name speaks for, one that only a signal and then a worker bring about, or one whose entry
is complete and verified by somebody who is still there, is here too, even without a guard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handover_generator.analysis.describing import describe, said, shown_target, whereabouts
from handover_generator.analysis.guards import GUARD_NAMES, guards_before, holds, stops
from handover_generator.analysis.harm import SERIOUS, changes, firm, harm_of, losses, proven
from handover_generator.analysis.places_that_matter import important_places, mixed_places_of
from handover_generator.analysis.unknowns import called_to_lose, not_understood, unresolved
from handover_generator.analysis.way_back import way_back
from handover_generator.checks._said_to_lose import said_to_lose
from handover_generator.checks._tell import is_gone, listed, told, whom_to_ask
from handover_generator.checks._words import is_described, names, stated_effect, stated_text
from handover_generator.checks.runs_where_forbidden import by_settings, checks_the_place, forbidden
from handover_generator.model.behaviour import Action, GuardKind
from handover_generator.model.findings import RISKS, DayOne, Gap, Severity, Verdict
from handover_generator.model.inventory import Effect, Inventory, Script
from handover_generator.model.people import KnowledgeState
from handover_generator.records import record, replace

# Tiers that lose statements; the others say in ``partial`` if they did.
_HALF_READ = ("tokens", "errors")
_UNREAD = "unread"
_KINDS = 3  # kinds of resource that a headline names
_LONGEST_NAME = 50


def verdict_of(inventory: Inventory, script: Script, gaps: tuple[Gap, ...]) -> Verdict:
    """The verdict on one script, from the same facts as its gaps.

    Args:
        inventory: everything known.
        script: one of its scripts.
        gaps: the gaps of this script, with their states.
    """
    stopped = _do_not_run(inventory, script)
    asked = () if stopped else _ask_first(inventory, script, gaps)
    if stopped:
        chosen, because = DayOne.DO_NOT_RUN, (*stopped, *_also(inventory, script, stopped))
    elif asked:
        chosen, because = DayOne.ASK_FIRST, asked
    else:
        chosen, because = DayOne.FREE_TO_RUN, _evidence(script)
    return Verdict(
        list=chosen,
        risk=_risk(inventory, script, chosen),
        headline=headline(script),
        because=tuple(dict.fromkeys(because)),
        ask=whom_to_ask(inventory, script),
    )




def at_least(verdict: Verdict, commands: Mapping[str, Verdict]) -> Verdict:
    """The verdict on a file that does several things by name: no milder than on the worst of them, as nobody knows which one will be run."""
    name, worst = max(commands.items(), key=lambda one: (-one[1].list.rank, RISKS.index(one[1].risk)))
    if worst.list.rank < verdict.list.rank:
        return replace(verdict, list=worst.list, risk=worst.risk, because=tuple(f"Its command {name}: {sentence}" for sentence in worst.because))
    return replace(verdict, risk=max(verdict.risk, worst.risk, key=RISKS.index)) if worst.list is verdict.list else verdict


def headline(script: Script) -> str:
    """One sentence on what the script does; unknowns are told with it, and the word "safe" never is."""
    lost, changed = losses(script), changes(script)
    doubt = _doubt(script)
    if own := tuple(effect for effect in lost if firm(effect)):
        return f"Destroys: {_objects(own)}{doubt and f'; {doubt}'}"
    if far := tuple(effect for effect in lost if effect.far):
        own = tuple(effect for effect in changed if not effect.far and effect.action is Action.WRITE)
        return f"A worker may later destroy: {_objects(far)}{own and f'; changes: {_objects(own)}'}{doubt and f'; {doubt}'}"
    if lost:
        return f"May destroy: {_objects(lost)} (matched by name only){doubt and f'; {doubt}'}"
    if changed and all(effect.action is Action.SEND for effect in changed):
        return f"Sends: {_objects(changed)}{doubt and f'; {doubt}'}"
    if changed and all(effect.action is Action.EXECUTE for effect in changed):
        return f"Runs what could not be looked into: {_hidden(script, changed)}{doubt and f'; {doubt}'}"
    if changed:
        return f"Changes: {_objects(changed)}{doubt and f'; {doubt}'}"
    if script.tier == _UNREAD:
        return "Not read: what it does is unknown"
    if doubt:
        return f"No destructive effect found, {doubt}"
    if script.live_effects:
        read = listed(sorted({effect.resource for effect in script.live_effects if effect.action is Action.READ}))
        return f"No destructive effect found; only reads were seen{read and f' ({read})'}"
    return "No effect found, which does not prove that there is none"


def _hidden(script: Script, effects: tuple[Effect, ...]) -> str:
    """What is run unseen: "what ${1} holds, which is not in the repository (database)"; what it runs on where nothing more is known."""
    hidden = [(effect, said(script, effect)) for effect in effects]
    if all(words == describe(effect) for effect, words in hidden):
        return _objects(effects)
    return listed(f"{words.removeprefix('runs ')} ({effect.resource})" for effect, words in hidden)


_KIND = {"email": "email to"}
"""How kinds of things are told whose names are not theirs, but of those whom they reach."""


def _objects(effects: tuple[Effect, ...]) -> str:
    """What is touched, by resource and place: "database users, jobs and 4 more; filesystem /srv/x on app1"."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for effect in effects:
        host = whereabouts(effect, effect.target or "")
        name = shown_target(effect) or "(target computed)"
        name = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
        grouped.setdefault((effect.resource, host), []).append(name)
    few = 3 if len(grouped) == 1 else 2
    told = [f"{_KIND.get(resource, resource)} {listed(names, limit=few)}{host and f' {host}'}" for (resource, host), names in grouped.items()]
    rest = len(told) - _KINDS
    return "; ".join(told[:_KINDS]) + (f"; and {rest} other kind{'' if rest == 1 else 's'}" if rest > 0 else "")


_NO_CALLS = frozenset({"parse-tier", "unresolved-import", "generated-file", "budget"})


def _doubt(script: Script) -> str:
    count = not_understood(script)
    parts = []
    if script.tier == _UNREAD:
        parts.append("the file could not be read")
    elif script.partial or script.tier in _HALF_READ:
        parts.append("only partly read")
    if count:
        what = "part" if count != unresolved(script) and any(unknown.kind in _NO_CALLS for unknown in script.unknowns) else "call"
        parts.append(f"{count} {what}{'' if count == 1 else 's'} not understood")
    return ", ".join(parts)


@record(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What people say and are, as far as it decides the list."""

    nowhere: bool
    owner_present: bool
    nobody_knows: bool


def _standing(inventory: Inventory, script: Script) -> _Standing:
    entry = inventory.ownership.script(script.path)
    places = set(inventory.environments)
    nowhere = (entry is not None and entry.safe_in == ()) or (
        bool(places) and places <= set(script.places.never) and not script.places.safe
    )
    # A team of which nobody is known by name is somebody to ask all the same.
    team = script.ownership.owner is not None and not script.ownership.people and not script.ownership.gone
    owner_present = team or any(not is_gone(inventory, person) for person in script.ownership.people)
    return _Standing(
        nowhere=nowhere, owner_present=owner_present, nobody_knows=script.history.state in (KnowledgeState.LOST, KnowledgeState.FADED)
    )


def _do_not_run(inventory: Inventory, script: Script) -> tuple[str, ...]:
    """The sentences that put a script on the first list, worst first; empty if none does."""
    standing = _standing(inventory, script)
    because: list[str] = []
    changed = changes(script)
    serious = [effect for effect in losses(script) if proven(effect) and harm_of(effect) >= SERIOUS]
    banned = tuple(item for item in forbidden(script) if not by_settings(script, item[0]))
    if banned and changed and not checks_the_place(script):
        because.append(f"It reaches {banned[0][0]} and {told(changed[0])}, although {banned[0][1]}.")
    if standing.nowhere:
        because.append("Its owner states that it may run nowhere.")
    if serious:
        because += _reasons(inventory, script, serious, standing)
    elif (
        (doubtful := [effect for effect in losses(script) if harm_of(effect) >= SERIOUS])
        and standing.nobody_knows
        and not standing.owner_present
    ):
        because.append(f"It may lose data (it {told(doubtful[0])}, by name only), and {_unknown_to_all(script)}.")
    return (*because, *_of_what_it_runs(inventory, script, serious))


def _of_what_it_runs(inventory: Inventory, script: Script, serious: list[Effect]) -> Iterator[str]:
    """What speaks against running other scripts that this one runs, whatever stands before that here."""
    for path in sorted({need.name for need in script.dependencies.scripts} - {script.path}):
        other = inventory.by_path.get(path)
        if other is None or not any(_goes_through(effect, path) for effect in changes(script)):
            continue
        standing = _standing(inventory, other)
        lost = next((effect for effect in serious if _goes_through(effect, path)), None)
        if standing.nowhere:
            yield f"It runs {path}, whose owner states that it may run nowhere."
        elif lost is not None and standing.nobody_knows and not standing.owner_present:
            left = "its owner has left" if other.ownership.owner else "no owner is named"
            yield f"It runs {path}, which can lose data ({lost.at}); of that one, {_unknown_to_all(other)}, and {left}."


def _goes_through(effect: Effect, path: str) -> bool:
    return effect.at.path == path or any(step.path == path for step in effect.via)


def _reasons(inventory: Inventory, script: Script, serious: list[Effect], standing: _Standing) -> list[str]:
    because: list[str] = []
    bare = [effect for effect in serious if not stops(effect)]
    contradicted = script.claims.claims_nothing
    entry = inventory.ownership.script(script.path)
    if contradicted is not None:
        because.append(f"Its header claims that it changes nothing ({contradicted.at}), and it {told(serious[0])}.")
    elif entry is not None and entry.side_effects == ():
        because.append(f"The YAML states that it has no side effects ({entry.at}), and it {told(serious[0])}.")
    if bare and not _vouched_for(inventory, script, standing):
        because.append(
            f"It {told(bare[0])}{_more(bare)}, and nothing stands before it: no question, no dry run by default, no check of the place."
        )
    unchecked = [effect for effect in serious if not stops(effect)]
    if unchecked:
        because += _exposed(inventory, script, unchecked[0])
    if standing.nobody_knows and not standing.owner_present:
        left = "its owner has left" if script.ownership.owner else "no owner is named"
        because.append(f"It can lose data ({serious[0].at}), {_unknown_to_all(script)}, and {left}.")
    return because


def _unknown_to_all(script: Script) -> str:
    """That nobody knows it any longer; of those who wrote it and are still there, that it was long ago, as they are whom to ask."""
    if script.history.state is KnowledgeState.FADED:
        return "those who wrote it have not touched it for long"
    return "nobody who is still there knows it"


def _exposed(inventory: Inventory, script: Script, effect: Effect) -> list[str]:
    """Why an unguarded loss would hit a place that matters."""
    found = []
    for default in script.places.defaults:
        found.append(f"If {default.name} is not set, it lands in {default.place} ({default.at}).")
    for place in script.places.reaches:
        if place in important_places(inventory) and place not in script.places.safe:
            found.append(f"It reaches {place}, and nothing checks the place before it {describe(effect)}.")
    for mixed in mixed_places_of(inventory, script):
        found.append(f"It reaches {mixed.name}, which is half {', half '.join(mixed.environments)}.")
    return found


def _vouched_for(inventory: Inventory, script: Script, standing: _Standing) -> bool:
    """Whether somebody present stands for an unguarded loss: the entry is complete, honest and verified since the last change."""
    entry = inventory.ownership.script(script.path)
    if (
        entry is None
        or not entry.verified_by
        or not entry.verified_on
        or is_gone(inventory, entry.verified_by)
        or not standing.owner_present
    ):
        return False
    if entry.verified_on < (script.history.last_effective or ""):
        return False
    text = stated_text(inventory, script)
    lost = losses(script)
    honest = all(names(text, effect) or stated_effect(inventory, script, effect) for effect in lost)
    return honest and bool(script.places.safe) and all(way_back(inventory, script, effect) is not None for effect in lost)


def _also(inventory: Inventory, script: Script, stopped: tuple[str, ...]) -> tuple[str, ...]:
    """Facts that make it worse and belong on the same screen."""
    lost = losses(script)
    if not lost:
        return ()
    found: list[str] = []
    text = stated_text(inventory, script)
    if not is_described(script):
        found.append("Nothing says what it is for.")
    elif not any(names(text, effect) or stated_effect(inventory, script, effect) for effect in lost):
        found.append(f"Its text does not mention that it {describe(lost[0])}.")
    if not any(guard.kind is GuardKind.OUTPUT for guard in (*script.guards, *(guard for effect in lost for guard in effect.guards))):
        found.append("It prints nothing before it acts.")
    if any(way_back(inventory, script, effect) is None for effect in lost):
        found.append("No backup and no way back is stated.")
    if (unseen := called_to_lose(script.unknowns)) is not None:
        found.append(f"It also calls {unseen}, which was not understood.")
    if script.history.state is KnowledgeState.LOST and not any("nobody" in sentence for sentence in stopped):
        found.append("Nobody who ever worked on it is still there.")
    return tuple(found)


def _ask_first(inventory: Inventory, script: Script, gaps: tuple[Gap, ...]) -> tuple[str, ...]:
    because: list[str] = []
    lost, changed = losses(script), changes(script)
    if lost:
        sure = "It" if proven(lost[0]) else "By its names, it"
        because.append(f"{sure} {told(lost[0])}{_more(list(lost))}{_behind(lost[0])}{_standing_before(lost)}.")
    if (said_so := said_to_lose(inventory, script)) is not None:
        because.append(f"It {said_so}, and no loss was found: that was not seen, or it is not true.")
    doubt = _doubt(script)
    if doubt:
        unseen = called_to_lose(script.unknowns)
        named = f", {'namely' if not_understood(script) == 1 else 'among them'} {unseen}" if unseen else ""
        because.append(f"Not everything could be seen: {doubt}{named}.")
    other = [effect for effect in changed if not effect.destructive]
    if other:
        because.append(f"It {said(script, other[0])} ({other[0].at}){_more(other)}.")
    because += [
        f"It {'can be pointed at' if by_settings(script, place) else 'reaches'} {place}, although {why}."
        for place, why in forbidden(script)
    ]
    because += [gap.message for gap in gaps if gap.rule == "claim-contradicted" and not lost]
    if not because and not _seen(script):
        because.append("Nothing was found in it, and that is no evidence: it is not free to run by silence.")
    if not because and any(gap.severity >= Severity.HIGH and gap.state != "accepted" for gap in gaps):
        because.append(next(gap.message for gap in gaps if gap.severity >= Severity.HIGH and gap.state != "accepted"))
    if because and not whom_to_ask(inventory, script):
        because.append("Nobody who is still there can be named to ask.")
    return tuple(because)


def _behind(effect: Effect) -> str:
    """How a loss comes about that the script itself does not call for."""
    return f", but not by itself: a signal sets it off and a worker does it later, {len(effect.via)} calls away" if effect.far else ""


def _standing_before(lost: tuple[Effect, ...]) -> str:
    """What stands before one loss or another, in the words of the guards: "; before it stand a question and a backup"."""
    found = {guard.kind for effect in lost for guard in (*stops(effect), *(g for g in guards_before(effect, GuardKind.BACKUP) if holds(g)))}
    names = [f"a {GUARD_NAMES[kind]}" for kind in GUARD_NAMES if kind in found]
    return f"; before it {'stands' if len(names) == 1 else 'stand'} {listed(names, limit=5)}" if names else ""


def _more(effects: list[Effect]) -> str:
    return f" and {len(effects) - 1} more" if len(effects) > 1 else ""


def _seen(script: Script) -> bool:
    """Whether something positive speaks for a script in which nothing harmful was found. Calls that were followed and led to nothing
    are no evidence: what starts everything else (a launcher, a framework's own command) looks just like that.
    """
    return bool(script.live_effects)


def _evidence(script: Script) -> tuple[str, ...]:
    reads = sorted({effect.resource for effect in script.live_effects if effect.action is Action.READ})
    minor = any(effect.changes for effect in script.live_effects)
    does = [*([f"reads {listed(reads, limit=6)}"] if reads else []), *([] if minor else ["changes nothing outside itself"])]
    seen = f"It {' and '.join(does)}." if does else ""
    calls = f"All {script.reachable_calls} calls on its way were understood." if script.reachable_calls else "The whole file was read."
    return (*((seen,) if seen else ()), *(("It writes only what is meant to vanish.",) if minor else ()), calls)


def _risk(inventory: Inventory, script: Script, chosen: DayOne) -> str:
    """critical, high, medium, low or unknown, from the same facts as the list."""
    lost, changed = losses(script), changes(script)
    if chosen is DayOne.FREE_TO_RUN:
        return "low"
    if chosen is DayOne.DO_NOT_RUN:
        exposed = bool(
            (any(not by_settings(script, place) for place, _ in forbidden(script)) and not checks_the_place(script))
            or script.places.defaults
            or script.places.mixed
            or set(script.places.reaches) & important_places(inventory)
        )
        worst = harm_of(lost[0]) if lost else 0.0
        unknown_to_all = script.history.state in (KnowledgeState.LOST, KnowledgeState.FADED)
        hidden = any(not names(stated_text(inventory, script), effect) for effect in lost)
        return "critical" if lost and worst >= SERIOUS and (exposed or unknown_to_all or (hidden and worst >= 0.8)) else "high"
    if lost:
        return "high" if not all(stops(effect) for effect in lost) and proven(lost[0]) and harm_of(lost[0]) >= SERIOUS else "medium"
    if changed:
        return "medium" if harm_of(changed[0]) >= 0.3 else "low"
    return "unknown" if _doubt(script) or not _seen(script) else "low"
