"""What a script's page says, worked out before any markup: lamps, trails, groups of effects."""

from __future__ import annotations

from collections.abc import Iterable

from handover_generator.analysis.describing import describe, whereabouts
from handover_generator.analysis.guards import holds
from handover_generator.analysis.harm import changes, harm_of, is_minor, losses
from handover_generator.model.behaviour import Action, Guard, GuardKind
from handover_generator.model.findings import DayOne, Findings, Verdict
from handover_generator.model.inventory import Effect, Script
from handover_generator.model.location import CallStep
from handover_generator.model.people import KnowledgeState
from handover_generator.records import record
from handover_generator.renderers.pages._words import GUARD_WORDS, LAMPS, action_word, count

ORDER = {DayOne.DO_NOT_RUN: 0, DayOne.ASK_FIRST: 1, DayOne.FREE_TO_RUN: 2}
RISKS = ("critical", "high", "medium", "unknown", "low")
_WRITES_NOTHING = Verdict(list=DayOne.ASK_FIRST, risk="unknown", headline="Not judged", because=("No check has looked at this script.",))


@record(frozen=True, slots=True, kw_only=True)
class Lamp:
    """One guard rail as a lamp. ``state``: on, part, weak, off, unneeded."""

    kind: GuardKind
    name: str
    state: str
    word: str
    sign: str
    sentence: str


@record(frozen=True, slots=True, kw_only=True)
class EffectGroup:
    """Effects that are one line on the page: same act on the same target, reached in one or several ways."""

    first: Effect
    others: int
    guards: tuple[str, ...]


def verdict_of(findings: Findings, path: str) -> Verdict:
    """The verdict; a script that nobody judged is to be asked about first, never free by silence."""
    return findings.verdicts.get(path, _WRITES_NOTHING)


def which_commands(findings: Findings, script: Script, *, limit: int = 3) -> str:
    """Of a file of several commands, which are as bad as the whole: "2 of its 24 commands: purge, drop-all"; empty for any other file."""
    told = findings.commands_of(script)
    worst = [command.name for command, verdict in told if verdict.list is verdict_of(findings, script.path).list]
    if not worst or len(worst) == len(told):
        return ""
    rest = f" and {len(worst) - limit} more" if len(worst) > limit else ""
    return f"{len(worst)} of its {len(told)} commands: {', '.join(worst[:limit])}{rest}"


def by_danger(findings: Findings) -> tuple[Script, ...]:
    """All scripts: worst list first, then risk, then danger of the worst gap, then path."""
    worst: dict[str, int] = {}
    for gap in findings.gaps:
        if gap.script:
            worst[gap.subject] = max(worst.get(gap.subject, 0), gap.danger)

    def key(script: Script) -> tuple[int, int, int, str]:
        verdict = verdict_of(findings, script.path)
        risk = RISKS.index(verdict.risk) if verdict.risk in RISKS else RISKS.index("unknown")
        return ORDER[verdict.list], risk, -worst.get(script.path, 0), script.path

    return tuple(sorted(findings.inventory.scripts, key=key))


def alone(findings: Findings) -> dict[str, list[Script]]:
    """Scripts that exactly one present person knows, by that person, worst script first."""
    found: dict[str, list[Script]] = {}
    for script in by_danger(findings):
        if script.history.state is KnowledgeState.SINGLE:
            knower = next((k for k in script.history.knowers if k.present and k.knows), None)
            if knower:
                found.setdefault(knower.person, []).append(script)
    return found


def lamps(script: Script) -> tuple[Lamp, ...]:
    """The five guard rails of a script, judged over its losses, or over all it changes where nothing is lost: counted as ``explain`` does."""
    concerned = losses(script) or changes(script) or tuple(e for e in script.live_effects if e.changes)
    return tuple(_lamp(script, concerned, kind) for kind in LAMPS)


def _lamp(script: Script, concerned: tuple[Effect, ...], kind: GuardKind) -> Lamp:
    name, on, off = GUARD_WORDS[kind]
    step, steps = ("trail that destroys", "trails that destroy") if losses(script) else ("change", "changes")
    if not concerned:
        return Lamp(
            kind=kind,
            name=name,
            state="unneeded",
            word="no change found",
            sign="–",
            sentence="No change was found that it could stand before.",
        )
    standing = [[g for g in effect.guards if g.kind is kind] for effect in concerned]
    strong = sum(any(map(holds, guards)) for guards in standing)
    if strong == len(concerned):
        return Lamp(kind=kind, name=name, state="on", word="yes", sign="●", sentence=f"It {on}, before every {step}.")
    if strong:
        return Lamp(
            kind=kind,
            name=name,
            state="part",
            word=f"before {strong} of {len(concerned)}",
            sign="◐",
            sentence=f"It {on} before {strong} of {count(len(concerned), step, steps)}; the others are open.",
        )
    if any(standing) and all(guard.default_on is False for guards in standing for guard in guards):
        return Lamp(kind=kind, name=name, state="part", word="only if asked for", sign="◐", sentence=f"It {on}, but only when it is asked for.")
    if any(standing):
        return Lamp(
            kind=kind,
            name=name,
            state="weak",
            word="weak",
            sign="◐",
            sentence=f"It {on}, but what was found proves little or is easily passed by.",
        )
    if any(g.kind is kind for g in script.guards):
        return Lamp(
            kind=kind, name=name, state="part", word="not before the harm", sign="◐", sentence=f"Found in the script, but before no {step}."
        )
    return Lamp(kind=kind, name=name, state="off", word="no", sign="○", sentence=f"Nothing found: {off}.")


