"""Statements that a query gave: ``cursor.execute(cursor.fetchone()[0])`` runs what stands in the database, or what the database put together
(``SELECT 'DROP TABLE ' || tablename FROM pg_tables``). Nobody can read it here, and it was built by no library.
"""

from __future__ import annotations

from handover_generator.languages._python.values import Api, Value
from handover_generator.regexes import regex

_GIVEN = regex(r"\.(?:fetch(?:one|many|all|row|val)?|scalars?|scalar_one(?:_or_none)?|first|one(?:_or_none)?|all|mappings|dictresult|getresult)\(\)"
               r"|\.(?:cursor|execute|query|select)\(\)(?:@enter)?(?:\.list\(\))?\[\]")
"""What gives the answer of a query, or goes through it; before that there is only the query, which may be part of another."""


def by_query(value: Value) -> bool:
    """Whether a value is a piece of what a query gave, a row or what stands in one."""
    return isinstance(value, Api) and _GIVEN.search(value.path) is not None


__all__ = ["by_query"]
