"""Commands that a word is named after, as far as that tells what it runs: ``$KUBECTL``, ``{{ item.borg_cmd }}``, ``rsync$TLS``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

_NAMED_AFTER = regex(r"([A-Za-z]\w+?)(?:_(?:cmd|command|bin|binary|exe|executable|cli|path|prog|program|location|client|tool)){0,3}", re.IGNORECASE)
_NO_PROGRAM = frozenset((
    "host", "service", "script", "user", "test", "time", "watch", "run", "task", "action", "step", "app", "server", "client", "env", "install"))
"""Commands whose name a variable has for other reasons."""


def named_after(words: Sequence[Text], *, fed: bool = False) -> list[str]:
    """The names of commands that the first of several words may stand for, likeliest first: that of its variable, the last part of that before
    ``_cmd`` and the like, or what stands before a variable. A word alone tells nothing, unless it is fed something (``$PSQL <<EOF``).
    """
    first = words[0].parts
    if (len(words) < 2 and not fed) or not 0 < len(first) < 3:
        return []
    hole = first[0] if len(first) == 1 else None
    named = _NAMED_AFTER.fullmatch(hole.name) if isinstance(hole, Hole) and hole.kind in ("env", "unknown", "argument") else None
    ends = ""
    if named is not None and isinstance(hole, Hole) and named.end(1) < len(hole.name):
        ends = named.group(1).lower().rpartition("_")[2]
    elif isinstance(hole, Hole) and hole.kind == "argument":         # of a function, that may be called anything
        named = None
    name = named.group(1).lower() if named is not None else ""
    starts = first[0].rpartition("/")[2] if len(first) == 2 and isinstance(first[0], str) else ""
    return [each for each in (name, name.replace("_", "-"), ends, starts) if len(each) > 2 and each not in _NO_PROGRAM]
