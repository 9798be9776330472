"""Effects and their conditions in words for people."""

from __future__ import annotations

from handover_generator.analysis._phrases import with_target
from handover_generator.analysis._ways import OTHERWISE
from handover_generator.analysis.harm import given_by_hand, is_minor
from handover_generator.model.behaviour import Action
from handover_generator.model.inventory import Effect, Script
from handover_generator.regexes import regex

_METHOD = regex(r"(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE|PURGE) (?=\S)")
"""How a request is told where it is made."""
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
    there = whereabouts(effect, words)
    return f"{words} {there}" if there else words


def whereabouts(effect: Effect, said: str) -> str:
    """On which machines it happens, as far as ``said`` does not tell it: "on app1"; "at db1", where the data lies; "" where nothing tells."""
    server = f"at {effect.server}" if effect.server and effect.server not in said else ""
    host = where(effect.host) if effect.host and effect.host not in said else ""
    return f"{server} {host}".strip()


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
            there = whereabouts(effect, hidden)
            return f"{hidden}, {there}" if there else hidden
    return describe(effect)


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
