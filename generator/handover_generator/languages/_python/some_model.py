"""The rows of a model that nobody could follow: ``getattr(models, name).objects.all().delete()``, ``registry[name]._default_manager``.

What holds the model is not known, but its manager is called as Django or MongoEngine calls it, in a file that works with it: by its name alone it is
one. A file works with MongoEngine, too, where the models do that it takes from the repository.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.syntax import remembered
from handover_generator.languages._python.values import Api, Mod, UnknownValue, Value, Values

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine
    from handover_generator.languages._python.program import ModuleInfo

_DOCUMENTS = "mongoengine"
_MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
BY_NAME = "?.objects"
"""Begins the path of what is known as rows by the name of its manager alone."""


def rows_of_some(engine: Engine, module: ModuleInfo, value: Value, name: str) -> Values | None:
    """The manager of a model that is not known; None for any other member, and where the file works with nothing that has such."""
    if name not in _MANAGERS or not isinstance(value, UnknownValue):
        return None
    if works_with_django(module):
        return (Api(engine.state("django", "apps", "apps", "get_model", "()", name), BY_NAME, items=(name,)),)
    if name == "objects" and any(_DOCUMENTS in _imported(tree) for tree in (module.tree, *_taken_in(module))):
        return (Api(engine.state(_DOCUMENTS, "Document", "@sub", name), BY_NAME, items=(name,)),)
    return None


def works_with_django(module: ModuleInfo) -> bool:
    """Whether a file imports Django at its top."""
    return "django" in _imported(module.tree)


def _taken_in(module: ModuleInfo) -> list[ast.Module]:
    """The modules of the repository that a module has by name."""
    return [one.info.tree for held in module.cell.names.values() for one in held if isinstance(one, Mod)]


@remembered
def _imported(tree: ast.Module) -> frozenset[str]:
    """The packages that a module imports at its top."""
    roots = [alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names]
    roots += [node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom) and not node.level]
    return frozenset(root.partition(".")[0] for root in roots)
