"""Statements that SQLAlchemy builds call by call, and that nothing narrows by the time they run: ``session.execute(update(Order).values(a=1))``
overwrites all rows, as ``UPDATE`` without ``WHERE`` does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.values import Api, Values
from handover_generator.model.behaviour import Act, Action
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.rows import Rows

_BUILT = regex(r"(?:sqlalchemy|sqlmodel)\.(?:\S*\.)?(update|delete)\(\)(?:\.(?:values|ordered_values|returning|execution_options|prefix_with)\(\))*")


def hits_all_rows(frame: Rows, statements: Values, node: ast.AST) -> Iterator[Act]:
    """What is done to all rows of a table by what is executed: nothing where one of the ``statements`` that it may be is narrowed, or another one."""
    found = [(one, match.group(1)) for one in statements
             if isinstance(one, Api) and not one.filtered and (match := _BUILT.fullmatch(one.path)) is not None]
    if len(found) != len(statements):
        return
    for statement, verb in found:
        target = statement.model.name if statement.model is not None else frame.shown(statement.made_with)
        action, what = (Action.WRITE, "overwrites all rows") if verb == "update" else (Action.DELETE, "deletes rows")
        yield Act(resource="database", action=action, what=what, at=frame.at(node), target=target, destructive=True, everything=True,
                  condition=frame.condition, confidence=frame.certainty)
