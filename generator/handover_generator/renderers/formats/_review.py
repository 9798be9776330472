"""What the formats of ``review`` say, as plain sentences; each format puts them through its own gate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from handover_generator.analysis.describing import describe, only_if
from handover_generator.analysis.environments import is_production
from handover_generator.analysis.places_that_matter import important_places
from handover_generator.model.behaviour import GuardKind
from handover_generator.model.comparison import Comparison, GuardChange, ScriptChange
from handover_generator.model.findings import RISKS, DayOne, Gap, Severity
from handover_generator.model.inventory import Effect, Starter
from handover_generator.model.location import Location
from handover_generator.records import record
from handover_generator.renderers.formats._words import GUARD_WORDS, LIST_WORDS, SHARED, count

_NEED = {
    "env": "variable",
    "binary": "program",
    "package": "package",
    "service": "service",
    "file": "file",
    "script": "script",
    "secret": "credential",
}
T = TypeVar("T")


@record(frozen=True, slots=True, kw_only=True)
class Line:
    """One fact of a change. ``sign``: + (came), - (went), ± (is different), ! (look here). ``at``: where; ``trail``: the way to it."""

    sign: str
    text: str
    at: Location | None = None
    trail: tuple[str, ...] = ()


def headline(comparison: Comparison) -> str:
    """ "1 new destructive effect, 2 new gaps (1 critical), 1 fixed, documented 70 of 98 scripts, before 71 of 98".

    What a change newly destroys or reaches comes first, whether or not it is a new gap: a script that lacked a question already lacks no
    more of them after it.
    """
    new, fixed, gone = comparison.gaps_new, comparison.gaps_fixed, comparison.gaps_gone
    worst = max((gap.severity for gap in new), default=None)
    grave = sum(gap.severity is worst for gap in new) if worst is not None and worst >= Severity.HIGH else 0
    counted = (
        (len(new_losses(comparison)), "new destructive effect", None),
        (len(new_reaches(comparison)), "new reach into production", "new reaches into production"),
        (sum(became_worse(change) for change in comparison.scripts), "script judged worse", "scripts judged worse"),
    )
    parts = [count(number, word, plural) for number, word, plural in counted if number]
    parts += [f"{count(len(new), 'new gap')}{f' ({grave} {worst.word})' if grave and worst else ''}", f"{len(fixed)} fixed"]
    if gone:
        parts.append(f"{len(gone)} gone with {count(len({gap.subject for gap in gone}), 'script')}")
    (good, every), (good_before, every_before) = comparison.documented_after, comparison.documented_before
    if (good, every) != (good_before, every_before):
        parts.append(f"documented {good} of {every} scripts, before {good_before} of {every_before}")
    return ", ".join(parts)


def lists_line(change: ScriptChange) -> str:
    """How the list and the risk of a script moved: "was FREE TO RUN, now DO NOT RUN; risk was low, now critical"; '' if they did not."""
    before, after = change.verdict_before, change.verdict_after
    if before is None or after is None:
        return "" if after is None or change.kind != "added" else LIST_WORDS[after.list]
    parts = [f"was {LIST_WORDS[before.list]}, now {LIST_WORDS[after.list]}"] if before.list is not after.list else []
    return "; ".join([*parts, risk_line(change)] if before.risk != after.risk else parts)


def risk_line(change: ScriptChange) -> str:
    """ "risk was high, now critical"; '' where it is the same."""
    before, after = change.verdict_before, change.verdict_after
    return f"risk was {before.risk}, now {after.risk}" if before is not None and after is not None and before.risk != after.risk else ""


def new_losses(comparison: Comparison) -> list[tuple[str, Effect]]:
    """(script, effect) for each thing that is destroyed now and was not before, the worst script first."""
    return [(change.path, effect) for change in comparison.scripts for effect in change.effects_gained if effect.destructive]


def new_reaches(comparison: Comparison) -> list[tuple[str, str]]:
    """(script, place) for each place with data that cannot be replaced that a script reaches now, or lands in by default, and did not."""
    inventory = comparison.after.inventory
    matter = important_places(inventory) | {
        place for change in comparison.scripts for place in change.reaches_gained if place not in inventory.environments and is_production(place)}
    return [(change.path, place) for change in comparison.scripts
            for place in dict.fromkeys((*change.reaches_gained, *(default.place for default in change.defaults_gained))) if place in matter]


def warnings(comparison: Comparison) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What a reviewer must not miss, under a heading each: (script, what about it)."""
    forbidden = now_forbidden(comparison)
    told = {path for path, _ in forbidden}
    riskier = [(change.path, risk_line(change)) for change in comparison.scripts
               if became_worse(change) and risk_line(change) and change.path not in told]
    for heading, found in (
        ("Now on the do-not-run list", forbidden),
        ("Newly destroyed", [(path, describe(effect)) for path, effect in new_losses(comparison)]),
        ("Runs by itself now, and is on the do-not-run list", [
            (change.path, started_by(starter)) for change in comparison.scripts for starter in change.runs_itself
            if change.verdict_after is not None and change.verdict_after.list is DayOne.DO_NOT_RUN]),
        ("Still started under a name that is gone", [
            (change.old_path or change.path, f"{_where(starter)}{f'; it is {change.path} now' if change.old_path else ''}")
            for change in comparison.scripts for starter in change.starters_broken]),
        ("Does something else now", [(change.path, f"{describe(altered.after)}; before: {describe(altered.before)}")
                                     for change in comparison.scripts for altered in change.effects_changed if altered.otherwise]),
        ("No longer held back", [
            (change.path, line.text) for change in comparison.scripts if change.path not in told and not (became_worse(change) and risk_line(change))
            for line in _harm_let_go(change)]),
        ("New reach into production", [(path, f"reaches {place}") for path, place in new_reaches(comparison)]),
        ("Riskier than before", riskier),
    ):
        if found:
            yield heading, found


