"""Tasks that a program gives to the clock of its workers itself: ``app.add_periodic_task(crontab(hour=5), clean_up.s())``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from handover_generator.sources._python_text import tree_of
from handover_generator.sources._starters.names import Names

ADDS = "add_periodic_task"
_SIGNED = frozenset({"s", "si", "signature", "subtask"})


def periodic_tasks(path: str, text: str, names: Names) -> Iterator[tuple[str, int, str, str]]:
    """(candidate, line, task, the schedule as it is written) of every task that is added; the file itself where it holds the task."""
    tree = tree_of(text)
    if tree is None:
        return
    imported: dict[str, str] = {}
    own: set[str] = set()
    added: list[ast.Call] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            module = _absolute(node, path)
            imported |= {alias.asname or alias.name: f"{module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            imported |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            own.add(node.name)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == ADDS:
            added.append(node)
    for call in added:
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        schedule = call.args[0] if call.args else given.get("schedule")
        task = _named(call.args[1] if len(call.args) > 1 else given.get("sig"))
        if schedule is None or not task:
            continue
        first, _, rest = task.partition(".")
        dotted = ".".join(part for part in (imported.get(first, first if rest else ""), rest) if part)
        candidate = path if task in own else _module(dotted, path, names)
        if candidate is not None:
            yield candidate, call.lineno, (dotted or task).rpartition(".")[2], ast.unparse(schedule)


def _named(task: ast.expr | None) -> str:
    """The name of a task, in front of ``.s(...)`` or alone."""
    if isinstance(task, ast.Call) and isinstance(task.func, ast.Attribute) and task.func.attr in _SIGNED:
        task = task.func.value
    parts: list[str] = []
    while isinstance(task, ast.Attribute):
        parts.append(task.attr)
        task = task.value
    return ".".join((task.id, *reversed(parts))) if isinstance(task, ast.Name) else ""


def _absolute(node: ast.ImportFrom, path: str) -> str:
    """The module that something is imported from, by its whole name."""
    if not node.level:
        return node.module or ""
    folders = path.split("/")[: -node.level]
    return ".".join((*folders, node.module)) if node.module else ".".join(folders)


def _module(dotted: str, path: str, names: Names) -> str | None:
    """The candidate that holds what a dotted name ends with."""
    outer = dotted.rpartition(".")[0]
    return (names.module(outer, path) or names.module(dotted, path)) if outer else None
