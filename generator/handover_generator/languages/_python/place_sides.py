"""Which places come through on either side of a test that is a check of the place."""

from __future__ import annotations

import ast

from handover_generator.analysis.environments import lets_production_in
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.records import replace

_DEEPEST = 20


def side_of(guard: Guard | None, test: ast.expr, *, holds: bool) -> Guard | None:
    """A guard as it stands on one side of its test. A check of the place is weak on the side that lets production in, and is told there as
    what it is: not the same as on the other side.

    Args:
        guard: what the test was judged to be; anything but a check of the place stays as it is.
        test: what is asked.
        holds: whether it is the side on which the test holds.
    """
    if guard is None or guard.kind is not GuardKind.ENV_CHECK:
        return guard
    return replace(guard, detail=guard.detail if holds else f"not: {guard.detail}", strong=guard.strong and not lets_in(test, holds=holds))


def lets_in(test: ast.expr, *, holds: bool) -> bool:
    """Whether production comes through where a test holds, or where it does not: ``if stage == "prod"`` lets nothing else in."""
    return _admits(test, holds, 0) is True


def _admits(test: ast.expr, holds: bool, depth: int) -> bool | None:
    """Whether production comes through; None where the test compares no words, or too deep to tell."""
    if depth > _DEEPEST:
        return None
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _admits(test.operand, not holds, depth + 1)
    if isinstance(test, ast.BoolOp):
        asked = [found for operand in test.values if (found := _admits(operand, holds, depth + 1)) is not None]
        either = isinstance(test.op, ast.Or) is holds
        return (any(asked) if either and len(asked) == len(test.values) else all(asked)) if asked else None
    if not (isinstance(test, ast.Compare) and len(test.ops) == 1):
        return None
    words = [*_words(test.left), *_words(test.comparators[0])]
    if not words:
        return None
    return lets_production_in(words, named=isinstance(test.ops[0], (ast.Eq, ast.In, ast.Is)) is holds)


def _words(side: ast.expr) -> list[str]:
    """The texts that one side of a comparison is, or is a list of."""
    parts = side.elts if isinstance(side, (ast.Tuple, ast.List, ast.Set)) else [side]
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
