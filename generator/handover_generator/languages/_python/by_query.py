"""Statements that a query gave: ``cursor.execute(cursor.fetchone()[0])`` runs what stands in the database, or what the database put together
(``SELECT 'DROP TABLE ' || tablename FROM pg_tables``). Nobody can read it here, and it was built by no library.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.values import Api, Value
from handover_generator.model.behaviour import Act, Action
from handover_generator.model.text import Text
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Frame

_GIVEN = regex(r"\.(?:fetch(?:one|many|all|row|val)?|scalars?|scalar_one(?:_or_none)?|first|one(?:_or_none)?|all|mappings|dictresult|getresult)\(\)"
               r"|\.(?:cursor|execute|query|select)\(\)(?:@enter)?(?:\.list\(\))?\[\]")
"""What gives the answer of a query, or goes through it; before that there is only the query, which may be part of another."""
_RUN_EACH = "\n\\gexec"
"""How psql says that each field of what a query gives is run."""


def by_query(value: Value) -> bool:
    """Whether a value is a piece of what a query gave, a row or what stands in one."""
    return isinstance(value, Api) and _GIVEN.search(value.path) is not None


def put_together(frame: Frame, node: ast.AST, dialect: str | None) -> tuple[Act, ...]:
    """What the statements do that the last query of a function puts together (``SELECT 'DROP TABLE ' || tablename``), where what it gave is run at
    ``node``; nothing where it only takes them from a table.
    """
    found: list[Act] = []
    for text in frame.asked_for:
        run = Text.of(*frame.plain(text).parts, _RUN_EACH)
        told = frame.tools.sql(run, at=frame.at(node), dialect=dialect, guards=tuple(frame.guards), condition=frame.condition)
        found += (event for event in told if isinstance(event, Act) and event.action is not Action.READ)
    return tuple(found)
