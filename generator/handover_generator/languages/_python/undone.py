"""What a block does to a database and takes back at its end: ``if dry_run: transaction.set_rollback(True)``, in the block itself or in the manager of
the repository that opens it. It stands before what the block does, though it is written behind it.

Only what is asked for counts (``--dry-run``): a block that keeps its changes only on demand may do other things that no database takes back.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.at_rest import as_it_stands
from handover_generator.languages._python.guards import guard_of
from handover_generator.languages._python.syntax import nodes_in, remembered
from handover_generator.languages._python.values import UNKNOWN, Func, Values
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.location import Location

if TYPE_CHECKING:
    from handover_generator.languages._python.branches import Branches

_ATOMIC = frozenset({"atomic", "commit_on_success", "commit_manually"})
_TAKE_BACK = frozenset({"set_rollback", "rollback", "savepoint_rollback"})


def opens_with(frame: Branches) -> None:
    """Before the body of a function that a decorator puts into a transaction: what is taken back at its end stands before all of it."""
    node = frame.function.node if frame.function is not None else None
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(map(_is_atomic, node.decorator_list)):
        for test in (*_tests(node), *_raising(node)):
            if (guard := _judged(frame, test, UNKNOWN, frame.at(test))) is not None:
                frame.guard(guard)


def _is_atomic(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, (ast.Name, ast.Attribute)) and (called.id if isinstance(called, ast.Name) else called.attr) in _ATOMIC


def taken_back(frame: Branches, block: ast.With | ast.AsyncWith) -> list[Guard]:
    """The guards that stand before what a block does."""
    own = _tests(block) + (_raising(block) if any(_is_atomic(item.context_expr) for item in block.items) else ())
    found = [_judged(frame, test, frame.eval(test) if _is_plain(test) else UNKNOWN, frame.at(test)) for test in own]
    for item in block.items:
        manager = item.context_expr
        if not isinstance(manager, ast.Call) or not isinstance(manager.func, (ast.Name, ast.Attribute)):
            continue
        for value in frame.eval(manager.func) if _is_plain(manager.func) else ():
            if isinstance(value, Func) and value.info.is_generator:
                place = value.info.module.path
                found += [_judged(frame, test, _given(frame, manager, test), Location(place, test.lineno)) for test in _tests(value.info.node)]
    return [guard for guard in found if guard is not None]


def _judged(frame: Branches, test: ast.expr, values: Values, at: Location) -> Guard | None:
    guard = guard_of(test, values, at)
    return as_it_stands(frame, test, values, guard) if guard is not None and guard.kind is GuardKind.DRY_RUN and guard.default_on is False else None


def _given(frame: Branches, call: ast.Call, test: ast.expr) -> Values:
    """What a manager is given for the parameter that it asks for by its name."""
    given = next((one.value for one in call.keywords if isinstance(test, ast.Name) and one.arg == test.id), None)
    return frame.eval(given) if given is not None and _is_plain(given) else UNKNOWN


def _is_plain(node: ast.expr) -> bool:
    return not any(isinstance(one, (ast.Call, ast.Await, ast.NamedExpr)) for one in ast.walk(node))


@remembered
def _tests(code: ast.AST) -> tuple[ast.expr, ...]:
    """What is asked in a piece of code before it takes back what it did."""
    return tuple(node.test for node in nodes_in(code) if isinstance(node, ast.If) and any(map(_takes_back, node.body)))


@remembered
def _raising(code: ast.AST) -> tuple[ast.expr, ...]:
    """What is asked in a piece of code before it ends by an error, which takes back what a transaction around it did."""
    return tuple(node.test for node in nodes_in(code) if isinstance(node, ast.If) and isinstance(node.body[-1], ast.Raise))


def _takes_back(statement: ast.stmt) -> bool:
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _TAKE_BACK and not any(
        isinstance(one, ast.Constant) and one.value is False for one in call.args)
