"""What the formats of ``review`` say, as plain sentences; each format puts them through its own gate."""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.harm import describe, only_if
from handover_generator.model.comparison import Comparison, GuardChange, ScriptChange
from handover_generator.model.findings import DayOne, Gap, Severity
from handover_generator.model.inventory import Effect
from handover_generator.model.location import Location
from handover_generator.records import record
from handover_generator.renderers.formats._words import GUARD_WORDS, LIST_WORDS, count

_NEED = {
    "env": "variable",
    "binary": "program",
    "package": "package",
    "service": "service",
    "file": "file",
    "script": "script",
    "secret": "credential",
}


@record(frozen=True, slots=True, kw_only=True)
class Line:
    """One fact of a change. ``sign``: + (came), - (went), ± (is different), ! (look here). ``at``: where; ``trail``: the way to it."""

    sign: str
    text: str
    at: Location | None = None
    trail: tuple[str, ...] = ()


def headline(comparison: Comparison) -> str:
    """ "2 new risks (1 critical), 1 fixed; 70 of 98 scripts documented, before 71 of 98"."""
    new, fixed = comparison.gaps_new, comparison.gaps_fixed
    worst = max((gap.severity for gap in new), default=None)
    grave = sum(gap.severity is worst for gap in new) if worst is not None and worst >= Severity.HIGH else 0
    parts = [f"{count(len(new), 'new risk')}{f' ({grave} {worst.word})' if grave and worst else ''}", f"{len(fixed)} fixed"]
    (good, every), (good_before, every_before) = comparison.documented_after, comparison.documented_before
    if (good, every) != (good_before, every_before):
        parts.append(f"documented {good} of {every} scripts, before {good_before} of {every_before}")
    return ", ".join(parts)


def lists_line(change: ScriptChange) -> str:
    """How the day-one list of a script moved: "was FREE TO RUN, now DO NOT RUN"; '' if it did not."""
    before, after = change.verdict_before, change.verdict_after
    if before is None or after is None or before.list is after.list:
        return "" if after is None or change.kind != "added" else LIST_WORDS[after.list]
    return f"was {LIST_WORDS[before.list]}, now {LIST_WORDS[after.list]}"


def now_forbidden(comparison: Comparison) -> list[tuple[str, str]]:
    """(script, what it was before) for each that the change puts on the first list: what a reviewer must not miss."""
    found = []
    for change in comparison.scripts:
        before, after = change.verdict_before, change.verdict_after
        if after is not None and after.list is DayOne.DO_NOT_RUN and (before is None or before.list is not DayOne.DO_NOT_RUN):
            found.append((change.path, f"was {LIST_WORDS[before.list]}" if before else "new"))
    return found


def became_worse(change: ScriptChange) -> bool:
    """Whether a script moved towards "do not run"."""
    order = (DayOne.FREE_TO_RUN, DayOne.ASK_FIRST, DayOne.DO_NOT_RUN)
    before, after = change.verdict_before, change.verdict_after
    return before is not None and after is not None and order.index(after.list) > order.index(before.list)


def behaviour(change: ScriptChange) -> Iterator[Line]:
    """Effects, guards and places of one script that differ, the worst first."""
    for effect in change.effects_gained:
        yield _effect(effect, "+")
    for item in change.guards:
        if not item.gained:
            yield _guard(item)
    for altered in change.effects_changed:
        yield Line(sign="!" if altered.worse else "±", text=f"{describe(altered.after)}: {altered.sentence}", at=altered.after.at)
    for default in change.defaults_gained:
        yield Line(sign="+", text=f"lands in {default.place} if {default.name} is not set", at=default.at)
    for place in change.reaches_gained:
        yield Line(sign="+", text=f"reaches {place}")
    for sentence in change.places_told:
        yield Line(sign="±", text=sentence)
    for item in change.guards:
        if item.gained:
            yield _guard(item)
    for effect in change.effects_lost:
        yield _effect(effect, "-")
    for default in change.defaults_lost:
        yield Line(sign="-", text=f"no longer lands in {default.place} if {default.name} is not set", at=default.at)
    for place in change.reaches_lost:
        yield Line(sign="-", text=f"no longer reaches {place}")


def needs(change: ScriptChange) -> Iterator[Line]:
    """Dependencies, unknowns and starters that differ."""
    for kind, name in change.dependencies_gained:
        yield Line(sign="+", text=f"needs the {_NEED.get(kind, kind)} {name}")
    for kind, name in change.dependencies_lost:
        yield Line(sign="-", text=f"no longer needs the {_NEED.get(kind, kind)} {name}")
    for unknown in change.unknowns_gained:
        yield Line(sign="+", text=f"not understood: {unknown.detail or unknown.kind}", at=unknown.at)
    if change.unknowns_lost:
        yield Line(
            sign="-",
            text=f"understood now: {count(len(change.unknowns_lost), 'thing')} more than before",
        )
    for starter in change.starters_gained:
        yield Line(sign="+", text=f"started by {starter}")
    for starter in change.starters_lost:
        yield Line(sign="-", text=f"no longer started by {starter}")


def _effect(effect: Effect, sign: str) -> Line:
    steps = tuple(f"{step.path}:{step.line} {step.name}" for step in effect.via)
    words = f"{'DESTROYS: ' if effect.destructive else ''}{describe(effect)}"
    return Line(sign=sign, text=words + (f", {only_if(effect.condition)}" if effect.condition else ""), at=effect.at, trail=steps)


def _guard(item: GuardChange) -> Line:
    name = GUARD_WORDS[item.kind]
    about = f" before it {describe(item.effect)}" if item.effect else ""
    if item.gained:
        return Line(sign="+", text=f"{name} gained{about}", at=item.at)
    how = f" ({item.detail})" if item.detail else ""
    return Line(sign="!", text=f"{name} lost{about}{how}", at=item.at)


def worth_acting(gaps: tuple[Gap, ...]) -> tuple[Gap, ...]:
    """Gaps for the table of things to do: the most severe first, notes left to the fold."""
    return tuple(sorted(gaps, key=lambda gap: (-int(gap.severity), -gap.danger, gap.subject, gap.rule)))
