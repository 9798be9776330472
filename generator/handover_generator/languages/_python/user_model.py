"""The model of a project's users where no settings module that is read names it: what the project made from Django's own bases for one."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from handover_generator.languages._python.abstract_models import is_abstract, made_from

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
        found = list(dict.fromkeys(one for base in names for one in made_from(engine, base)))
        rows = [f"{_label(path)}.{node.name}" for path, node in found if not is_abstract(node)]
        if rows:
            return rows[0] if len(rows) == 1 else None
        names = tuple(node.name for _, node in found)
    return None


def _label(path: str) -> str:
    """What Django calls the application that a module of models belongs to, by its folder."""
    folder = posixpath.dirname(path)
    return posixpath.basename(posixpath.dirname(folder) if posixpath.basename(folder) == "models" else folder)
