"""Load tests of locust: what the users that a file defines do, each by the methods that it marks as tasks."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import UNKNOWN, Cls, Func, Inst, Seq, Values

if TYPE_CHECKING:
    from handover_generator.languages._python.frameworks import Frameworks
    from handover_generator.languages._python.program import ClassInfo, ModuleInfo

PACKAGE = "locust"
_AROUND = ("on_start", "on_stop")
_MARKS = frozenset({"task", "tag"})
_TASKS = "tasks"


def users_in(main: ModuleInfo) -> list[ClassInfo]:
    """The users and the sets of tasks that a file defines at its top."""
    return [value.info for node in main.tree.body if isinstance(node, ast.ClassDef) for value in main.cell.names.get(node.name, ())
            if isinstance(value, Cls) and any(base.path.partition(".")[0] == PACKAGE for base in value.info.external_bases())]


def act(frame: Frameworks, info: ClassInfo, node: ast.AST, inside: tuple[ClassInfo, ...] = ()) -> None:
    """What a user does: when it begins, its tasks in any order, and when it ends."""
    user = Inst(info)
    for name in (_AROUND[0], *_marked(info), _AROUND[1]):
        if info.find(name) is not None:
            _call(frame, frame.member((user,), name, node), node, inside)
    found = info.find(_TASKS)
    for value in found[1] if found is not None else ():
        for item in value.items if isinstance(value, Seq) else ():
            _call(frame, item, node, inside, user)


def _call(frame: Frameworks, values: Values, node: ast.AST, inside: tuple[ClassInfo, ...], *given: Inst) -> None:
    for value in values:
        if isinstance(value, Func):
            frame.call_value(value, Arguments([(one,) for one in given], rest=UNKNOWN), node, spawn=True)
        elif isinstance(value, Cls) and value.info not in inside:       # a set of tasks inside a user
            act(frame, value.info, node, (*inside, value.info))


def _marked(info: ClassInfo) -> list[str]:
    """Members whose decorators say that they are tasks."""
    return list(dict.fromkeys(
        node.name for cls in info.linear() for node in cls.node.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and any(_last(one) in _MARKS for one in node.decorator_list)))


def _last(decorator: ast.expr) -> str:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""
