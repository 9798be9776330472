"""In use, dormant or vestigial: what speaks for a script being used, and what against. Evidence from files and history, never from runs.

* ``in-use``: something starts it by itself (a schedule, CI, a service, a deployment), or a script that is in use calls it, or somebody
  worked on it within half a year, or within a year while something else names it.
* ``vestigial``: nothing starts or names it, nobody worked on it for two years, and there is a positive sign that its time is over: a kin
  that lives on, or nobody left who ever wrote it.
* ``cannot-tell``: history is cut or absent and nothing starts it.
* ``dormant``: everything between.

A person may still start a vestigial script by hand: no file would show it. So nothing here ever says that a script can be deleted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from handover_generator.model.inventory import Script, Starter, Usage
from handover_generator.model.people import KnowledgeState

RECENT_DAYS = 182
YEAR_DAYS = 365
OLD_DAYS = 730
_MOST = 4                                # sentences of one sort; the page links to the full lists anyway

# Kinds that start something without a hand. The others need one; documentation and tests only name a script.
_ONLY_NAMES = ("docs", "tests")
_BY_ITSELF = frozenset({"cron", "ci", "compose", "dockerfile", "systemd", "procfile", "celery", "k8s", "terraform"})


def usage_of(script: Script, scripts: Sequence[Script] | Mapping[str, Script], newest: str) -> Usage:
    """Tell whether a script is in use.

    Args:
        script: with ``called_from``, ``history`` and ``copies`` filled in.
        scripts: all scripts of the inventory (a mapping by path saves time), for those that call it and for its kin.
        newest: ISO day of the newest commit, against which ages are measured.

    Returns:
        a state with the evidence for and against, in sentences.
    """
    by_path = scripts if isinstance(scripts, Mapping) else {other.path: other for other in scripts}
    age = _days(script.history.last_effective, newest)
    alone = [starter for starter in script.called_from if starter.kind in _BY_ITSELF or starter.schedule]
    callers = _living_callers(script, by_path)
    others = [starter for starter in script.called_from if starter not in alone and starter.path not in callers]
    idle_callers = [starter for starter in others if starter.kind == "script"]
    by_hand = [starter for starter in others if starter.kind not in ("script", *_ONLY_NAMES)]
    named = [starter for starter in others if starter.kind in _ONLY_NAMES]
    kin = _living_kin(script, by_path, newest)
    nobody = script.history.state is KnowledgeState.LOST

    favour = [
        *_some([f"{_verb(starter)} ({starter.path}:{starter.line})." for starter in alone]),
        *_some([f"{path} calls it and is in use." for path in callers]),
        *_some([f"{_verb(starter)} by hand ({starter.path}:{starter.line})." for starter in by_hand]),
        *_some([f"It is {'tested' if starter.kind == 'tests' else 'named'} in {starter.path}:{starter.line}." for starter in named]),
    ]
    against: list[str] = []
    if script.holds_recipes:
        favour.append("People run what it holds by name; no file shows whether they do.")
    elif not alone and not by_hand and not callers and not idle_callers:
        against.append("Nothing in the repository starts it.")
    unsure = [f"{starter.path}:{starter.line} calls it, but nothing shows that this one is in use." for starter in idle_callers]
    against.extend(_some(unsure))
    if age is None:
        against.append("History does not tell when somebody last worked on it.")
    elif age <= YEAR_DAYS:
        favour.append(f"Somebody worked on it on {script.history.last_effective}.")
    else:
        against.append(f"Nobody worked on it since {script.history.last_effective} ({_span(age)}); bulk edits and programs do not count.")
    against.extend(_some(kin))
    if nobody:
        against.append("Nobody who ever wrote it is still there.")
    known = bool(by_hand or named or idle_callers or script.holds_recipes)
    state = _state(age, started=bool(alone or callers), named=known, over=bool(kin or nobody))
    return Usage(state=state, for_use=tuple(favour), against=tuple(against))


def _state(age: int | None, *, started: bool, named: bool, over: bool) -> str:
    if started:
        return "in-use"
    if age is None:
        return "cannot-tell"
    if age <= RECENT_DAYS or (age <= YEAR_DAYS and named):
        return "in-use"
    if age > OLD_DAYS and over and not named:
        return "vestigial"
    return "dormant"


def _living_callers(script: Script, by_path: Mapping[str, Script]) -> tuple[str, ...]:
    """Scripts that call this one, over any number of hops, beginning with one that something starts by itself."""
    found: list[str] = []
    for starter in script.called_from:
        if starter.kind == "script" and starter.path != script.path and _is_started(starter.path, by_path, script.path):
            found.append(starter.path)
    return tuple(dict.fromkeys(sorted(found)))


def _is_started(path: str, by_path: Mapping[str, Script], without: str) -> bool:
    seen = {without}
    pending = [path]
    while pending:
        current = pending.pop()
        if current in seen:
            continue
        seen.add(current)
        other = by_path.get(current)
        for starter in other.called_from if other else ():
            if starter.kind in _BY_ITSELF or starter.schedule:
                return True
            if starter.kind == "script":
                pending.append(starter.path)
    return False


def _living_kin(script: Script, by_path: Mapping[str, Script], newest: str) -> list[str]:
    """Sentences on copies that live on while this one does not."""
    found: list[str] = []
    mine = script.history.last_effective
    for copy in script.copies:
        kin = by_path.get(copy.path)
        if kin is None or not _touched(script) <= _touched(kin):
            # A copy made for another pilot, host or table does not take this one's place.
            continue
        theirs = kin.history.last_effective
        starter = next((other for other in kin.called_from if other.kind in _BY_ITSELF or other.schedule), None)
        if starter is not None:
            found.append(f"{copy.path} shares its text and is the one that is started ({starter.path}:{starter.line}).")
        elif mine and theirs and theirs > mine and (_days(theirs, newest) or 0) <= YEAR_DAYS:
            found.append(f"{copy.path} shares its text and was worked on later, on {theirs}.")
    return found


def _touched(script: Script) -> frozenset[tuple[str, str]]:
    """What a script changes: (resource, target)."""
    return frozenset((effect.resource, effect.target) for effect in script.live_effects if effect.changes and effect.target)


def _days(day: str | None, newest: str) -> int | None:
    try:
        return max(0, (date.fromisoformat(newest) - date.fromisoformat(day or "")).days)
    except ValueError:
        return None


def _span(days: int) -> str:
    years = days / 365.25
    if years < 2:
        return f"{round(days / 30.44)} months before the newest commit"
    return f"{years:.1f} years before the newest commit"


_VERBS = {
    "cron": "A crontab starts it", "ci": "CI starts it", "compose": "A compose service starts it",
    "dockerfile": "A container image runs it", "systemd": "A unit starts it", "procfile": "A Procfile starts it",
    "celery": "Celery starts it", "k8s": "A cluster starts it",
    "terraform": "A cloud schedule starts it", "make": "A make target starts it", "package": "A package entry starts it",
}


def _verb(starter: Starter) -> str:
    verb = _VERBS.get(starter.kind, "Something starts it")
    return f"{verb} by schedule, {starter.schedule}" if starter.schedule else verb


def _some(sentences: list[str]) -> list[str]:
    if len(sentences) <= _MOST:
        return sentences
    return [*sentences[:_MOST], f"And {len(sentences) - _MOST} more of that sort."]
