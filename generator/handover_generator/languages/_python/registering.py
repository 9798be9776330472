"""Modules that are imported for what their import does: they put their functions and classes into a table of another module.

A module is read when something of it is used. Of one that registers itself elsewhere nothing need be used: whoever asks the table gets it.
"""

from __future__ import annotations

import ast

from handover_generator.languages._python.syntax import remembered
from handover_generator.regexes import regex

REGISTERS = "registers "
"""Begins the announcement of a decorator of another module, by its name, to which a module of models hands what it defines."""
_OF_MODELS = regex(r"(?:\A|/)models(?:\.py|/[^/]+\.py)\Z")
_Source = tuple[int, str]
"""Where a name comes from: dots, dotted name of the module."""


@remembered
def registers_with(tree: ast.AST) -> tuple[_Source, ...]:
    """The modules whose names decorate, take in or hold what a module defines at its top level."""
    body = tree.body if isinstance(tree, ast.Module) else []
    sources: dict[str, _Source] = {}
    used: dict[str, None] = {}
    for node in body:
        if isinstance(node, ast.ImportFrom):
            sources |= {alias.asname or alias.name: (node.level, node.module or "") for alias in node.names}
        elif isinstance(node, ast.Import):
            sources |= {alias.asname or alias.name.split(".")[0]: (0, alias.name) for alias in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            used |= dict.fromkeys(_root(decorator) for decorator in node.decorator_list)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _takes_in(node.value.func):
            used[_root(node.value.func)] = None
        elif isinstance(node, ast.Assign):
            used |= dict.fromkeys(_root(target) for target in node.targets if isinstance(target, ast.Subscript))
    return tuple(dict.fromkeys(sources[name] for name in used if name in sources))


def is_loaded_by_django(path: str, text: str) -> bool:
    """Whether Django imports a module whenever it starts: that of the models of an application."""
    return "django" in text and _OF_MODELS.search(path) is not None


def hands_over_to(tree: ast.AST) -> tuple[str, ...]:
    """The decorators called ``register...``, taken from other modules, to which a module hands functions and classes at its top level."""
    body = tree.body if isinstance(tree, ast.Module) else []
    taken = {alias.asname or alias.name: alias.name for node in body if isinstance(node, ast.ImportFrom) for alias in node.names}
    found = (_root(decorator) for node in body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
             for decorator in node.decorator_list)
    return tuple(taken[name] for name in found if taken.get(name, "").startswith("register"))


def takes_over(tree: ast.AST) -> tuple[str, ...]:
    """The functions called ``register...`` at the top level of a module."""
    body = tree.body if isinstance(tree, ast.Module) else []
    return tuple(node.name for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("register"))


def gathers(tree: ast.AST, package: str) -> bool:
    """Whether the ``__init__`` of a package imports members of it at its top level."""
    return any(level == 1 or (not level and f"{name}.".startswith(f"{package}.")) for level, name in _taken_from(tree))


@remembered
def _taken_from(tree: ast.AST) -> frozenset[_Source]:
    body = tree.body if isinstance(tree, ast.Module) else []
    return frozenset((node.level, node.module or "") for node in body if isinstance(node, ast.ImportFrom))


def _takes_in(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    return name.startswith("register") or (isinstance(function, ast.Attribute) and name in ("add", "append", "update"))


def _root(node: ast.expr) -> str:
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        else:
            return ""
    return node.id