def _harm_let_go(change: ScriptChange) -> Iterator[Line]:
    """What stood before a loss and would have stopped a hand, and does not any more: "dry run lost before it removes /srv/a"."""
    kinds = (GuardKind.CONFIRM, GuardKind.DRY_RUN, GuardKind.ENV_CHECK)
    for item in change.guards:
        if not item.gained and item.kind in kinds and item.effect is not None and item.effect.destructive:
            yield _guard(item)


def started_by(starter: Starter) -> str:
    """What starts a script, and when: "deploy/shop.cron:3, cron, 0 3 * * *"."""
    return ", ".join(part for part in (_where(starter), starter.kind, starter.schedule or "") if part)


def _where(starter: Starter) -> str:
    return f"{starter.path}:{starter.line}"


def now_forbidden(comparison: Comparison) -> list[tuple[str, str]]:
    """(script, what it was before) for each that the change puts on the first list: what a reviewer must not miss."""
    found = []
    for change in comparison.scripts:
        before, after = change.verdict_before, change.verdict_after
        if after is not None and after.list is DayOne.DO_NOT_RUN and (before is None or before.list is not DayOne.DO_NOT_RUN):
            found.append((change.path, f"was {LIST_WORDS[before.list]}" if before else "new"))
    return found


def became_worse(change: ScriptChange) -> bool:
    """Whether a script moved towards "do not run", or its risk went up and not for time alone."""
    order = (DayOne.FREE_TO_RUN, DayOne.ASK_FIRST, DayOne.DO_NOT_RUN)
    before, after = change.verdict_before, change.verdict_after
    if before is None or after is None:
        return False
    if before.list is not after.list:
        return order.index(after.list) > order.index(before.list)
    return not change.knowledge_only and RISKS.index(after.risk) > RISKS.index(before.risk)


def behaviour(change: ScriptChange) -> Iterator[Line]:
    """Effects, guards and places of one script that differ, the worst first."""
    for effect in change.effects_gained:
        yield _effect(effect, "+")
    for item in change.guards:
        if not item.gained:
            yield _guard(item)
    for altered in change.effects_changed:
        link = "; " if altered.sentence.startswith("before: ") else ": "
        yield Line(sign="!" if altered.worse else "±", text=f"{describe(altered.after)}{link}{altered.sentence}", at=altered.after.at)
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
    for broken in change.starters_broken:
        yield Line(sign="!", text=f"{broken.path} ({broken.kind}) still starts {change.old_path or change.path}, which is gone",
                   at=Location(broken.path, broken.line))
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


def knowing(change: ScriptChange) -> Iterator[Line]:
    """Who knows one script, where that differs."""
    if change.knowledge:
        yield Line(sign="±", text=f"knowledge: {change.knowledge[1]}, before: {change.knowledge[0]}")
    if change.knowers:
        before, after = (", ".join(names) or "nobody" for names in change.knowers)
        yield Line(sign="±", text=f"known by: {after}, before: {before}")
    for name in change.shared:
        yield Line(sign="±", text=f"worked on by {name}: {SHARED}")


def worth_acting(gaps: tuple[Gap, ...]) -> list[tuple[Gap, tuple[str, ...]]]:
    """Gaps for the table of things to do, the most severe first, each with the other scripts that lack the same because of the same line: it is in
    something that they all run.
    """
    alike: dict[tuple[object, ...], list[Gap]] = {}
    for gap in sorted(gaps, key=lambda gap: (-int(gap.severity), -gap.danger, gap.subject, gap.rule)):
        key = (gap.rule, gap.detail, gap.severity, gap.evidence[-1]) if gap.script and gap.evidence else (gap.fingerprint_text, gap.message)
        alike.setdefault(key if all(gap.subject != one.subject for one in alike.get(key, ())) else (*key, gap.message), []).append(gap)
    return [_with_its_own(found, lambda gap: gap.subject, lambda gap: [place.path for place in gap.evidence[-1:]]) for found in alike.values()]


def told_once(changes: Iterable[ScriptChange]) -> list[tuple[ScriptChange, tuple[str, ...]]]:
    """Changes of scripts, each with the paths of others of which the same is to be said: what they all run changed."""
    alike: dict[object, list[ScriptChange]] = {}
    for change in changes:
        lines = frozenset((line.sign, line.text, line.at) for line in (*behaviour(change), *needs(change)))
        same = change.kind == "changed" and lines and not (change.stale or list(knowing(change)))
        alike.setdefault((lines, lists_line(change)) if same else change.path, []).append(change)
    return [_with_its_own(found, lambda change: change.path, lambda change: [line.at.path for line in behaviour(change) if line.at] + [
        line.at.path for line in needs(change) if line.at]) for found in alike.values()]


def _with_its_own(found: Sequence[T], name: Callable[[T], str], places: Callable[[T], Sequence[str]]) -> tuple[T, tuple[str, ...]]:
    """The one of several that is told, where possible one in whose own file it stands, and the names of the others."""
    told = next((one for one in found if name(one) in places(one)), found[0])
    return told, tuple(name(one) for one in found if one is not told)
