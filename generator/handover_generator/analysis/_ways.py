"""What is told of several ways that lead to the same: a condition is told only where it holds on all of them that are compared.

``if dry_run: wipe() else: wipe()`` wipes whatever is given, and must not be told as "if --dry-run is given".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from handover_generator.model.behaviour import Call, Confidence
from handover_generator.model.inventory import Effect
from handover_generator.records import replace
from handover_generator.regexes import regex

_JOINED, _NOT, _OR = " and ", "not ", ", or "
OTHERWISE = "in other cases"
_MOST_WAYS = 2
_SKIPS = regex(
    r"(?:\w+_)?(?:yes|assume_?yes|forced?|skip|no_?(?:confirm|prompt|ask|input)|non_?interactive|batch|auto_?approve|unattended)(?:_\w+)?\Z",
    re.IGNORECASE)
_TAKES = regex(r"(?:removes|deletes|drops|empties|erases|wipes|destroys|overwrites|truncates|undefines|turns .* off)\b")


def plainest(call: Call, calls: Iterable[Call]) -> Call:
    """Of the calls that a routine makes to the same routine as ``call``, the one to tell: one without a condition if there is one, else
    ``call`` itself, without the part of its condition that another one turns round.
    """
    if call.condition is None or call.confidence is not Confidence.RESOLVED:
        return call
    for other in calls:
        if other.to != call.to or other is call or other.confidence is not Confidence.RESOLVED:
            continue
        if other.condition is None:
            return other
        if (shared := shared_condition(call.condition, other.condition)) != call.condition:
            told = other if _NOT in other.condition and _NOT not in call.condition else call
            return replace(told, condition=shared)
    return call


def worse(known: Effect, other: Effect) -> Effect:
    """Of two ways to the same harm the one to tell: what loses everything rather than a part, what always happens rather than sometimes; and
    where both are conditional, under which conditions it happens, so that nobody takes the one for the only one.
    """
    if other.everything and not known.everything:
        known, other = other, known
    if known.condition is None:
        return known
    if other.condition is None:
        return other if other.everything or not known.everything else replace(known, condition=known.condition + _OR + OTHERWISE)
    return replace(known, condition=either(known.condition.split(_OR), other.condition.split(_OR)))


def either(known: Sequence[str], others: Iterable[str]) -> str | None:
    """Under which conditions something happens that happens under each of ``known``, and under each of ``others``; None for always."""
    ways = list(known)
    for other in others:
        if other in ways or ways[-1] == OTHERWISE:
            continue
        needed = set(parts((other,)))
        if other != OTHERWISE and any(needed.issuperset(parts((way,))) for way in ways):
            continue                                         # it needs more than a way that is told
        if other != OTHERWISE and (fewer := [way for way in ways if not needed.issubset(parts((way,)))]) != ways:
            ways = [*fewer, other]
            continue
        for place, way in enumerate(ways):
            shared = shared_condition(way, other)
            if shared is None:
                return None
            if shared != way:
                ways[place] = shared
                break
        else:
            ways.append(other if len(ways) < _MOST_WAYS else OTHERWISE)
    return _OR.join(dict.fromkeys(ways))


def takes_more(other: Effect, known: Effect) -> bool:
    """Whether of two things that are done to the same the other one takes something away, and the known one does not: ``removes lines from`` is
    not to be told as ``appends to``.
    """
    return _TAKES.match(other.what) is not None and _TAKES.match(known.what) is None


def goes_round(given: str) -> str | None:
    """The variable that a caller sets (``FORCE=1``) and with which a program asks nothing; None for any other, or one that is switched off."""
    name, _, value = given.partition("=")
    return name if _SKIPS.match(name) is not None and value.lower() not in ("", "0", "no", "n", "false", "off") else None


def shared_condition(first: str, second: str) -> str | None:
    """What is left of a condition where another way has it turned round: both without it. ``first`` itself if they are no such pair."""
    shared = joined(parts((first,)), parts((second,)))
    return first if shared is None else _JOINED.join(shared) or None


@lru_cache(maxsize=10_000)
def parts(conditions: tuple[str, ...]) -> tuple[str, ...]:
    """What must hold, each thing by itself and once. A way is compared with others again and again."""
    return tuple(dict.fromkeys(part for condition in conditions for part in condition.split(_JOINED)))


def joined(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...] | None:
    """What is left of the conditions of two ways that differ in one, which the one turns round: all without it. None if they are no such pair."""
    if len(first) != len(second):
        return None
    unlike = [place for place, (one, other) in enumerate(zip(first, second, strict=True)) if one != other]
    if len(unlike) != 1 or not _opposite(first[unlike[0]], second[unlike[0]]):
        return None
    return (*first[:unlike[0]], *first[unlike[0] + 1:])


def _opposite(first: str, second: str) -> bool:
    """Whether one is the other with a ``not`` more: "if --all is given", "if --all is not given"; or what fails where the other succeeds."""
    longer, shorter = (first, second) if len(first) > len(second) else (second, first)
    if longer.endswith("` succeeds") and shorter.endswith("` fails"):
        return longer.removesuffix("succeeds") == shorter.removesuffix("fails")
    return longer == f"{_NOT}({shorter})" or (len(longer) - len(shorter) == len(_NOT) and any(
        longer[:place] + longer[place + len(_NOT):] == shorter for place in range(len(shorter) + 1) if longer.startswith(_NOT, place)))
