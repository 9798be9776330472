"""Statements that are handed to a function of the repository which in the end runs SQL that nobody could follow.

A layer of a project's own around its database takes a statement apart, converts its placeholders and puts it together again before it is run.
What was handed in is what is run all the same: only not word by word.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.told import beginning
from handover_generator.languages._python.values import Seq, Str, Values
from handover_generator.model.behaviour import Act, Call, Confidence, Event, Unknown, no_surer
from handover_generator.model.text import Text
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.calls import Calls
    from handover_generator.languages._python.frame import Arguments

_MOST_CALLED = 120
_OBJECT = (r"(?:TABLE|VIEW|SCHEMA|DATABASE|INDEX|SEQUENCE|FUNCTION|TRIGGER|TYPE|ROLE|USER|EXTENSION)\s")
_BEGINS = regex(rf"(?i)\s*(?:--[^\n]*\n\s*)*(?:SELECT\s[^;]*?(?:\bFROM\s|\()|WITH\s+(?:RECURSIVE\s+)?\w+\s*(?:\([^)]*\)\s*)?AS\s|DELETE\s+FROM\s"
                rf"|(?:DROP|ALTER|CREATE)\s+(?:\w+\s+){{0,3}}{_OBJECT}|TRUNCATE\s+\S|(?:INSERT|REPLACE)\s+(?:\w+\s+){{0,2}}INTO\s"
                r"|UPDATE\s+\S+\s+SET\s|(?:CALL|EXEC|EXECUTE)\s+[\w.]+|(?:GRANT|REVOKE)\s+\w+.*\s(?:ON|TO|FROM)\s)")
"""How a statement begins."""


def handed_statements(calls: Calls, routine_id: str, arguments: Arguments, node: ast.AST) -> tuple[Event, ...]:
    """What the statements among the arguments of a call do, where the routine that is called runs SQL that is not known; what it is known to
    do already is left out.
    """
    texts = [text for values in arguments.every() for text in _statements(values)]
    if not texts:
        return ()
    unknown, known = _runs(calls, routine_id)
    if not unknown:
        return ()
    found: list[Event] = []
    for text in texts:
        told = calls.tools.sql(calls.plain(text), at=calls.at(node), guards=tuple(calls.guards), condition=calls.condition)
        found += (event for event in told if isinstance(event, Act) and (event.resource, event.action, event.target) not in known)
    return no_surer(found, Confidence.INFERRED)


def _statements(values: Values) -> list[Text]:
    """The texts among values that are statements; a list of them counts as each."""
    found: list[Text] = []
    for value in values:
        if isinstance(value, Str):
            first = value.text.parts[0] if value.text.parts else ""
            if isinstance(first, str) and _BEGINS.match(beginning(value.text)):
                found.append(value.text)
        elif isinstance(value, Seq) and value.items and any(isinstance(one, Str) for one in value.items[0]):
            found += (text for item in value.items for text in _statements(tuple(one for one in item if isinstance(one, Str))))
    return found


def _runs(calls: Calls, routine_id: str) -> tuple[bool, set[tuple[str, str, str | None]]]:
    """Whether a routine runs SQL that is not known, itself or in what it calls, and what it is known to do to databases."""
    engine = calls.engine
    waiting, seen = [routine_id], {routine_id}
    unknown, known = False, set[tuple[str, str, str | None]]()
    while waiting and len(seen) < _MOST_CALLED:
        current = waiting.pop()
        routine = engine.layer.routines.get(current) or engine.kept_routines.get(current)
        for event in routine.events if routine is not None else ():
            if isinstance(event, Call):
                if event.to not in seen and not event.to.startswith("python:import:"):
                    seen.add(event.to)
                    waiting.append(event.to)
            elif isinstance(event, Unknown):
                unknown = unknown or (event.kind == "dynamic-sql" and event.detail.startswith("the SQL text is"))
            elif isinstance(event, Act) and event.resource == "database":
                known.add((event.resource, event.action, event.target))
    return unknown, known
