"""Functions that a text of SQL makes and then calls: their bodies run in that very text, and do what their statements do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_generator.analysis._sql_fallback import inside
from handover_generator.analysis._sql_identifiers import clean, keyword
from handover_generator.analysis._sql_split import Statement
from handover_generator.analysis._sql_statements import Deed, judge
from handover_generator.regexes import regex

_MAKES = (r"create\s++(?:or\s++replace\s++)?(?:function|procedure)\s++"
          r"((?:[\w$]++|\"[^\"]++\")(?:\s*+\.\s*+(?:[\w$]++|\"[^\"]++\"))?)\s*+\(")
_MADE = regex(r"\s*" + _MAKES, re.IGNORECASE)
_MADE_IN = regex(r"\b" + _MAKES, re.IGNORECASE)
_CALLED = regex(r"\b([\w$]+)\"?\s*\(")
NO_CALLS = frozenset({"create", "drop", "alter", "grant", "revoke", "comment"})
"""Statements that name a function without calling it."""


def made_as(statement: str) -> str | None:
    """The bare name, in lower case, of the function that a statement makes; None if it makes none."""
    match = _MADE.match(statement)
    return _bare(match.group(1)) if match is not None else None


def made_in(text: str) -> tuple[str, ...]:
    """The bare names, in lower case, of the functions that a whole text makes, each once."""
    return tuple(dict.fromkeys(_bare(name) for name in _MADE_IN.findall(text)))


def _bare(name: str) -> str:
    return clean(name).rpartition(".")[2].lower()


class Functions:
    """What was made so far. Each body is told once, where it is first called."""

    def __init__(self) -> None:
        self._made: dict[str, Statement] = {}

    def made_by(self, statement: Statement) -> None:
        """Notes the function that a statement makes, if it makes one."""
        name = made_as(statement.text)
        if name is not None:
            self._made[name] = statement

    def makes(self, name: str) -> bool:
        """Whether a function of that bare name was made, and not told yet."""
        return name.lower() in self._made

    def called_by(self, statement: Statement, own_tables: frozenset[str]) -> Iterator[tuple[int, Deed]]:
        """What the functions do that a statement calls, and those that they call, each with its line in the whole text."""
        if not self._made or keyword(statement.text) in NO_CALLS:
            return
        waiting = [statement.text]
        while waiting:
            for called in _CALLED.findall(waiting.pop()):
                made = self._made.pop(called.lower(), None)
                if made is not None:
                    yield from ((made.line + deed.line, deed) for deed in inside(made.text, own_tables, judge))
                    waiting.append(made.text)
