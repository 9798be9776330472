"""What counts as harm, how much, and what stands before it: small questions that checks, verdicts and pages ask alike.

Harm is a number between 0 and 1. It orders effects; it does not measure damage. The order follows one question: if this went wrong in the
night, how much could nobody bring back?
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence, Set
from functools import lru_cache
from pathlib import PurePosixPath

from handover_generator.analysis._phrases import with_target
from handover_generator.analysis._ways import OTHERWISE
from handover_generator.analysis.remade import is_remade
from handover_generator.model.behaviour import Action, Confidence, Guard, GuardKind
from handover_generator.model.inventory import Command, Effect, Inventory, MixedPlace, Script, Starter
from handover_generator.model.location import CallStep, Location
from handover_generator.model.source import Claim
from handover_generator.records import record, replace
from handover_generator.regexes import regex

# What a destructive effect on each resource costs when it hits the wrong place. Resources are an open set: see OTHER_HARM.
HARM_BY_RESOURCE = {
    "database": 0.9,
    "object-storage": 0.9,
    "cloud": 0.9,
    "cluster": 0.9,
    "remote-host": 0.8,
    "search": 0.7,
    "queue": 0.7,
    "secret": 0.8,
    "filesystem": 0.7,
    "permission": 0.7,
    "network": 0.7,
    "http": 0.7,
    "vcs": 0.6,
    "container": 0.6,
    "scheduler": 0.6,
    "cache": 0.5,
    "service": 0.5,
    "process": 0.3,
    "package": 0.3,
}
OTHER_HARM = 0.6
WRITE_SHARE = 0.4  # a change that can be undone, against a loss on the same resource
SEND_HARM = 0.5  # a letter in the post
EXECUTE_HARM = 0.5  # runs something nobody could look into
READ_HARM = 0.1
MINOR_HARM = 0.05
FAR_SHARE = 0.5  # a loss that only a signal and then a worker bring about
GIVEN_HARM = 0.4  # one file that whoever starts the script has named
SERIOUS = 0.5  # from here on a loss stops the hand of a newcomer

# Folders that belong to everybody on the machine: what lies below is meant to vanish, the folder itself is not ours.
_SHARED_TEMPORARY = regex(
    r"(?i)(/tmp|/var/tmp|/dev/shm|/run/user/[0-9]+|\$\{?(TMPDIR|TMP|TEMP|TEMPDIR|RUNNER_TEMP|gettempdir)(\(\))?(:-[^}]*)?\}?)(?P<below>/.*)?\Z",
    re.DOTALL,
)
# What the script made for itself a moment ago.
_OWN_TEMPORARY = regex(
    r"(?i)(\$\{(mkdtemp|mkstemp|mktemp|tempfile|NamedTemporaryFile|SpooledTemporaryFile|TemporaryFile|TemporaryDirectory)\b[^}]*\}"
    r"|\$\(mktemp[^)]*\)|temporary (file|folder)\Z)(/.*)?",
    re.DOTALL,
)
# A target that is nothing but what the person at the keyboard gave: an option, an argument.
_GIVEN_BY_HAND = regex(r"\$\{(--?[A-Za-z][\w-]*|argv\b[^}]*|args?\.[^}]*|[0-9@*]+)\}\Z")
_METHOD = regex(r"(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE|PURGE) (?=\S)")
"""How a request is told where it is made."""
_NOWHERE = ("/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty")
# Folders and files that a build makes again from what stays. People call their own folders so as well, so only inside the repository.
_BUILT = frozenset({"build", "_build", "dist", "coverage.xml"})
_SEEN = 1 << 14              # the same effects are asked about by every check and on every page


@lru_cache(maxsize=_SEEN)
def is_minor(effect: Effect) -> bool:
    """Whether an effect touches only what is meant to vanish: temporary files, the null device, build products; never on a remote host."""
    if effect.resource not in ("filesystem", "permission") or effect.host is not None or not effect.target:
        return False
    target = effect.target.strip().strip("'\"")
    if target in _NOWHERE:
        return True
    target = posixpath.normpath(target)  # "${mkdtemp}/a/.." is where it says, "/tmp/../etc" is not
    if _OWN_TEMPORARY.match(target):
        return True
    shared = _SHARED_TEMPORARY.match(target)
    if shared:
        return (shared.group("below") or "").strip("/*. ") != ""
    if is_remade(target):
        return True
    if target.startswith(("/", "~", "$")):
        return False
    parts = [part for part in PurePosixPath(target).parts if part != "*"]
    return bool(parts) and parts[0] != ".." and (parts[0] in _BUILT or parts[-1] in _BUILT)


def given_by_hand(effect: Effect) -> bool:
    """Whether an effect loses one file or folder here that the person who starts the script has named on the command line."""
    here = effect.resource == "filesystem" and effect.host is None and not effect.everything
    return here and bool(_GIVEN_BY_HAND.match(effect.target or ""))


@lru_cache(maxsize=_SEEN)
def harm_of(effect: Effect) -> float:
    """How bad one effect can be, 0..1: resource, action, whether a filter narrows it."""
    if is_minor(effect):
        return MINOR_HARM
    if effect.action is Action.READ and not effect.destructive:
        return READ_HARM
    base = HARM_BY_RESOURCE.get(effect.resource, OTHER_HARM)
    if effect.destructive and given_by_hand(effect):
        return GIVEN_HARM
    if effect.destructive:
        wide = effect.everything or effect.target is None
        loss = min(1.0, base + (0.1 if wide else 0.0))
        return round(loss * FAR_SHARE, 4) if effect.far else loss
    if effect.action is Action.SEND:
        return SEND_HARM
    if effect.action is Action.EXECUTE:
        return EXECUTE_HARM
    return round(base * WRITE_SHARE, 4)


def _order(effect: Effect) -> tuple[float, int, int, str, int, str]:
    sure = (Confidence.RESOLVED, Confidence.INFERRED, Confidence.NAME_ONLY).index(effect.confidence)
    return (-harm_of(effect), sure, len(effect.via), effect.at.path, effect.at.line, effect.target or "")


def losses(script: Script) -> tuple[Effect, ...]:
    """The live effects that lose data or state worth a word, worst first."""
    return tuple(sorted((effect for effect in script.destroys if not is_minor(effect)), key=_order))


def changes(script: Script) -> tuple[Effect, ...]:
    """The live effects that do more than read, worst first; what is meant to vanish left out."""
    found = (effect for effect in script.live_effects if (effect.changes or effect.destructive) and not is_minor(effect))
    return tuple(sorted(found, key=_order))


def proven(effect: Effect) -> bool:
    """Whether more than a name speaks for the effect."""
    return effect.confidence is not Confidence.NAME_ONLY


def firm(effect: Effect) -> bool:
    """Whether the script itself brings the effect about: proven, and no signal with a worker behind it in between."""
    return proven(effect) and not effect.far


def worst_harm(script: Script) -> float:
    """The harm of the worst live effect; a script with unread parts is never below a change."""
    worst = max((harm_of(effect) for effect in script.live_effects), default=0.0)
    doubtful = bool(script.unknowns or unresolved(script) or script.partial)
    return max(worst, 0.3 if doubtful else READ_HARM)


def unresolved(script: Script) -> int:
    """Call sites that lie on the way and were not understood."""
    return max(0, script.reachable_calls - script.resolved_calls)


def not_understood(script: Script) -> int:
    """How many things on the way of a script could not be read: the larger of the listed unknowns and the unresolved call sites."""
    return max(len(script.unknowns), unresolved(script))


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


@record(frozen=True, slots=True, kw_only=True)
class Lamp:
    """A lamp of a script page. ``state``: on, partly, off, unknown. ``at``: the line that lights it. ``note``: part of a sentence."""

    kind: GuardKind
    label: str
    state: str
    at: Location | None = None
    note: str = ""


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
LAMPS = (
    (GuardKind.CONFIRM, "asks"),
    (GuardKind.DRY_RUN, "dry run"),
    (GuardKind.ENV_CHECK, "checks the place"),
    (GuardKind.OUTPUT, "reports"),
    (GuardKind.BACKUP, "backup"),
)


def by_itself(script: Script, command: Command) -> Script:
    """A script as if it did nothing but one of its commands, which is for what its own description says, reaches what it alone reaches, and is
    started by those that name it, or no other one.
    """
    mine = {(effect.resource, effect.target, effect.host) for effect in command.effects}
    here = {effect.at for effect in script.effects if (effect.resource, effect.target, effect.host) in mine}
    others = {effect.at for effect in script.effects} - here
    evidence = tuple(row for row in script.places.reach_evidence if row[2] not in others)
    known = {one.name for one in script.commands}
    purpose = Claim(text=command.says, at=command.at, source="docstring") if command.says else script.purpose
    return replace(
        script,
        purpose=purpose,
        effects=command.effects,
        unknowns=command.unknowns,
        resolved_calls=command.resolved_calls,
        reachable_calls=command.reachable_calls,
        guards=tuple(dict.fromkeys((*command.guards, *(guard for effect in command.effects for guard in effect.guards)))),
        places=replace(script.places, reach_evidence=evidence, reaches=tuple(sorted({place for place, _, _ in evidence}))),
        called_from=tuple(starter for starter in script.called_from if not (named := _named(starter, known)) or named == command.name),
        commands=(),
    )


def _named(starter: Starter, known: Set[str]) -> str:
    """The command that something starts, as the script calls it; '' where it names none that is known. A task is called with its module, too."""
    if starter.command in known:
        return starter.command
    short = starter.command.rpartition(".")[2]
    return next((name for name in sorted(known) if short and name.rpartition(".")[2] == short), "")


def each_alone(script: Script) -> tuple[Script, ...]:
    """The script as if it did nothing but one of its commands, for each of them; itself where it has none."""
    return tuple(by_itself(script, command) for command in script.commands) or (script,)


def lamps(script: Script) -> tuple[Lamp, ...]:
    """The five guard lamps over all destructive trails (over all changes where nothing is destroyed).

    A lamp is *on* only if every such trail carries the guard; *partly* if some do, or if it is weak or must be asked for; *unknown* where
    parts of the script could not be read and no guard was seen.
    """
    trails = losses(script) or changes(script)
    return tuple(_lamp(script, trails, kind, label) for kind, label in LAMPS)


def _lamp(script: Script, trails: tuple[Effect, ...], kind: GuardKind, label: str) -> Lamp:
    seen = [guards_before(effect, kind) for effect in trails]
    held = [next((guard for guard in guards if holds(guard)), None) for guards in seen]
    if trails and all(held):
        guard = next(guard for guard in held if guard is not None)
        return Lamp(kind=kind, label=label, state="on", at=guard.at, note=f"can be by-passed with {guard.bypass}" if guard.bypass else "")
    some = next((guard for guard in held if guard is not None), None)
    if some is not None:
        return Lamp(
            kind=kind, label=label, state="partly", at=some.at, note=f"not before {sum(g is None for g in held)} of {len(trails)} trails"
        )
    weak = next((guard for guards in seen for guard in guards), None)
    if weak is not None:
        return Lamp(kind=kind, label=label, state="partly", at=weak.at, note="only when asked for" if weak.default_on is False else "weak")
    elsewhere = next((guard for guard in script.guards if guard.kind is kind), None)
    if elsewhere is not None and trails and kind is GuardKind.OUTPUT:
        return Lamp(kind=kind, label=label, state="partly", at=elsewhere.at, note="it prints something, but not before the harm")
    if elsewhere is not None and trails:
        return Lamp(kind=kind, label=label, state="off", at=elsewhere.at, note="it is there, but not before the harm")
    if elsewhere is not None:
        return Lamp(kind=kind, label=label, state="on", at=elsewhere.at)
    return Lamp(kind=kind, label=label, state="unknown" if script.partial else "off", note=script.partial or "")


# A target that is nothing but a value computed inside the code: its name says nothing to a reader.
_COMPUTED = regex(r"\$\{(\?|[^{}]*(\(\)|\[\])[^{}]*)\}\Z")
_LONGEST_TARGET = 80


def shown_target(effect: Effect) -> str | None:
    """The target as people read it: one line, not too long, "…" for a part nobody can name; None where only the running code knows it."""
    target = " ".join((effect.target or "").split())
    if not target or (_COMPUTED.match(target) and not is_minor(effect) and not given_by_hand(effect)):
        return None
    target = target.replace("${?}", "…")
    return target if len(target) <= _LONGEST_TARGET else f"{target[: _LONGEST_TARGET - 1]}…"


def describe(effect: Effect) -> str:
    """One effect in words: "drops the database main", "deletes a file '/srv/x' on app1"."""
    words = effect.what.strip().rstrip(":")
    words = words[:-1] if words.endswith(".") and words[-2:-1].isalnum() else words  # the full stop of a sentence, not the folder "."
    words = words or f"{effect.action.value}s {effect.resource}"
    words = f"sends {asked.group(1)} to {words[asked.end():]}" if (asked := _METHOD.match(words)) is not None else words
    target = shown_target(effect)
    if target is not None and target.endswith("…") and effect.target is not None and effect.target in words:
        words = words.replace(effect.target, target)         # what is too long is named once, and cut
    elif target is not None:
        words = with_target(words, target)
    elif effect.destructive:
        words = f"{words} (target computed)"
    return f"{words} {where(effect.host)}" if effect.host and effect.host not in words else words


def where(host: str) -> str:
    """Where something happens: "on app1", "in the container web", "in the container web on app1"."""
    machine, _, container = host.rpartition("container:")
    machine = machine.rstrip("/")
    said = f"in the {container}" if container.endswith(" machine") else f"in the container {container}"      # what stands for a name of its own
    inside = said if "container:" in host else ""
    return f"{inside} on {machine}" if inside and machine else inside or f"on {host}"


def said(script: Script, effect: Effect) -> str:
    """``describe``, and where a script runs what could not be seen, what was found out of it: "runs what ${1} holds"."""
    if effect.action is Action.EXECUTE and effect.target is None:
        hidden = next((unknown.detail for unknown in script.unknowns if unknown.at == effect.at and unknown.detail.startswith("runs ")), None)
        if hidden is not None:
            return f"{hidden}, {where(effect.host)}" if effect.host else hidden
    return describe(effect)


_FEW_PLACES = 4
_BETWEEN = regex(r" and (?=(?:if|when|in the|on|unless|for|while|more)\b)")
"""Between two conditions; an "and" of the code itself stands in one."""


def only_if(condition: str) -> str:
    """A condition in words: "only if --force is given", "only in the worker", "if --all is given, or in other cases"."""
    ways = [_BETWEEN.split(way) for way in " ".join(condition.split()).split(", or ")]
    if len(ways) > 2 and ways[-1] == [OTHERWISE] and len(", or ".join(" and ".join(way) for way in ways)) > 2 * _LONGEST_TARGET:
        ways = [ways[0], ways[-1]]                           # the others are among the other cases
    words = ", or ".join(_short(way) for way in ways)
    if ways[-1] == [OTHERWISE]:
        return words
    if len(ways) > 1 and (shared := _shared(ways)):
        words = f"{_short(ways[0][:shared])}, and then {', or '.join(_short(way[shared:]) for way in ways)}"
    return f"only {words}" if words.startswith(("if ", "in ", "when ", "unless ", "for ", "while ")) else f"only if {words}"


def _shared(ways: list[list[str]]) -> int:
    """With how many conditions all ways begin alike; none where one of them has no others."""
    alike = 0
    while all(len(way) > alike + 1 and way[alike] == ways[0][alike] for way in ways):
        alike += 1
    return alike


def _short(way: list[str]) -> str:
    """The conditions of one way on two lines at most: the first, and those nearest to the effect."""
    for left in range(len(way), 1, -1):
        told = " and ".join(way if left == len(way) else [way[0], "more", *way[len(way) - left + 1:]])
        if len(told) <= 2 * _LONGEST_TARGET:
            return told
    told = " and ".join([way[0], "more"] if len(way) > 1 else way)
    return told if len(told) <= 2 * _LONGEST_TARGET else f"{told[: 2 * _LONGEST_TARGET - 1]}…"


def hops(effect: Effect) -> tuple[CallStep, ...]:
    """The whole trail, ending at the effect itself."""
    return (*effect.via, CallStep(effect.at.path, effect.at.line, effect.what or effect.action.value))


def few(places: Sequence[Location | CallStep]) -> str:
    """``a.py:3, a.py:9 in refresh and 4 more lines``."""
    told = ", ".join(map(_place_words, places[:_FEW_PLACES]))
    rest = len(places) - _FEW_PLACES
    return told if rest <= 0 else f"{told} and {rest} more {'line' if rest == 1 else 'lines'}"


def _place_words(place: Location | CallStep) -> str:
    """``a.py:9 in refresh``; without the name where it is only that of the file."""
    where = f"{place.path}:{place.line}"
    named = isinstance(place, CallStep) and place.name not in (place.path, posixpath.basename(place.path))
    return f"{where} in {place.name}" if isinstance(place, CallStep) and named else where


def own_line(script: Script, effect: Effect) -> Location:
    """Where the trail begins in the script's own file; the effect's place if it begins elsewhere."""
    first = effect.via[0] if effect.via else None
    if first is not None and first.path == script.path:
        return Location(first.path, first.line)
    return effect.at


_IMPORTANT = frozenset({"production", "prod", "live", "prd"})


def important_places(inventory: Inventory) -> frozenset[str]:
    """Environments that matter: called production, prod or live, or declared ``data: irreplaceable``. ``disposable`` takes one out."""
    declared = {env.id: (env.data or "").strip().lower() for env in inventory.ownership.environments}
    named = {name for name in inventory.environments if _IMPORTANT & set(re.split(r"[^a-z]+", name.lower()))}
    named |= {name for name, data in declared.items() if data == "irreplaceable"}
    return frozenset(name for name in named if declared.get(name) != "disposable")


def mixed_places_of(inventory: Inventory, script: Script) -> tuple[MixedPlace, ...]:
    """The mixed places a script touches; a host is left out where a database on it is told for the same environments."""
    touched = [place for place in inventory.mixed_places if place.id in script.places.mixed]
    return tuple(
        place
        for place in touched
        if not any(other.name.startswith(f"{place.name}/") and set(place.environments) <= set(other.environments) for other in touched)
    )


def way_back(inventory: Inventory, script: Script, effect: Effect) -> tuple[str, Location | None] | None:
    """What could bring back what this effect loses: a backup taken on the trail, a stated undo, a backup of the store; else None."""
    taken = guards_before(effect, GuardKind.BACKUP)
    if taken:
        return (f"a backup is taken first{f' ({taken[0].detail})' if taken[0].detail else ''}", taken[0].at)
    entry = inventory.ownership.script(script.path)
    for stated, at in ((entry.undo, entry.at), (entry.backup, entry.at)) if entry else ():
        if stated and means_something(stated):
            return (stated, at)
    for section in ("undo", "backup"):
        claim = script.claims.get(section)
        if claim is not None and means_something(claim.text):
            return (claim.text, claim.at)
    store = next((store for store in inventory.ownership.stores if store.id == effect.store), None)
    if store is not None and store.backup is not None and store.backup.where:
        return (f"backups of {store.id} lie at {store.backup.where}", store.at)
    return None


_EMPTY_WORDS = frozenset(
    {"", "none", "no", "n/a", "na", "-", "?", "??", "???", "unknown", "not possible", "impossible", "tbd", "nothing", "there is none"}
)


def means_something(text: str) -> bool:
    """Whether a stated text says something: not empty, not TODO, not "none"."""
    words = text.strip().rstrip(".!").lower()
    return words not in _EMPTY_WORDS and not words.startswith(("todo", "tbd", "fixme", "xxx"))
