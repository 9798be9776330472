"""Files that a warehouse keeps beside its tables, in a stage (Snowflake) or a volume (Databricks), and the statements that move them:
``REMOVE @shop/2020/``, ``PUT file:///srv/a.csv @shop``, ``GET '/Volumes/shop/a' TO '/srv/a'``.
"""

from __future__ import annotations

from handover_generator.analysis._sql_types import Deed, Judged
from handover_generator.model.behaviour import Action
from handover_generator.regexes import regex

STAGED = frozenset({"remove", "rm", "put", "get", "list", "ls"})
"""Words such statements begin with."""
_WORD = regex(r"'[^']*+'|\S++")
_PLACE = regex(r"['\"]|@|file:")
"""How a stage, a volume or a file of this machine begins."""
_LONGEST = 4_000
_BETWEEN = frozenset({"into", "to"})


def staged(verb: str, text: str) -> Judged | None:
    """What a statement does to staged files; None where it speaks of none.

    Args:
        verb: its first word, in small letters, one of ``STAGED``.
        text: the statement.
    """
    words = [word for word in _WORD.findall(text[:_LONGEST])[1:5] if word.lower() not in _BETWEEN]
    if not words or _PLACE.match(words[0]) is None:
        return None
    first, second = _bare(words[0]), _bare(words[1]) if len(words) > 1 else None
    if verb in ("remove", "rm"):
        return Judged(deeds=(_deed(Action.DELETE, "object-storage", "removes the staged files", first),))
    if verb in ("list", "ls"):
        return Judged(deeds=(_deed(Action.READ, "object-storage", "lists the staged files", first),))
    if second is None:
        return None
    if verb == "put":
        return Judged(deeds=(_deed(Action.READ, "filesystem", "reads", first), _deed(Action.WRITE, "object-storage", "stages files in", second)))
    fetched = _deed(Action.READ, "object-storage", "fetches the staged files", first)
    return Judged(deeds=(fetched, _deed(Action.WRITE, "filesystem", "writes", second)))


def _deed(action: Action, resource: str, what: str, target: str) -> Deed:
    return Deed(action=action, resource=resource, what=f"{what} {target}", target=target, destructive=action is Action.DELETE)


def _bare(word: str) -> str:
    return word.rstrip(";").strip("'\"").removeprefix("file://")
