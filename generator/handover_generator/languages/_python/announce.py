"""What a file makes known to others that do not import it: methods and classes by name, relations with a name for their way back, and handlers
of signals.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from handover_generator.analysis.tasks import tasks_in
from handover_generator.languages._python.services import ITEM, SERVICE, items_put, registered
from handover_generator.model.source import TASK
from handover_generator.regexes import regex

RECEIVERS = "@receivers"
"""Stands for "registers signal handlers, or is started with a Django application"."""
CLASS = "class "
"""Begins the announcement of a class at the top of a module."""
HEIR = "heir of "
"""Begins the announcement of a class that a class at the top of a module is made from, by its last name."""
RELATED = "related "
"""Begins the announcement of the name that a relation gives its way back (``related_name``)."""

_NO_PARENTS = frozenset({"object", "ABC", "Protocol", "Generic", "Exception", "Enum", "NamedTuple", "TypedDict", "Model", "TestCase"})
_CLASS = regex(r"^class (\w+)\b", re.MULTILINE)
_RELATED = regex(r"\b(\w*(?:ForeignKey|OneToOneField|ManyToManyField|ParentalKey|GenericRelation))\((?:[^()]|\([^()]*\))*?"
                 r"\brelated_name\s*=\s*[\"'](\w+)[\"']")


def announcements(path: str, text: str, tree: ast.Module) -> tuple[str, ...]:
    """What a file announces, once for each place: distinctive names of methods, classes and their parents, relations, ``RECEIVERS``. Tests announce
    nothing.
    """
    if any(part in ("test", "tests", "testing") or part.startswith("test_") for part in path.split("/")):
        return ()
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    names = [item.name for node in classes for item in node.body
             if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)) and distinctive(item.name)]
    if "/migrations/" not in path:
        names += [CLASS + node.name for node in classes]
        names += [HEIR + name for name in dict.fromkeys(_last_name(base) for node in classes for base in node.bases) if name not in _NO_PARENTS]
        names += [RELATED + back for _, back, _ in relations(text)]
    names += [TASK + name for name in dict.fromkeys(tasks_in(path, text))]
    if "register_service" in text:
        names += [SERVICE + key for key, _ in registered(tree)]
    if "registry[" in text or "extensions[" in text:
        names += [ITEM + key for key, _ in items_put(tree)]
    if "django" in text and ("receiver(" in text or ".connect(" in text or "AppConfig" in text):
        names.append(RECEIVERS)
    return tuple(names)


def _last_name(base: ast.expr) -> str:
    while isinstance(base, ast.Subscript):
        base = base.value
    return base.attr if isinstance(base, ast.Attribute) else base.id if isinstance(base, ast.Name) else "object"


def distinctive(name: str) -> bool:
    """Whether a method may be known by its name alone: long, of several words, and not of the language."""
    return len(name) >= 8 and "_" in name and not name.startswith("__")


def relations(text: str) -> Iterator[tuple[str, str, str]]:
    """(kind of relation, name of its way back, class that holds it) for each relation in a text of models that names its way back."""
    if "related_name" not in text:
        return
    classes = [(match.start(), match.group(1)) for match in _CLASS.finditer(text)]
    for match in _RELATED.finditer(text):
        owner = next((name for start, name in reversed(classes) if start < match.start()), None)
        if owner is not None:
            yield match.group(1), match.group(2), owner