def missing_words(script: Script) -> str:
    """``nobody is asked, no output, no backup``: the lamps that are off, in words; '' if none is."""
    return ", ".join(GUARD_WORDS[lamp.kind][2] for lamp in lamps(script) if lamp.state == "off")


def group(effects: Iterable[Effect]) -> tuple[EffectGroup, ...]:
    """Effects joined by what they do to which target; the shortest trail stands for all."""
    found: dict[tuple[object, ...], list[Effect]] = {}
    for effect in effects:
        key = (effect.resource, effect.action, effect.target, effect.destructive, effect.machines, effect.store)
        found.setdefault(key, []).append(effect)
    groups = []
    for members in found.values():
        first = min(members, key=lambda e: (len(e.via), e.via, e.at))
        groups.append(EffectGroup(first=first, others=len(members) - 1, guards=_guard_words(first.guards)))
    return tuple(groups)


@record(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Lines of effects that are one row: the same act at one place on many targets. ``first`` stands for all in words and trail."""

    first: Effect
    groups: tuple[EffectGroup, ...]
    guards: tuple[str, ...]
    conditions: tuple[str, ...]

    @property
    def others(self) -> int:
        """How many more places than the one shown."""
        return sum(group.others for group in self.groups) + len({group.first.at for group in self.groups}) - 1


def bundles(groups: Iterable[EffectGroup], file_by_file: bool = True) -> tuple[Bundle, ...]:
    """Groups joined where only the target differs: a loss by the line that does it, anything else by the file; in the order given."""
    found: dict[tuple[object, ...], list[EffectGroup]] = {}
    for item in groups:
        e = item.first
        place = e.at if e.destructive or not file_by_file else e.at.path
        found.setdefault((e.resource, e.action, e.destructive, e.machines, e.store, e.confidence, item.guards, place), []).append(item)
    return tuple(
        Bundle(
            first=members[0].first,
            groups=tuple(members),
            guards=members[0].guards,
            conditions=tuple(dict.fromkeys(" ".join((member.first.condition or "").split()) for member in members)),
        )
        for members in found.values()
    )


def target_text(effect: Effect) -> str:
    """The target, or the honest words for not knowing it, with its host. "…" is a part of it that only the running code knows."""
    target = (effect.target or "target computed by the code").replace("${?}", "…")
    if effect.everything:
        target += " (all of it)"
    there = whereabouts(effect, effect.target or "")
    return f"{target} {there}" if there else target


def harm_words(effect: Effect) -> str:
    """``drops the database main``, with a word where nothing of it is spared."""
    return describe(effect) + (" (all of it)" if effect.everything else "")


def effect_words(effect: Effect) -> str:
    """``deletes database main``."""
    return f"{action_word(effect.action)} {effect.resource} {target_text(effect)}"


_NEAR, _FAR = 3, 2


def ends(effect: Effect) -> tuple[CallStep | None, ...]:
    """The calls of a trail as the first screen tells them: of a long one only both ends, None for what lies between."""
    return effect.via if len(effect.via) <= _NEAR + _FAR + 1 else (*effect.via[:_NEAR], None, *effect.via[-_FAR:])


def between(effect: Effect) -> int:
    """How many calls ``ends`` leaves out."""
    return len(effect.via) - _NEAR - _FAR


def sort_effects(effects: Iterable[Effect]) -> list[Effect]:
    """Worst first, by the harm that headlines are ordered by: losses, then sending and running, then changes, then reads."""
    order = {Action.DELETE: 0, Action.SEND: 1, Action.EXECUTE: 2, Action.WRITE: 3, Action.READ: 4}
    return sorted(effects, key=lambda e: (not e.destructive or is_minor(e), -harm_of(e), order[e.action], e.resource, e.target or "~",
                                          e.at, e.via))


def _guard_words(guards: tuple[Guard, ...]) -> tuple[str, ...]:
    words: list[str] = []
    for guard in guards:
        word = GUARD_WORDS[guard.kind][1] + ("" if guard.strong else " (weak)")
        if word not in words:
            words.append(word)
    return tuple(words)
