"""Columns that a text adds to a table: to fill them for all rows overwrites nothing."""

from __future__ import annotations

import re

from handover_generator.analysis._sql_identifiers import NAME, clean
from handover_generator.analysis._sql_types import Deed
from handover_generator.model.behaviour import Action
from handover_generator.records import replace
from handover_generator.regexes import regex

_ALTERS = regex(r"\s*alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?" + NAME, re.IGNORECASE)
_ADDS = regex(r"\badd\s+(?:column\s+)?(?!(?:if|constraint|primary|foreign|unique|check|index|key|partition|fulltext|spatial|column|exclude)\b)" + NAME
              + r"\s+\w", re.IGNORECASE)
"""``if not exists`` says that it may have been there."""
_UPDATES = regex(r"\s*update\s+(?:only\s+)?" + NAME + r"(?:\s+(?:as\s+)?(?!set\b)\w+)?\s+set\s+", re.IGNORECASE)
_FILLS = regex(r"\s*(?:\w+\s*\.\s*)?[\"`\[]?(\w+)[\"`\]]?\s*=(?!=)")
_ENDS = regex(r"\s(?:from|where|order|limit|returning)\s", re.IGNORECASE)
_LONGEST = 20_000


class Added:
    """The columns that the statements so far have added, by their tables."""

    def __init__(self) -> None:
        self._columns: set[tuple[str, str]] = set()

    def note(self, text: str) -> None:
        """Take in one more statement."""
        if len(text) <= _LONGEST and (altered := _ALTERS.match(text)) is not None:
            table = _last(altered.group(1))
            self._columns |= {(table, _last(name)) for name in _ADDS.findall(text, altered.end())}

    def filled(self, text: str, deeds: tuple[Deed, ...]) -> tuple[Deed, ...]:
        """What a statement does, without the loss where it only fills columns that were not there before."""
        if not self._columns or len(text) > _LONGEST or (updated := _UPDATES.match(text)) is None:
            return deeds
        table = _last(updated.group(1))
        columns = _assigned(text[updated.end():])
        if not columns or not all((table, column) in self._columns for column in columns):
            return deeds
        return tuple(replace(deed, destructive=False, everything=False, what=f"fills the new {', '.join(columns)} of {deed.target}")
                     if deed.destructive and deed.action is Action.WRITE and _last(deed.target or "") == table else deed for deed in deeds)


def _last(name: str) -> str:
    return clean(name).lower().rpartition(".")[2]


def _assigned(text: str) -> list[str]:
    """The columns in front of the ``=`` of each assignment; nothing where one of them is of another form."""
    parts, depth, begun, quoted = [], 0, 0, False
    for place, sign in enumerate(text):
        if sign == "'":
            quoted = not quoted
        elif not quoted and sign in "()":
            depth += 1 if sign == "(" else -1
        elif not quoted and not depth and sign == ",":
            parts.append(text[begun:place])
            begun = place + 1
        elif not quoted and not depth and sign.isspace() and _ENDS.match(text, place) is not None:
            text = text[:place]
            break
    parts.append(text[begun:])
    found = [match.group(1).lower() if (match := _FILLS.match(part)) is not None else "" for part in parts]
    return list(dict.fromkeys(found)) if all(found) else []
