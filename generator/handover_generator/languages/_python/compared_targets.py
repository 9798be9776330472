"""``if settings.SOURCE_HOST == settings.TARGET_HOST: raise ...``: two targets that are compared with one another."""

from __future__ import annotations

import ast

from handover_generator.analysis.two_targets import are_targets
from handover_generator.languages._python.syntax import remembered
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.location import Location
from handover_generator.regexes import regex

_SAYS_AGAIN = frozenset(("str", "lower", "upper", "strip", "rstrip", "casefold"))
_ASKED = frozenset(("get", "getenv"))
_ENDS = regex(r"(?:sys\.)?exit|quit|os\._exit|os\.abort|(?:\w+\.)*(?:\w*parser|a?p)\.error")


def targets_check(node: ast.If, at: Location) -> Guard | None:
    """The weak check of the place that a test is which ends the program over two targets; None for any other test."""
    if _sides(node.test) is None or not any(body and _ends(body[-1]) for body in (node.body, node.orelse)):
        return None
    return Guard(kind=GuardKind.ENV_CHECK, at=at, detail=f"compares two targets: {ast.unparse(node.test)[:80]}", strong=False)


def keeps_apart(test: ast.expr, *, leaves: bool) -> bool:
    """Whether a test only sees to it that two targets are not the same, whatever they are. ``leaves``: it does not go on where the test holds."""
    sides = _sides(test)
    return sides is not None and isinstance(sides, ast.Eq) is leaves


@remembered
def _sides(test: ast.expr) -> ast.cmpop | None:
    """How a test compares two targets; None where it compares anything else."""
    if not (isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.Eq, ast.NotEq))):
        return None
    return test.ops[0] if are_targets(_called(test.left), _called(test.comparators[0])) else None


def _called(side: ast.expr) -> str:
    """What one side of a comparison is called, however it is come to: a name, a member, a key; "" for anything else."""
    while isinstance(side, ast.Call):
        name = side.func.attr if isinstance(side.func, ast.Attribute) else side.func.id if isinstance(side.func, ast.Name) else ""
        if name in _ASKED and side.args:
            side = side.args[0]
            return side.value if isinstance(side, ast.Constant) and isinstance(side.value, str) else ""
        if name not in _SAYS_AGAIN:
            return name.removeprefix("get_") if not side.args and not side.keywords else ""
        side = side.func.value if isinstance(side.func, ast.Attribute) else side.args[0] if side.args else ast.Constant("")
    if isinstance(side, ast.Subscript):
        return side.slice.value if isinstance(side.slice, ast.Constant) and isinstance(side.slice.value, str) else ""
    return side.attr if isinstance(side, ast.Attribute) else side.id if isinstance(side, ast.Name) else ""


def _ends(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Raise) or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
                                                and _ENDS.fullmatch(ast.unparse(statement.value.func)) is not None)
