"""The rows of a model that nobody could follow: ``getattr(models, name).objects.all().delete()``, ``registry[name]._default_manager``.

What holds the model is not known, but its manager is called as Django calls it, in a file that works with Django: by its name alone it is one.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.syntax import remembered
from handover_generator.languages._python.values import Api, UnknownValue, Value, Values

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine

_MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
BY_NAME = "?.objects"
"""Begins the path of what is known as rows by the name of its manager alone."""


def rows_of_some(engine: Engine, tree: ast.Module, value: Value, name: str) -> Values | None:
    """The manager of a model that is not known; None for any other member, and where the file does not work with Django."""
    if name not in _MANAGERS or not isinstance(value, UnknownValue) or not _imports_django(tree):
        return None
    return (Api(engine.state("django", "apps", "apps", "get_model", "()", name), BY_NAME, items=(name,)),)


@remembered
def _imports_django(tree: ast.Module) -> bool:
    roots = [alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names]
    roots += [node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom) and not node.level]
    return any(root.partition(".")[0] == "django" for root in roots)
