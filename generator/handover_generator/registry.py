"""Finds the one typed constant that each module of a plug-in folder must expose.

A new language, check, page or format is one new file: nothing else is edited. Names that start with ``_`` are helpers and are skipped.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TypeVar

T = TypeVar("T")


class RegistryError(RuntimeError):
    """A module of a plug-in folder lacks its constant, or it has the wrong type: a mistake of ours, not of the user."""


@cache
def members(package: str, name: str, kind: type[T]) -> tuple[T, ...]:
    """The constants called ``name`` of every public module in ``package``, in order of module name.

    Args:
        package: dotted name, such as ``handover_generator.checks``.
        name: the constant, such as ``CHECK``.
        kind: the type it must have.

    Raises:
        RegistryError: a module lacks the constant or it is of another type.
    """
    folder = importlib.import_module(package)
    found: list[T] = []
    for info in sorted(pkgutil.iter_modules(folder.__path__), key=lambda m: m.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package}.{info.name}")
        member = getattr(module, name, None)
        if not isinstance(member, kind):
            raise RegistryError(f"{package}.{info.name} must define {name} of type {kind.__name__}")
        found.append(member)
    return tuple(found)
