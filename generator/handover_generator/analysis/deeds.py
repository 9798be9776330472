"""What is done to something, beside which action it is: to start a service and to stop it are both changes of it, and are two things; ``chmod 600``
and ``chmod 777`` are the same one, done otherwise.
"""

from __future__ import annotations

from functools import lru_cache

from handover_generator.model.behaviour import Action
from handover_generator.model.inventory import Effect
from handover_generator.regexes import regex

_WORD = regex(r"[A-Za-z]+")
_KINDS = {
    "start": ("start", "starts", "enable", "enables", "resume", "resumes", "unpause", "unpauses", "unsuspend", "unlock", "unlocks", "unmask",
              "uncordon", "unfreeze"),
    "stop": ("stop", "stops", "kill", "kills", "disable", "disables", "suspend", "suspends", "pause", "pauses", "shutdown", "halt", "halts",
             "poweroff", "lock", "locks", "mask", "masks", "cordon", "freeze", "drain", "drains", "quit"),
    "restart": ("restart", "restarts", "reboot", "reboots", "reload", "reloads", "reset", "resets"),
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words}
_SCALED = regex(r"\Ascales\b.* to (\d+)\Z")
_FIRST = 6
"""Words of a phrase among which the one stands that says what is done: ``runs rds stop-db-instance on``."""
_REMOVES = frozenset({"removes", "deletes", "erases", "wipes", "destroys", "unlinks", "clears", "empties", "truncates"})
_ALL_THE_SAME = frozenset({"filesystem", "database", "cache", "search", "object-storage", "queue", "remote-host", "secret", "email", "chat",
                           "package"})
"""What is written into these is written in so many words, by so many libraries."""
_NARROWED = regex(r"\s*\(([^()]*)\)\Z")
_ADDS, _WRITES = "appends", ("writes", "overwrites")


@lru_cache(maxsize=20_000)
def kind_of(what: str, target: str | None) -> str:
    """Of which kind a deed is that may be done to one thing beside its opposite: ``start``, ``stop``, ``restart``, ``scale``; '' for any other.

    Args:
        what: what is done in words.
        target: what it is done to, whose name says nothing of it.
    """
    phrase = _without(what, target)
    scaled = _SCALED.match(phrase)
    if scaled is not None:
        return "stop" if scaled.group(1) == "0" else "scale"
    return next((kind for word in _WORD.findall(phrase)[:_FIRST] if (kind := _KIND_OF.get(word.lower())) is not None), "")


def does_otherwise(before: Effect, after: Effect) -> bool | None:
    """Whether of two effects on one thing the later does it otherwise; True where that is worse or must be looked at, None where it is the same.

    ``deletes all rows of users`` and ``drops the table users`` are two; a file that is removed by another library is not.
    """
    if after.action is Action.READ and not after.destructive:
        return None
    one, other = _without(before.what, before.target), _without(after.what, after.target)
    if one == other:
        return None
    if kind_of(before.what, before.target) != kind_of(after.what, after.target):
        return True
    if after.destructive:
        had, has = _narrowing(one), _narrowing(other)
        if _verb(one) != _verb(other) or had != has:
            return _verb(one) != _verb(other) or not set(had.split()) <= set(has.split())
        return None
    if after.resource in _ALL_THE_SAME:
        return True if _verb(one) == _ADDS and _verb(other) in _WRITES else None
    return after.resource == "permission"


def _without(what: str, target: str | None) -> str:
    return " ".join((what.replace(target, "") if target else what).split())


def _verb(phrase: str) -> str:
    first = phrase.partition(" ")[0]
    return "removes" if first in _REMOVES else first


def _narrowing(phrase: str) -> str:
    """What limits a deed, as it stands in brackets at the end."""
    narrowed = _NARROWED.search(phrase)
    return narrowed.group(1) if narrowed is not None else ""
