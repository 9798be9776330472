"""Rows that a query gave: they are stored already, so that saving one creates nothing, and it has a key.

Who takes the key from a row (``row.pk = None``) makes another of it: where a function does so, nothing is concluded.
"""

from __future__ import annotations

import ast

from handover_generator.languages._python.frame import Frame
from handover_generator.languages._python.program import FunctionInfo
from handover_generator.languages._python.syntax import ANY, stored_members
from handover_generator.languages._python.values import Api, Inst
from handover_generator.regexes import regex

_GIVEN_BY_QUERY = regex(r"(?:(?<!create\(\))\[\]|\.(?:a?get|a?first|a?last|a?latest|a?earliest|get_by_natural_key)\(\))\Z")
_KEYS = frozenset({"pk", "id", "_state", "adding", ANY})


def is_stored(frame: Frame, value: Api) -> bool:
    """Whether a row is one that a query gave, and the code that has it leaves it its key."""
    return _GIVEN_BY_QUERY.search(value.path) is not None and leaves_keys(frame)


def leaves_keys(frame: Frame) -> bool:
    """Whether the function that is read, and those that called it, set no key of anything."""
    if frame.function is None:
        return False
    running = (key.parts[0] for key in frame.engine.layer.running)
    return all(stored_members(info.node).isdisjoint(_KEYS) for info in (frame.function, *running) if isinstance(info, FunctionInfo))


def as_stored(frame: Frame, test: ast.expr) -> bool | None:
    """What ``if not self.pk``, ``if self.pk is None`` and ``if self._state.adding`` come to in a method of such a row; None for any other test."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = as_stored(frame, test.operand)
        return None if inner is None else not inner
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.Is, ast.IsNot)) \
            and isinstance(test.comparators[0], ast.Constant) and test.comparators[0].value is None:
        there = _has_key(frame, test.left)
        return None if there is None else there is isinstance(test.ops[0], ast.IsNot)
    if isinstance(test, ast.Attribute) and test.attr == "adding" and isinstance(test.value, ast.Attribute) and test.value.attr == "_state":
        return False if _is_own(frame, test.value.value) else None
    return _has_key(frame, test)


def _has_key(frame: Frame, node: ast.expr) -> bool | None:
    return True if isinstance(node, ast.Attribute) and node.attr in ("pk", "id") and _is_own(frame, node.value) else None


def _is_own(frame: Frame, node: ast.expr) -> bool:
    """Whether a name is the stored row of which a method is read, which takes nothing of its key."""
    info, owner = frame.function, frame.owner
    if info is None or isinstance(info.node, ast.Lambda) or not isinstance(owner, Inst) or not owner.stored or not info.node.args.args:
        return False
    return leaves_keys(frame) and isinstance(node, ast.Name) and node.id == info.node.args.args[0].arg and frame.cell.names.get(node.id) == (owner,)
