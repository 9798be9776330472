"""Finds the one typed constant that each module of a plug-in folder must expose.

A new language, check, page, format or kind of what starts scripts is one new file: nothing else is edited. Names that start with ``_`` are helpers
and are skipped.
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
def modules(package: str) -> tuple[str, ...]:
    """The names of the public modules in ``package``, sorted; none of them is imported.

    Args:
        package: dotted name, such as ``handover_generator.checks``.
    """
    folder = importlib.import_module(package)
    return tuple(sorted(info.name for info in pkgutil.iter_modules(folder.__path__) if not info.name.startswith("_")))


def member(package: str, module: str, name: str, kind: type[T]) -> T:
    """The constant called ``name`` of one module, for whoever knows which one is asked for: the others need no import.

    Args:
        package: dotted name, such as ``handover_generator.renderers.formats``.
        module: one of ``modules(package)``.
        name: the constant, such as ``FORMAT``.
        kind: the type it must have.

    Raises:
        RegistryError: the module lacks the constant or it is of another type.
    """
    found = getattr(importlib.import_module(f"{package}.{module}"), name, None)
    if not isinstance(found, kind):
        raise RegistryError(f"{package}.{module} must define {name} of type {kind.__name__}")
    return found


@cache
def members(package: str, name: str, kind: type[T]) -> tuple[T, ...]:
    """The constants called ``name`` of every public module in ``package``, in order of module name; arguments and errors as for ``member``."""
    return tuple(member(package, module, name, kind) for module in modules(package))
