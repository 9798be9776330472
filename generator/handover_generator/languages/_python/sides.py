"""Which side of a branch a guard stands on: a check of the place that mostly does not ask, a dry run whose acting side has left."""

from __future__ import annotations

import ast

from handover_generator.languages._python.guards import is_place, names_in
from handover_generator.languages._python.syntax import remembered
from handover_generator.model.behaviour import ACTS_ONLY, Guard

_HOLDING_BACK = (" decides whether it acts", " keeps it from acting")
_OF_OPTIONS = frozenset({"args", "options", "opts", "arguments", "flags"})


def acts_behind(guard: Guard, test: ast.expr, *, when: bool) -> bool:
    """Whether what stands behind a branch that leaves is what a dry run holds back: behind ``if not commit: return`` it is, behind
    ``if commit: ...; return`` it is not. So it is, too, where the test is more than a switch.

    Args:
        guard: the dry run.
        test: what the branch asks.
        when: whether the test holds where the program goes on.
    """
    on = when
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, on = test.operand, not on
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.comparators[0], ast.Constant) and isinstance(
            test.comparators[0].value, bool) and isinstance(test.ops[0], (ast.Is, ast.Eq, ast.IsNot, ast.NotEq)):
        on = on is (test.comparators[0].value is isinstance(test.ops[0], (ast.Is, ast.Eq)))
        test = test.left
    if not isinstance(test, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)):
        return True
    if guard.detail.startswith(ACTS_ONLY):
        return on
    return not on if guard.detail.endswith(_HOLDING_BACK) else True


@remembered
def takes_more(test: ast.expr) -> bool:
    """Whether a test needs, besides a place, something that is not so unless somebody sees to it (``os.environ.get("SLIM") and env != "dev"``): where
    the program is left if it holds, it mostly is not.
    """
    return isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) and any(map(_is_off, test.values))


def _is_off(operand: ast.expr) -> bool:
    if isinstance(operand, ast.Call):
        return len(operand.args) == 1 and not operand.keywords and ast.unparse(operand.func).endswith(("environ.get", "getenv", "options.get"))
    given = isinstance(operand, (ast.Attribute, ast.Subscript)) and isinstance(operand.value, ast.Name) and operand.value.id in _OF_OPTIONS
    return given and not any(map(is_place, names_in(operand)))
