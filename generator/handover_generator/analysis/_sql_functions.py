"""Functions that a text of SQL makes and then calls: their bodies run in that very text, and do what their statements do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_generator.analysis._sql_fallback import inside
from handover_generator.analysis._sql_identifiers import clean, keyword
from handover_generator.analysis._sql_split import Statement
from handover_generator.analysis._sql_statements import Deed, judge
from handover_generator.regexes import regex

_MADE = regex(r"\s*create\s+(?:or\s+replace\s+)?(?:function|procedure)\s+"
              r"((?:[\w$]+|\"[^\"]+\")(?:\s*\.\s*(?:[\w$]+|\"[^\"]+\"))?)\s*\(", re.IGNORECASE)
_CALLED = regex(r"\b([\w$]+)\"?\s*\(")
_NO_CALLS = frozenset({"create", "drop", "alter", "grant", "revoke", "comment"})
"""Statements that name a function without calling it."""


class Functions:
    """What was made so far. Each body is told once, where it is first called."""

    def __init__(self) -> None:
        self._made: dict[str, Statement] = {}

    def made_by(self, statement: Statement) -> None:
        """Notes the function that a statement makes, if it makes one."""
        match = _MADE.match(statement.text)
        if match is not None:
            self._made[clean(match.group(1)).rpartition(".")[2].lower()] = statement

    def called_by(self, statement: Statement, own_tables: frozenset[str]) -> Iterator[tuple[int, Deed]]:
        """What the functions do that a statement calls, and those that they call, each with its line in the whole text."""
        if not self._made or keyword(statement.text) in _NO_CALLS:
            return
        waiting = [statement.text]
        while waiting:
            for called in _CALLED.findall(waiting.pop()):
                made = self._made.pop(called.lower(), None)
                if made is not None:
                    yield from ((made.line + deed.line, deed) for deed in inside(made.text, own_tables, judge))
                    waiting.append(made.text)
