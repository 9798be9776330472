"""Threads and processes that an object makes and keeps, to start them later: ``self.thread = Thread(target=self.work)``, ``self.thread.start()``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.syntax import nodes_in

if TYPE_CHECKING:
    from handover_generator.languages._python.row_kinds import RowKinds

_MAKERS = tuple(f"{package}.{name}" for package in ("threading", "multiprocessing", "billiard") for name in ("Thread", "Process", "Timer"))
STARTS = frozenset(f"{path}().start" for path in _MAKERS)


def is_kept(frame: RowKinds, path: str, call: ast.AST) -> bool:
    """Whether a call makes a thread that another method of the class starts, and this one does not."""
    if path not in _MAKERS or frame.function is None or frame.defining is None:
        return False
    member = next((name for node in nodes_in(frame.function.node) if isinstance(node, ast.Assign) and node.value is call
                   for name in map(_member, node.targets) if name), "")
    return bool(member) and not _starts(frame.function.node, member) and _starts(frame.defining.node, member)


def start_kept(frame: RowKinds, call: ast.AST) -> None:
    """``self.thread.start()``: what the thread was made for runs now, where another method made it."""
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or frame.function is None or frame.defining is None:
        return
    member, here = _member(call.func.value), frame.function.node
    if not member or any(isinstance(node, ast.Assign) and member in map(_member, node.targets) for node in nodes_in(here)):
        return
    for node in nodes_in(frame.defining.node):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and member in map(_member, node.targets):
            frame.eval(node.value)


def _member(target: ast.expr) -> str:
    return target.attr if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) else ""


def _starts(body: ast.AST, member: str) -> bool:
    calls = (node.func for node in nodes_in(body) if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Attribute) and called.attr == "start" and _member(called.value) == member for called in calls)
