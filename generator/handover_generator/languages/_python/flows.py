"""Flows of tasks: files that Airflow loads and whose tasks it runs; nothing in them starts anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator

FLOW = "flow of tasks"
"""Among the ways a module starts."""
AIRFLOW = "airflow."
"""How all that is of Airflow begins."""
_PACKAGE = "airflow"
_MAKERS = frozenset({"DAG", "dag"})
"""What makes a flow: a class, and a decorator of a function that is then called."""


def makes_flow(tree: ast.Module) -> bool:
    """Whether loading a file makes a flow: its statements do, or call a function of the file that does."""
    makers = _makers(tree)
    if not makers:
        return False
    functions = {node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
    making = {name for name, node in functions.items() if any(_makes(part, makers) for part in ast.walk(node) if isinstance(part, ast.Call))
              or any(_makes(decorator, makers) for decorator in node.decorator_list)}
    return any(_makes(call, makers) or (isinstance(call.func, ast.Name) and call.func.id in making) for call in _calls(tree.body))


def _makers(tree: ast.Module) -> dict[str, bool]:
    """Names by which a file knows the makers, and whether it is a package that has them as members."""
    found: dict[str, bool] = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.asname or _PACKAGE: True for alias in node.names if alias.name.split(".")[0] == _PACKAGE}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == _PACKAGE and not node.level:
            found |= {alias.asname or alias.name: alias.name not in _MAKERS for alias in node.names}
    return found


def _makes(node: ast.expr, makers: dict[str, bool]) -> bool:
    target = node.func if isinstance(node, ast.Call) else node
    if isinstance(target, ast.Name):
        return makers.get(target.id) is False
    member = target.attr if isinstance(target, ast.Attribute) else ""
    while isinstance(target, ast.Attribute):
        target = target.value
    return member in _MAKERS and isinstance(target, ast.Name) and makers.get(target.id) is True


def _calls(body: list[ast.stmt]) -> Iterator[ast.Call]:
    """The calls that running the statements makes, those inside of functions and classes left out."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        if isinstance(node, ast.Call):
            yield node
        waiting.extend(ast.iter_child_nodes(node))
