"""Statements that a text of SQL keeps under a name and runs later: ``PREPARE``, and those handed to a function as text."""

from __future__ import annotations

import re

from handover_generator.analysis._sql_identifiers import clean
from handover_generator.analysis._sql_names import Holes
from handover_generator.model.text import Hole
from handover_generator.regexes import regex

_TEXT = r"'((?:[^'\\]|''|\\.)*)'"
_SET = regex(r"\s*(?:set|declare|select)\s+@(\w+)\s*:?=\s*(.*)", re.IGNORECASE | re.DOTALL)
_LITERALS = regex(_TEXT)
_PIECES = regex(_TEXT + r"|@(\w+)|\b([A-Za-z_]\w*)\b(?!\s*\()")
_FROM = regex(r"\s*prepare\s+([\w`\"]+)\s+from\s+(?:@(\w+)|" + _TEXT + ")", re.IGNORECASE)
_AS = regex(r"\s*prepare\s+([\w\"]+)\s*(?:\([^)]*\)\s*)?as\s+(.*)", re.IGNORECASE | re.DOTALL)
_EXECUTE = regex(r"\s*execute\s+([\w`\"]+)", re.IGNORECASE)
_GIVEN = regex(r"\b(cron\s*\.\s*schedule\w*|dblink(?:_exec|_send_query)?|query_to_xml\w*|run_command_on_\w+)\s*\(", re.IGNORECASE)
_STATEMENT = regex(r"\s*(?:drop|truncate|delete|alter|update|insert|grant|revoke|create|call|select|vacuum|refresh|merge)\b", re.IGNORECASE)
_DOLLARS = regex(r"\$(\w*)\$(.*?)\$\1\$", re.DOTALL)


class Prepared:
    """What was kept so far, by its name. Sources: MySQL manual, "Prepared Statements"; PostgreSQL manual, PREPARE; pg_cron, dblink and Citus."""

    def __init__(self, holes: Holes) -> None:
        self._holes = holes
        self._variables: dict[str, str] = {}
        self._statements: dict[str, str] = {}

    def note(self, text: str) -> None:
        """Keep what a statement keeps; nothing for any other statement."""
        assigned = _SET.match(text)
        if assigned is not None:
            self._variables[assigned.group(1).lower()] = self._joined(assigned.group(2))
            return
        made = _FROM.match(text)
        if made is not None:
            held = _plain(made.group(3)) if made.group(3) is not None else self._variables.get(made.group(2).lower(), "")
            self._statements[clean(made.group(1)).lower()] = held
            return
        made = _AS.match(text)
        if made is not None:
            self._statements[clean(made.group(1)).lower()] = made.group(2)

    def _joined(self, value: str) -> str:
        """``CONCAT('DROP TABLE ', @name)``: the pieces in their order, with a hole for each that is known only when it runs."""
        pieces: list[str] = []
        for literal, variable, name in _PIECES.findall(value):
            if variable or name:
                pieces.append(self._variables.get(variable.lower()) or self._holes.mark(Hole("unknown", variable or name)))
            else:
                pieces.append(_plain(literal))
        return "".join(pieces)

    def run_by(self, text: str) -> str | None:
        """The statement that ``EXECUTE name`` runs; None where it is not one that was kept, or cannot be read."""
        match = _EXECUTE.match(text)
        return (self._statements.get(clean(match.group(1)).lower()) or None) if match is not None else None


def handed_over(text: str) -> tuple[tuple[str, str], ...]:
    """The statements that a statement hands to a function which runs them, each with the condition under which it does."""
    called = _GIVEN.search(text)
    if called is None:
        return ()
    literals = [_plain(literal) for literal in _LITERALS.findall(text, called.end())]
    literals += [body for _, body in _DOLLARS.findall(text, called.end())]
    condition = "when the job of the database runs" if called.group(1).lower().startswith("cron") else ""
    return tuple((literal, condition) for literal in literals if _STATEMENT.match(literal))


def _plain(literal: str) -> str:
    return literal.replace("''", "'").replace("\\'", "'")
