"""What could not be read, in words and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from traceback import walk_tb

from handover_generator.model.behaviour import Unknown
from handover_generator.model.inventory import Script
from handover_generator.model.location import Location
from handover_generator.regexes import regex

_PLACES = regex(r"\(in (\d+) places\)\Z")
_WORDS = {
    "dynamic-call": "call decided at run time",
    "dynamic-command": "command computed at run time",
    "dynamic-sql": "statement computed at run time",
    "dynamic-code": "piece of code made at run time",
    "unmodelled-package": "call of a package nothing is known of",
    "unmodelled-command": "command nothing is known of",
    "unresolved-import": "import that leads nowhere",
    "parse-tier": "part that could not be parsed",
    "budget": "place where the search was cut",
    "unresolved-call": "call that leads nowhere known",
    "remote-script": "script fetched from elsewhere",
    "generated-file": "generated file",
    "internal": "mistake of ours",
}

_LOSES = r"(?:delete|drop|destroy|purge|wipe|truncate|erase|uninstall|nuke)"
_LOSES_BY_NAME = regex(rf"(?:[a-z0-9_-]+:)*{_LOSES}(?:[-_:][\w:-]*)?\Z")
"""A word of a command line that says that something is lost: ``delete``, ``drop-all``, ``db:drop``."""
_PLAIN = regex(r"[a-z][a-z0-9_:-]*\Z")
_CALLED_SO = regex(rf"\A(?:runs (?P<command>\S+(?: \S+){{0,1}} (?:[a-z0-9_-]+:)*{_LOSES}(?:[-_:][\w:-]*)?), which"
                   rf"|(?:\S*[.])?(?P<call>{_LOSES}(?:_\w+)?\(\))(?: \(in \d+ places\))?\Z)")

RUN_UNSEEN = frozenset({"dynamic-command", "unmodelled-command", "remote-script", "dynamic-code"})
"""Kinds of what is run and could not be looked into."""


def mistake(error: Exception, path: str, line: int) -> Unknown:
    """No mistake of ours may cost the rest of a report: what was being read is told as unread, with the place in our code for those who mend it."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    ours = f" at {PurePath(frames[-1].f_code.co_filename).name}:{frames[-1].f_lineno}" if frames else ""
    return Unknown(kind="internal", at=Location(path, line), detail=f"reading this ended in {type(error).__name__}{ours}; please report it")


def word_of(kind: str, count: int = 1) -> str:
    """A kind of unknown in words: "call decided at run time"; in the plural for any count but one."""
    words = _WORDS.get(kind)
    if words is None:
        return kind if count == 1 else f"{kind}s"
    if count == 1:
        return words
    if kind == "internal":
        return "mistakes of ours"
    if kind == "generated-file":
        return f"{words}s"
    if kind == "unmodelled-package":
        return "calls of packages nothing is known of"
    head, _, rest = words.partition(" ")
    return f"{head}{'es' if head.endswith('s') else 's'} {rest.replace('that leads', 'that lead')}"


def places_of(unknown: Unknown) -> int:
    """In how many places the same stands: what is told once is counted as often as the calls are ("(in 3 places)")."""
    several = _PLACES.search(unknown.detail)
    return int(several.group(1)) if several is not None else 1


def in_words(unknowns: Iterable[Unknown], *, limit: int = 3) -> str:
    """The unknowns by kind, the most frequent first: "2 commands computed at run time and 1 import that leads nowhere"."""
    total: Counter[str] = Counter()
    for unknown in unknowns:
        total[unknown.kind] += places_of(unknown)
    counted = sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
    told = [f"{count} {word_of(kind, count)}" for kind, count in counted]
    if len(told) > limit:
        return f"{', '.join(told[:limit])} and {len(told) - limit} more"
    return " and ".join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else "".join(told)


def unresolved(script: Script) -> int:
    """Call sites that lie on the way and were not understood."""
    return max(0, script.reachable_calls - script.resolved_calls)


def not_understood(script: Script) -> int:
    """How many things on the way of a script could not be read: the one number that every page, format and draft tells.

    The larger of the unresolved call sites and the places of the listed unknowns, of which one line may stand for several: the kinds that are
    told beside the number never add up to more than it.
    """
    return max(sum(places_of(unknown) for unknown in script.unknowns), unresolved(script))


def called_to_lose(unknowns: Iterable[Unknown]) -> str | None:
    """What was not understood and bears the name of a loss, with its line: "shopctl db drop (ops/tidy.sh:7)"; None where nothing does."""
    for unknown in unknowns:
        found = _CALLED_SO.match(unknown.detail) if unknown.kind in ("unmodelled-command", "unmodelled-package", "unresolved-call") else None
        if found is not None:
            return f"{found.group('command') or found.group('call')} ({unknown.at})"
    return None


def loss_said(words: Sequence[str | None]) -> str:
    """The sub-command of a program that nobody knows, where it says that something is lost: " db drop" of ``shopctl db drop``; "" where none does.

    Args:
        words: those behind the name of the program; None for one that is not known.
    """
    first = words[:2]
    for count, word in enumerate(first, 1):
        if word is None or _PLAIN.match(word) is None:
            return ""
        if _LOSES_BY_NAME.match(word) is not None:
            return "".join(f" {one}" for one in first[:count])
    return ""
