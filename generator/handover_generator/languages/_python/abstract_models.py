"""Models of Django that have no table of their own, and what is made from them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.announce import HEIR
from handover_generator.languages._python.values import Cls

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine
    from handover_generator.languages._python.program import ClassInfo


def is_abstract(node: ast.ClassDef) -> bool:
    """Whether a model says that it has no table of its own; a stand-in for another's has none either."""
    inner = next((one for one in node.body if isinstance(one, ast.ClassDef) and one.name == "Meta"), None)
    return inner is not None and any(
        isinstance(one, ast.Assign) and any(getattr(target, "id", "") in ("abstract", "proxy") for target in one.targets)
        and getattr(one.value, "value", None) is True for one in inner.body)


def made_from(engine: Engine, base: str) -> Iterator[tuple[str, ast.ClassDef]]:
    """The classes at the top of modules of the repository that are made from a class of that name, with the paths of their files."""
    for path in dict.fromkeys(engine.tools.announcers(HEIR + base)):
        module = engine.program.load(path)
        for node in module.tree.body if module is not None else ():
            if isinstance(node, ast.ClassDef) and any(getattr(one, "attr", getattr(one, "id", "")) == base for one in node.bases):
                yield path, node


def with_rows(engine: Engine, info: ClassInfo) -> ClassInfo:
    """The model whose rows those of an abstract one are, where just one is made from it; any other model itself."""
    if not is_abstract(info.node):
        return info
    heirs = [(path, node) for path, node in made_from(engine, info.name) if not is_abstract(node)]
    module = engine.program.load(heirs[0][0]) if len(heirs) == 1 else None
    if module is None:
        return info
    engine.ensure(module)
    return next((value.info for value in module.cell.names.get(heirs[0][1].name, ()) if isinstance(value, Cls)), info)
