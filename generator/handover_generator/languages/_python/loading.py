"""What a module loads by name while it is imported: ``import_module`` at its top level, loops over the modules of its own package, and all that its
``__all__`` names of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from handover_generator.languages._python.syntax import remembered

_LOADS = frozenset({"import_module", "__import__"})
_LISTS = frozenset({"iter_modules", "walk_packages"})
_LISTS_FILES = _LISTS | {"listdir", "scandir", "walk", "glob", "iglob", "rglob", "iterdir"}
_OWN = frozenset({"__path__", "__file__"})


@remembered
def loaded_names(tree: ast.Module) -> tuple[str, ...]:
    """Literal absolute names that are loaded at the top level."""
    return tuple(call.args[0].value for call in _calls(tree) if _tail(call) in _LOADS and call.args
                 and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str) and not call.args[0].value.startswith("."))


@remembered
def loads_own_package(tree: ast.Module) -> bool:
    """Whether the modules of its own package are gone through and loaded."""
    tails = {_tail(call): call for call in _calls(tree)}
    listing = [call for tail, call in tails.items() if tail in _LISTS]
    own = any(isinstance(node, ast.Name) and node.id in _OWN for call in listing for node in ast.walk(call))
    return (own and not _LOADS.isdisjoint(tails)) or (offers_own_package(tree) and any(
        isinstance(node, ast.ImportFrom) and node.level == 1 and not node.module and node.names[0].name == "*" for node in tree.body))


@remembered
def offers_own_package(tree: ast.Module) -> bool:
    """Whether a package has the modules that lie in its folder, whatever they are, in its ``__all__``: who takes all of it loads them."""
    if not any(_tail(call) in _LISTS_FILES for call in _calls(tree)):
        return False
    names = {node.id for statement in tree.body if not isinstance(statement, (ast.FunctionDef, ast.ClassDef)) for node in ast.walk(statement)
             if isinstance(node, ast.Name)}
    return "__all__" in names and not _OWN.isdisjoint(names)


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls at the top level, loops and branches included, bodies of functions left out."""
    stack: list[ast.AST] = list(tree.body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Call):
            yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            stack.extend(ast.iter_child_nodes(node))


def _tail(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
