"""Classes whose rows a database keeps, and the tables that they stand in: as the class says, or as its framework names one that says nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from handover_generator.model.source import Mapped
from handover_generator.regexes import regex

_OF_SQLALCHEMY = "__tablename__"
_IN_META = ("db_table", "table_name", "table")
"""What the inner class ``Meta`` of Django, of peewee and of Tortoise calls the table."""
_NO_TABLE = ("abstract", "proxy")
_KEEPS_MODELS = regex(r"(?:\A|/)models(?:\.py|/[^/]+\.py)\Z")
_IS_MODEL = regex(r"(?:Model|Base|Abstract\w*|Timestamped\w*)\Z|\A(?:models?|db)\.")
_NO_MODEL = regex(r"(?:Manager|QuerySet|Query|Mixin|Field|Choices|Enum|Exception|Error|Form|Serializer|Admin|Factory|BaseModel)\Z")
_CASE = regex(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_FLASK = "db.Model"


def tables_in(path: str, text: str, tree: ast.Module) -> tuple[Mapped, ...]:
    """The classes at the top of a module that are kept in a table. Tests and migrations keep nothing of their own."""
    if _OF_SQLALCHEMY not in text and "Meta" not in text and "odel" not in text:
        return ()
    if any(part in ("test", "tests", "testing", "migrations") or part.startswith("test_") for part in path.split("/")):
        return ()
    return tuple(_found(path, text, tree))


def _found(path: str, text: str, tree: ast.Module) -> Iterator[Mapped]:
    for node in tree.body:
        if not isinstance(node, ast.ClassDef):
            continue
        said = dict(_said(node.body))
        meta = next((dict(_said(inner.body)) for inner in node.body if isinstance(inner, ast.ClassDef) and inner.name == "Meta"), {})
        if any(meta.get(word) is True for word in _NO_TABLE):
            continue
        stated = [said[_OF_SQLALCHEMY]] if _OF_SQLALCHEMY in said else [meta[word] for word in _IN_META if word in meta]
        if stated:
            if isinstance(stated[0], str) and stated[0]:           # else it is worked out, and nobody knows
                yield Mapped(model=node.name, table=stated[0])
        elif (bases := [ast.unparse(base) for base in node.bases]) and not _NO_MODEL.search(node.name):
            if _FLASK in bases and "db.Column(" in text:
                yield Mapped(model=node.name, table=_CASE.sub("_", node.name).lower())
            elif "django" in text and _KEEPS_MODELS.search(path) and any(map(_IS_MODEL.search, bases)):
                label = meta.get("app_label")
                yield Mapped(model=node.name, label=label if isinstance(label, str) else "")


def _said(body: list[ast.stmt]) -> Iterator[tuple[str, object]]:
    """Names that a class body gives a value; None stands for one that is worked out."""
    for statement in body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
            yield statement.targets[0].id, statement.value.value if isinstance(statement.value, ast.Constant) else None
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value is not None:
            yield statement.target.id, statement.value.value if isinstance(statement.value, ast.Constant) else None
