"""What a file makes known to others that do not import it: methods with names of their own, and handlers of signals."""

from __future__ import annotations

import ast

RECEIVERS = "@receivers"
"""Stands for "registers signal handlers, or is started with a Django application"."""


def announcements(path: str, text: str, tree: ast.Module) -> tuple[str, ...]:
    """Distinctive names of methods of the classes in a file, once for each, and ``RECEIVERS``. Tests announce nothing."""
    if any(part in ("test", "tests", "testing") or part.startswith("test_") for part in path.split("/")):
        return ()
    names = [item.name for node in tree.body if isinstance(node, ast.ClassDef) for item in node.body
             if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)) and distinctive(item.name)]
    if "django" in text and ("receiver(" in text or ".connect(" in text or "AppConfig" in text):
        names.append(RECEIVERS)
    return tuple(names)


def distinctive(name: str) -> bool:
    """Whether a method may be known by its name alone: long, of several words, and not of the language."""
    return len(name) >= 8 and "_" in name and not name.startswith("__")
