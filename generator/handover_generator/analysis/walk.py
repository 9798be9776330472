"""From a script's entries outward over calls: every act that is reached becomes an effect with its shortest trail.

Breadth first, so the first trail found is a shortest one. The guards of a trail are those that stand before each of its calls and before the
act itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence

from handover_generator.analysis._meets import kinds_on_both, on_both
from handover_generator.analysis._other_ways import Ways
from handover_generator.analysis._own_tables import OwnTables, passing_tables
from handover_generator.analysis._reached_when import Way, ways_to
from handover_generator.analysis._ways import either, goes_round, parts, plainest, takes_more, worse
from handover_generator.analysis.deeds import kind_of
from handover_generator.analysis.servers import another, machine_of, named
from handover_generator.model.behaviour import (
    IN_SIGNAL_HANDLER,
    IN_WORKER,
    Act,
    Action,
    Call,
    Confidence,
    Guard,
    GuardKind,
    Need,
    Routine,
    Unknown,
    far_behind,
    files_at,
)
from handover_generator.model.inventory import Along, Command, Effect
from handover_generator.model.location import CallStep, Location
from handover_generator.model.text import MOST_WORDS
from handover_generator.model.tracing import Start
from handover_generator.records import record, replace
from handover_generator.regexes import regex

MAX_ROUTINES = 20_000
"""Routines visited for one script; past that an unknown of kind ``budget`` says so."""

MAX_COMMANDS = 200
"""Commands of one file that are walked each by itself."""

_MOST_READ, _MOST_CHANGED, _MOST_LOST = 3, 8, MOST_WORDS
"""Targets named for one effect at one place; changes are worth more rows than readings, and losses more than both."""

_MOST_FORMS = 3
"""Of what cannot be read at one place: a command line with options that are given or not has as many forms as there are ways to give them."""

_MOST_CONDITIONS, _MORE = 3, "more"
_ORDER = {Confidence.RESOLVED: 0, Confidence.INFERRED: 1, Confidence.NAME_ONLY: 2}


@record(frozen=True, slots=True, kw_only=True)
class Walked:
    """What a script does. ``paths`` are the files its behaviour was read from."""

    effects: tuple[Effect, ...]
    unknowns: tuple[Unknown, ...]
    needs: tuple[Need, ...]
    guards: tuple[Guard, ...]
    resolved: int
    reachable: int
    paths: tuple[str, ...]


def unread(why: Unknown) -> Walked:
    """What is told of a script that could not be followed at all."""
    return Walked(effects=(), unknowns=(why,), needs=(), guards=(), resolved=0, reachable=0, paths=(why.at.path,))


@record(frozen=True, slots=True)
class _State:
    """How a routine was first reached."""

    steps: tuple[CallStep, ...]
    conditions: tuple[str, ...]
    confidence: Confidence
    host: str | None
    far: bool
    gives: frozenset[str]


_OBJECT = regex(r"(?:s3[an]?|gs|gcs|wasbs?|abfss?|az)://")
_WHO_MAY = regex(r"\A/etc/(?:sudoers(?:\.d/.+)?|doas\.conf|passwd|shadow|group|gshadow)\Z|/\.ssh/authorized_keys2?\Z")
"""Files that say who may do what on a machine."""
_Reached = dict[str, tuple[Routine, _State, tuple[Call, ...]]]
"""Routine id to the routine, how it was first reached, and the calls it makes."""
_Standing = dict[GuardKind, tuple[Guard, ...]]
"""Guards that stand on every way to a routine, by kind."""


def walk(entries: Sequence[str], routine: Callable[[str], Routine], path: str) -> Walked:
    """Walk from the routines ``entries`` of the script ``path``.

    Args:
        entries: routine ids where the script starts.
        routine: gives the routine behind an id.
        path: the script's own path.
    """
    reached, cut = _reach(entries, routine)
    called = {routine_id: calls for routine_id, (_, _, calls) in reached.items()}
    standing = _guards_on_every_way(entries, called)
    effects: dict[tuple[object, ...], Effect] = {}
    ways = Ways(called, {routine_id: found.name for routine_id, (found, _, _) in reached.items()}, path)
    unknowns: dict[Unknown, None] = {}
    needs: dict[tuple[str, str], Need] = {}
    guards: dict[Guard, None] = {}
    paths: dict[str, None] = {path: None}
    sites: dict[tuple[str, str, int], tuple[int, int]] = {}          # of a function, whatever it is called with: missed, and all
    reached_when: dict[str, tuple[Way, ...]] | None = None
    passing = passing_tables(event for current, _, _ in reached.values() for event in current.events)
    if cut:
        unknowns[Unknown(kind="budget", at=Location(path, 0), detail=f"more than {MAX_ROUTINES} functions are reached")] = None
    for routine_id, (current, state, _) in reached.items():
        if current.path:
            paths.setdefault(current.path)
        for other in current.reads:
            paths.setdefault(other)
        missed, all_sites = sites.get(function := (current.path, current.name, current.line), (0, 0))
        sites[function] = max(missed, current.reachable - current.resolved), max(all_sites, current.reachable)
        own = OwnTables(passing)
        for event in current.events:
            if isinstance(event, Call):
                continue
            if isinstance(event, Act):
                event = own.judged(event) if event.resource == "database" else event
                told_ways: tuple[Way, ...] = ()
                if state.conditions:
                    if reached_when is None:
                        reached_when = ways_to(entries, _as_good(reached))
                    told_ways = reached_when.get(routine_id, ())
                ways.note(_record(effects, event, state, standing[routine_id], told_ways), event.at, routine_id, event.what)
            elif isinstance(event, Unknown):
                unknowns.setdefault(event)
            elif isinstance(event, Need):
                if event.kind == "env" and event.name in state.gives:
                    continue                             # whoever called it has set it
                if event.kind != "package" or event.at.path == path:
                    needs.setdefault((event.kind, event.name), event)
            elif isinstance(event, Guard) and not state.far:     # what is asked in a worker stands before nothing that the script does
                guards.setdefault(event)
    reachable = sum(every for _, every in sites.values())
    told = [ways.told(key, effect) for key, effect in effects.items()]
    return Walked(effects=tuple(sorted(_merged(told), key=_effect_key)),
                  unknowns=tuple(sorted(_grouped(unknowns), key=lambda u: (u.at.path != path, u.at, u.kind, u.detail))),
                  needs=tuple(sorted(needs.values(), key=lambda n: (n.kind, n.name, n.at))),
                  guards=tuple(sorted(guards, key=lambda g: (g.at, g.kind, g.detail))),
                  resolved=reachable - sum(missed for missed, _ in sites.values()), reachable=reachable, paths=tuple(sorted(paths)))


def commands_of(starts: Sequence[Start], routine: Callable[[str], Routine], path: str) -> tuple[Command, ...]:
    """What each of several things does that a script does by name, each walked by itself, in the order of the file; empty where it does one."""
    if len(starts) < 2:
        return ()
    told: list[Command] = []
    for start in starts[:MAX_COMMANDS]:
        walked, found = walk((start.routine,), routine, path), routine(start.routine)
        told.append(Command(name=start.words, says=start.says, at=Location(found.path, found.line), effects=walked.effects, guards=walked.guards,
                            unknowns=walked.unknowns, resolved_calls=walked.resolved, reachable_calls=walked.reachable))
    return tuple(sorted(told, key=lambda command: (command.at, command.name)))


def _reach(entries: Sequence[str], routine: Callable[[str], Routine]) -> tuple[_Reached, bool]:
    """Every routine reached, breadth first, with the shortest way to it. What lies far behind comes last, so that a plain way is told first."""
    reached: _Reached = {}
    queue: deque[str] = deque()
    later: list[tuple[str, _State]] = []

    def enter(to: str, state: _State) -> None:
        if to not in reached:
            found = routine(to)
            reached[to] = found, state, tuple(event for event in found.events if isinstance(event, Call))
            queue.append(to)

    for entry in entries:
        enter(entry, _State((), (), Confidence.RESOLVED, None, False, frozenset()))
    while queue:
        _, state, calls = reached[queue.popleft()]
        for event in calls:
            if event.to not in reached:
                if len(reached) >= MAX_ROUTINES:
                    return reached, True
                beyond = _beyond(plainest(event, calls), state)
                if beyond.far and not state.far:
                    later.append((event.to, beyond))
                else:
                    enter(event.to, beyond)
        if not queue:
            for to, state in later:
                enter(to, state)
            later.clear()
    return reached, False


def _beyond(event: Call, state: _State) -> _State:
    """How the callee of a call is reached from a routine that was reached in ``state``."""
    conditions = (*state.conditions, event.condition) if event.condition else state.conditions
    return _State(
        (*state.steps, CallStep(event.at.path, event.at.line, event.name)), conditions,
        max(state.confidence, event.confidence, key=_ORDER.__getitem__), event.host or state.host,
        state.far or (event.condition is not None and far_behind(conditions)), state.gives.union(event.gives) if event.gives else state.gives)


def _as_good(reached: _Reached) -> dict[str, tuple[Call, ...]]:
    """The calls of each routine that are ways to what they call beside the one by which it was reached: as sure, no farther behind, on the same
    machine.
    """
    found: dict[str, tuple[Call, ...]] = {}
    for routine_id, (_, state, calls) in reached.items():
        good = []
        for call in calls:
            there = reached[call.to][1] if call.to in reached else None
            if there is not None and there.conditions:
                here = _beyond(call, state)
                if _ORDER[here.confidence] > _ORDER[there.confidence] or (here.far and not there.far) or here.host != there.host:
                    continue
            if there is not None:
                good.append(call)
        found[routine_id] = tuple(good)
    return found


def _guards_on_every_way(entries: Sequence[str], calls: Mapping[str, tuple[Call, ...]]) -> dict[str, _Standing]:
    """For each routine the guards that stand whichever way it is reached: a meet over all ``calls``, iterated to its fixpoint."""
    standing: dict[str, _Standing] = {entry: {} for entry in entries}
    queue = deque(standing)
    while queue:
        current = queue.popleft()
        own = standing[current]
        for event in calls[current]:
            if event.to not in calls:
                continue
            incoming = _with(own, event.guards)
            known = standing.get(event.to)
            met = incoming if known is None else on_both(known, incoming)
            if known is None or met != known:
                standing[event.to] = met
                queue.append(event.to)
    return standing


def _with(standing: _Standing, guards: tuple[Guard, ...]) -> _Standing:
    if not guards:
        return standing
    joined = dict(standing)
    for guard in guards:
        if guard not in joined.get(guard.kind, ()):
            joined[guard.kind] = (*joined.get(guard.kind, ()), guard)
    return joined


def _of_its_machine(standing: _Standing, act: Act, host: str | None) -> _Standing:
    """What stands before an act on ``host``, without the backups of what lies on another machine than what it changes."""
    backups = standing.get(GuardKind.BACKUP, ())
    if not any(guard.machine is not None for guard in backups):
        return standing
    machine = machine_of(host, act.server)
    own = tuple(guard for guard in backups if not another(guard.machine, machine))
    judged = {**standing, GuardKind.BACKUP: own}
    if not own:
        del judged[GuardKind.BACKUP]
    return judged


def _record(effects: dict[tuple[object, ...], Effect], act: Act, state: _State, standing: _Standing, ways: Sequence[Way] = ()) -> tuple[object, ...]:
    """Note an act that was reached, by each of ``ways`` where one alone would say too little. Gives the key under which all acts are told that do
    the same.
    """
    # Libraries and commands for files take such addresses too.
    resource = "object-storage" if act.resource == "filesystem" and _OBJECT.match(act.target or "") else act.resource
    if resource == "filesystem" and act.action is not Action.READ and _WHO_MAY.search(act.target or ""):
        resource = "permission"
    host = act.host or state.host
    if act.host is None and host is not None and resource == "filesystem" and files_at(host) != "container":
        resource = files_at(host)            # a script fed to a shell elsewhere; a container that runs one mostly has folders of this machine
    # What nobody can name is told by what it does; of what has a name, to start it and to stop it are two things.
    unnamed = act.what if act.target is None and act.action is not Action.READ else ""
    kind = kind_of(act.what, act.target) if act.action is not Action.READ else ""
    server = named(act.server)
    key = (resource, act.action, act.target, act.destructive, host, server, unnamed or kind)
    conditions = (*state.conditions, act.condition) if act.condition else state.conditions
    always = next((way for way in ways if not way.conditions), None)
    condition = act.condition if always is not None else _either(conditions, ways, act.condition) if ways else _told(conditions)
    together = _of_its_machine(_with(standing, act.guards), act, host)
    around = {f"${name}" for given in state.gives if (name := goes_round(given)) is not None}
    guards = tuple(guard for kind in sorted(together) for guard in together[kind] if guard.bypass is None or guard.bypass not in around)
    effect = Effect(
        resource=resource, action=act.action, destructive=act.destructive, what=act.what, at=act.at, target=act.target,
        via=state.steps if always is None else always.steps, condition=condition, everything=act.everything, host=host, server=server,
        confidence=max(state.confidence, act.confidence, key=_ORDER.__getitem__), guards=guards,
        takes_along=tuple(Along(model=model) for model in act.takes_along))
    known = effects.get(key)
    if known is None:
        effects[key] = effect
        return key
    # Two trails to the same harm: only what stands before both protects it. A proven trail is told rather than a shorter guess.
    # What lies far behind comes last, and never takes the place of a plain way.
    surer = _ORDER[effect.confidence] < _ORDER[known.confidence] and (known.far or not effect.far)
    told = effect if surer else known
    if not surer and effect.far is known.far and effect.confidence is known.confidence:
        told = worse(effect, known) if takes_more(effect, known) else worse(known, effect)
    kinds = kinds_on_both(effect.guards, known.guards)
    effects[key] = replace(told, guards=tuple(guard for guard in told.guards if guard.kind in kinds))
    return key


def _either(shortest: tuple[str, ...], ways: Sequence[Way], last: str | None) -> str | None:
    """The conditions of several ways in words, those of the trail that is told first; ``last`` holds on each of them."""
    every = [(*way.conditions, last) if last else way.conditions for way in ways]
    told = [_told(shortest if set(parts(way)) == set(parts(shortest)) else way) or "" for way in every]
    first = next((place for place, way in enumerate(every) if set(parts(way)) == set(parts(shortest))), 0)
    return either([told[first]], told[:first] + told[first + 1:])


def _told(conditions: tuple[str, ...]) -> str | None:
    """Wherever on the way the trail left the hands of the script; the first condition, which the script itself decides; and those nearest to the
    effect; each once.
    """
    breaks = [mark for mark in (IN_SIGNAL_HANDLER, IN_WORKER) if any(mark in told for told in conditions[:-2])]
    breaks = [mark for mark in breaks if not any(mark in told for told in conditions[-2:])]
    own = [told for told in conditions if not any(mark in told for mark in breaks)]
    near = own if len(own) <= _MOST_CONDITIONS else (own[0], _MORE, *own[-2:])
    return " and ".join(dict.fromkeys((*breaks, *near))) or None


def _merged(effects: Iterable[Effect]) -> list[Effect]:
    """One place in many contexts: a few targets are named, the others are told as a number in one row, with the guards they share."""
    places: dict[tuple[object, ...], list[Effect]] = {}
    for effect in sorted(effects, key=_effect_key):
        places.setdefault((effect.resource, effect.action, effect.what, effect.at, effect.destructive, effect.machines), []).append(effect)
    told: list[Effect] = []
    for several in places.values():
        first = several[0]
        most = _MOST_LOST if first.destructive else _MOST_READ if first.action is Action.READ else _MOST_CHANGED
        told += several[:most]
        rest = several[most:]
        if len(rest) == 1:
            told += rest
        elif rest:
            kinds = frozenset.intersection(*(kinds_on_both(first.guards, effect.guards) for effect in rest))
            told.append(replace(rest[0], target=None, what=f"{rest[0].what} (and {len(rest)} more targets)",
                                guards=tuple(guard for guard in rest[0].guards if guard.kind in kinds)))
    return told


def _grouped(unknowns: Iterable[Unknown]) -> list[Unknown]:
    """The same thing unread in many places of a file, or the same function of a package anywhere: told once, with the number of places."""
    groups: dict[tuple[str, str, str], list[Unknown]] = {}
    for unknown in _of_few_forms(sorted(unknowns, key=lambda u: (u.at, u.kind, u.detail))):
        anywhere = unknown.kind in ("unmodelled-package", "unmodelled-command", "budget")
        groups.setdefault((unknown.kind, unknown.detail, "" if anywhere else unknown.at.path), []).append(unknown)
    return [one[0] if len(one) == 1 else replace(one[0], detail=f"{one[0].detail} (in {len(one)} places)") for one in groups.values()]


def _of_few_forms(unknowns: list[Unknown]) -> Iterable[Unknown]:
    """What one place may run in many forms (a command line with options that are given or not): a few of them are told, the others as a number."""
    forms: dict[tuple[Location, str], list[Unknown]] = {}
    for unknown in unknowns:
        forms.setdefault((unknown.at, unknown.kind if unknown.kind.startswith("dynamic-") else unknown.detail), []).append(unknown)
    for several in forms.values():
        yield from several[:_MOST_FORMS - 1] if len(several) > _MOST_FORMS else several
        if len(several) > _MOST_FORMS:
            last = several[_MOST_FORMS - 1]
            yield replace(last, detail=f"{last.detail}, and {len(several) - _MOST_FORMS} more forms of it")


def _effect_key(effect: Effect) -> tuple[object, ...]:
    return (not effect.destructive, effect.resource, effect.action, effect.target or "", effect.at, effect.what,
            *(machine or "" for machine in effect.machines))
