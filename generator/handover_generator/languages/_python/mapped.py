"""Relationships of SQLAlchemy: the member of a row that gives the rows of another model, which are not called like the row."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import Api, Cls, Inst, Str, Values
from handover_generator.model.text import Text

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine
    from handover_generator.languages._python.program import ClassInfo
    from handover_generator.languages._python.row_kinds import RowKinds

MAPPED = "sqlalchemy.orm.relationship()"
_MAKERS = (".relationship()", ".dynamic_loader()", ".Relationship()")
_COLUMNS = (".Column()", ".mapped_column()", ".deferred()", ".column_property()")
TOOLKIT = ("sqlalchemy", "flask_sqlalchemy", "sqlmodel", "alchemical", "alchy")
"""How packages are called that are the toolkit, or hand out what is of it."""
_AROUND = frozenset({"Mapped", "DynamicMapped", "WriteOnlyMapped", "list", "List", "set", "Set", "Sequence", "Collection", "Iterable", "Optional",
                     "Union", "typing", "orm", "None"})
"""Names that stand around that of a model in an annotation."""


def is_mapped(value: Api) -> bool:
    """Whether a value is a relationship as a class states it."""
    return value.path.endswith(_MAKERS) and value.path.startswith(TOOLKIT)


def column_set(frame: RowKinds, row: Inst, name: str, held: Values, values: Values, node: ast.AST) -> None:
    """``self.active = False`` in a method of a row that a query gave: the session writes the row whose column was set."""
    if not row.stored or not any(isinstance(one, Api) and one.path.endswith(_COLUMNS) and one.path.startswith(TOOLKIT) for one in held):
        return
    state = frame.engine.state("sqlalchemy", "orm", "Session", "()", "query", "()", "first", "()", "__setattr__", "()")
    for act in frame.tools.api_rows(state)[:1]:
        frame.call_row(act, node, Api(state, f"{row.info.name}.__setattr__", items=(name, "__setattr__"), model=row.info),
                       Arguments([(Str(Text.of(name)),), values]))


def columns_in(row: ClassInfo) -> Values:
    """A column of a class that is mapped to a table; empty where it has none."""
    return next((values for cls in row.linear() for values in cls.attributes.values()
                 if any(isinstance(one, Api) and one.path.endswith(_COLUMNS) and one.path.startswith(TOOLKIT) for one in values)), ())


def may_be_mapped(frame: RowKinds, info: ClassInfo, name: str) -> bool:
    """Whether instances of a class may be rows to which the way back of a relationship gives the member ``name``: what it is made from is
    SQLAlchemy's, or of a package that nobody described, and does not bring such a member itself (``SQLAlchemy().session``).
    """
    bases = info.external_bases()
    if not bases:
        return bool(info.node.decorator_list)                # a registry of mappings may have made it one
    tools = frame.tools
    if not any(base.path.startswith(TOOLKIT) or not tools.package_known(base.path.split(".")[0]) for base in bases):
        return False
    step = tools.api_step
    return not any(frame.engine.kinds.precise(step(step(step(base.state, "@sub"), "@inst"), name)) for base in bases)


def partner(engine: Engine, value: Api, owner: ClassInfo, name: str) -> ClassInfo | None:
    """The model on the other side of the relationship ``name`` of ``owner``: given as a class, by its name, by a function, or in the annotation.
    None if it is not known.
    """
    if value.model is not None:
        return value.model
    for cls in owner.linear():
        for statement in cls.node.body:
            target = statement.target if isinstance(statement, ast.AnnAssign) else statement.targets[0] if isinstance(statement, ast.Assign) else None
            if isinstance(target, ast.Name) and target.id == name and isinstance(statement, (ast.Assign, ast.AnnAssign)):
                return _first(engine, cls, _stated(statement))
    return None


def _stated(statement: ast.Assign | ast.AnnAssign) -> list[str]:
    """The names that a relationship is given for its model."""
    call = statement.value
    given = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "argument")] if isinstance(call, ast.Call) else []
    annotation = [statement.annotation] if isinstance(statement, ast.AnnAssign) else []
    return [name for part in (*given, *annotation) for name in _names(part)]


def _names(node: ast.expr) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            try:
                yield from _names(ast.parse(part.value, mode="eval").body)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
        elif isinstance(part, (ast.Name, ast.Attribute)):
            name = part.attr if isinstance(part, ast.Attribute) else part.id
            if name not in _AROUND:
                yield name


def _first(engine: Engine, owner: ClassInfo, names: list[str]) -> ClassInfo | None:
    """The first of the names that a class bears: one of the same module, else the only one of the repository."""
    for name in names:
        here = next((value.info for value in owner.module.cell.names.get(name, ()) if isinstance(value, Cls)), None)
        if (found := here or engine.kinds.class_named(name)) is not None:
            return found
    return None
