"""The model of a project's users where no settings module that is read names it: what the project made from Django's own bases for one."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.announce import HEIR

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine

_BASES = ("AbstractUser", "AbstractBaseUser")
_MOST_STEPS = 4


def own_user_model(engine: Engine) -> str | None:
    """The name ("people.Person") of the one class of the repository that is made from a base of Django's for users and can have rows; None if there
    is none, or several.

    Settings stand where this reading does not reach: in files that the settings module executes, in one of each machine. Two such models in one
    project Django itself refuses.
    """
    names: tuple[str, ...] = _BASES
    for _ in range(_MOST_STEPS):
        found = list(dict.fromkeys((path, node) for base in names for path in engine.tools.announcers(HEIR + base)
                                   for node in _made_from(engine, path, base)))
        rows = [f"{_label(path)}.{node.name}" for path, node in found if not _is_abstract(node)]
        if rows:
            return rows[0] if len(rows) == 1 else None
        names = tuple(node.name for _, node in found)
    return None


def _made_from(engine: Engine, path: str, base: str) -> Iterator[ast.ClassDef]:
    module = engine.program.load(path)
    for node in module.tree.body if module is not None else ():
        if isinstance(node, ast.ClassDef) and any(getattr(one, "attr", getattr(one, "id", "")) == base for one in node.bases):
            yield node


def _label(path: str) -> str:
    """What Django calls the application that a module of models belongs to, by its folder."""
    folder = posixpath.dirname(path)
    return posixpath.basename(posixpath.dirname(folder) if posixpath.basename(folder) == "models" else folder)


def _is_abstract(node: ast.ClassDef) -> bool:
    """Whether a model says that it has no table of its own; a stand-in for another's has none either."""
    inner = next((one for one in node.body if isinstance(one, ast.ClassDef) and one.name == "Meta"), None)
    return inner is not None and any(
        isinstance(one, ast.Assign) and any(getattr(target, "id", "") in ("abstract", "proxy") for target in one.targets)
        and getattr(one.value, "value", None) is True for one in inner.body)
