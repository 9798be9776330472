"""Statements that only Hive and Spark know, and commands of their shells that stand among statements."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.analysis._sql_types import Deed, Judged
from handover_generator.model.behaviour import Action
from handover_generator.regexes import regex

SHELL_LINE = regex(r"(?:dfs[ \t]+(-\w[^\n;]*)|!(?:sh[ \t]+)?(?=[a-z/.~])([^\n;]+));?[ \t]*(?=\n|\Z)", re.IGNORECASE)
"""``dfs -rm -r /data;`` and ``!rm -r /data;`` on a line of their own."""
_SESSION = regex(r"\s*(?:(?:add|list|delete)\s+(?:jars?|files?|archives?)|compile|reload\s+functions?|(?:un)?cache\s+(?:lazy\s+)?table|"
                 r"clear\s+cache)\b(?!\s+from\b)", re.IGNORECASE)
"""What only the session uses from then on."""
_REPAIR = regex(r"\s*(?:msck\s+(?:repair\s+)?|repair\s+)table\s+([\w.`$]+)", re.IGNORECASE)
_DIRECTORY = regex(r"\s*insert\s+overwrite\s+(?:local\s+)?directory\s+('[^']*'|\"[^\"]*\"|\w+)", re.IGNORECASE)
_SEVERAL = regex(r"\s*from\b(?:(?!\binsert\b)[\s\S])*\binsert\s+(?:into|overwrite)\b", re.IGNORECASE)
_EACH = regex(r"\binsert\s+(into|overwrite)\s+(?:table\s+)?([\w.`$]+)", re.IGNORECASE)
_READ = regex(r"\b(?:from|join)\s+([a-z_`][\w.`$]*)", re.IGNORECASE)

VERBS = frozenset({"add", "list", "delete", "compile", "reload", "cache", "uncache", "clear", "msck", "repair", "insert", "from"})
"""How such statements begin."""


def hive_shell(line: str) -> str | None:
    """The command that a line of Hive's shell runs; None for a line that is none."""
    match = SHELL_LINE.match(line)
    return None if match is None else f"hdfs dfs {match.group(1)}" if match.group(1) else match.group(2).strip()


def hive_statement(text: str, again: Callable[[str], Judged]) -> Judged | None:
    """What a statement does that no other database knows; None for all others.

    Args:
        text: one statement, whose first word is one of ``VERBS``.
        again: judges a statement that stands inside this one.
    """
    if _SESSION.match(text):
        return Judged()
    if repaired := _REPAIR.match(text):
        name = repaired.group(1).replace("`", "")
        return Judged(deeds=(Deed(action=Action.WRITE, target=name, what=f"finds the partitions of {name}"),))
    if into := _DIRECTORY.match(text):
        folder = into.group(1).strip("'\"")
        start = text.lower().find("select", into.end())
        lost = Deed(action=Action.WRITE, resource="filesystem", target=folder, what=f"replaces what is in {folder}", destructive=True)
        return Judged(deeds=(lost, *(again(text[start:]).deeds if start >= 0 else ())))
    if _SEVERAL.match(text):                                 # FROM a INSERT OVERWRITE TABLE b SELECT ... INSERT INTO c SELECT ...
        deeds = [Deed(action=Action.READ, target=name, what=f"reads {name}") for name in dict.fromkeys(_names(_READ.findall(text)))]
        for verb, name in _EACH.findall(text):
            over, plain = verb.lower() == "overwrite", name.replace("`", "")
            if plain.lower() != "directory":
                deeds.append(Deed(action=Action.WRITE, target=plain, what=f"{'overwrites' if over else 'inserts into'} {plain}", destructive=over,
                                  everything=over))
        return Judged(deeds=tuple(deeds))
    return None


def _names(found: list[str]) -> list[str]:
    return [name.replace("`", "") for name in found]
