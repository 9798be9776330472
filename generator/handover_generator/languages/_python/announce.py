"""What a file makes known to others that do not import it: methods and classes by name, relations with a name for their way back, and handlers
of signals.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from handover_generator.analysis.tasks import tasks_in, worker_tasks_in
from handover_generator.languages._python.app_members import HELD, put_in
from handover_generator.languages._python.hanging_text import HANGS, hanging
from handover_generator.languages._python.registering import REGISTERS, hands_over_to, is_loaded_by_django
from handover_generator.languages._python.services import ITEM, SERVICE, items_put, registered
from handover_generator.languages._python.worker_tasks import WORKER_TASK
from handover_generator.model.source import TASK
from handover_generator.regexes import regex

RECEIVERS = "@receivers"
"""Stands for "registers signal handlers, or is started with a Django application"."""
CLASS = "class "
"""Begins the announcement of a class at the top of a module."""
HEIR = "heir of "
"""Begins the announcement of a class that a class at the top of a module is made from, by its last name."""
RELATED = "related "
"""Begins the announcement of the name of a relation's way back."""

_NO_PARENTS = frozenset({"object", "ABC", "Protocol", "Generic", "Exception", "Enum", "NamedTuple", "TypedDict", "Model", "TestCase"})
_CLASS = regex(r"^class (\w+)\b", re.MULTILINE)
_RELATION = regex(r"(?:\b(\w+)[ \t]*(?::[^=\n]*)?=[ \t]*(?:\w+\.)*)?\b(\w*(?:ForeignKey|OneToOneField|ManyToManyField|ParentalKey|GenericRelation"
                  r"|[Rr]elationship))\(((?:[^()]|\([^()]*\))*)")
_BACK = regex(r"\b(?:related_name|backref)\s*=\s*(?:(?:\w+\.)*backref\(\s*)?(?:[\"'](\w+)[\"'])?")
_WORDS_OF_RELATIONS = ("related_name", "ForeignKey(", "ManyToManyField(", "OneToOneField(", "backref")
_MANY = regex(r"(?:\A|[a-z])(?<!Generic)(?:ForeignKey|ManyToManyField|ParentalKey)\Z")
"""Relations that have a way back to many rows, whether they name it or not."""


class Relation(NamedTuple):
    """A relation between models as written: the kind of field, the name of its way back, the class that holds it and the member there."""

    kind: str
    back: str
    owner: str
    member: str

    @property
    def is_one(self) -> bool:
        """Whether its way back leads to one row rather than to a query."""
        return self.kind.endswith("OneToOneField")

    @property
    def is_plain(self) -> bool:
        """Whether its way back is only called like the class that it leads to, as much else is."""
        return self.back == self.owner.lower()

    @property
    def is_mapped(self) -> bool:
        """Whether it is one of SQLAlchemy, which names its way back itself."""
        return self.kind.endswith("elationship")

    @property
    def links(self) -> str:
        """What the table between the two models is called, where there is one ("Order.topics"); else empty."""
        return f"{self.owner}.{self.member}" if self.member and self.kind.endswith("ManyToManyField") else ""


def announcements(path: str, text: str, tree: ast.Module) -> tuple[str, ...]:
    """What a file announces, once for each place: distinctive names of methods, classes and their parents, relations, tasks, ``RECEIVERS``. Tests
    announce nothing.
    """
    if any(part in ("test", "tests", "testing") or part.startswith("test_") for part in path.split("/")):
        return ()
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    names = [item.name for node in classes for item in node.body
             if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)) and distinctive(item.name)]
    if "/migrations/" not in path:
        names += [CLASS + node.name for node in classes]
        names += [HEIR + name for name in dict.fromkeys(_last_name(base) for node in classes for base in node.bases) if name not in _NO_PARENTS]
        names += [RELATED + relation.back for relation in relations(text)]
        names += [HANGS + owner for owner in dict.fromkeys(owner for owner, _ in hanging(text))]
    names += [TASK + name for name in dict.fromkeys(tasks_in(path, text))]
    names += [WORKER_TASK + name for name, _ in worker_tasks_in(text)]
    if "register_service" in text:
        names += [SERVICE + key for key, _ in registered(tree)]
    if "registry[" in text or "extensions[" in text:
        names += [ITEM + key for key, _ in items_put(tree)]
    names += [HELD + key for key in dict.fromkeys(put_in(text))]
    if "@register" in text and is_loaded_by_django(path, text):
        names += [REGISTERS + name for name in dict.fromkeys(hands_over_to(tree))]
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


def relations(text: str) -> Iterator[Relation]:
    """The relations in a text of models whose way back has a name: a stated one, else that of the class ("order_set"; "order", where it is one)."""
    if not any(word in text for word in _WORDS_OF_RELATIONS):
        return
    classes = [(match.start(), match.group(1)) for match in _CLASS.finditer(text)]
    for match in _RELATION.finditer(text):
        owner = next((name for start, name in reversed(classes) if start < match.start()), None)
        if owner is None:
            continue
        member, kind, given = match.groups()
        stated = _BACK.search(given)
        unsaid = f"{owner.lower()}_set" if _MANY.search(kind) else owner.lower() if kind.endswith("OneToOneField") else None
        back = stated.group(1) if stated is not None else unsaid if member else None
        if back:
            yield Relation(kind, back, owner, member or "")
