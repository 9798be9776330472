"""What SQLAlchemy does when tables are created or dropped: ``event.listen(Base.metadata, "after_create", DDL("..."))``.

Neither making such a statement nor registering it runs it. It is run by whoever creates the tables, in the program that imports both.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import UNKNOWN, Api, Func
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Frame

MADE = "ddl:"
"""Begins the site of a statement that only runs where it is handed over to be run."""
_DDL = regex(r"sqlalchemy\.(?:\w+\.)*DDL\Z")
_EVENTS = frozenset({"before_create", "after_create", "before_drop", "after_drop"})
_ALL = ("create_all", "drop_all")


def is_ddl(function: Api) -> bool:
    """Whether calling something makes a statement that waits."""
    return function.path.startswith("sqlalchemy.") and _DDL.match(function.path) is not None


def listen(frame: Frame, function: Api, arguments: Arguments) -> None:
    """Remember what is registered for the making or dropping of tables, by a call or as a decorator."""
    given: list[tuple[str, Api | Func]]
    if function.path.endswith("listens_for()"):
        given = [(name, value) for values in arguments.positional[:1] for value in values if isinstance(value, Func)
                 for name in _named_by_decorators(value)]
    else:
        name = literal(arguments.get(1, "identifier") or ())
        given = [(name or "", value) for value in arguments.get(2, "fn") or () if isinstance(value, (Api, Func))]
    for name, value in given:
        place = value.site if isinstance(value, Api) else f"{value.info.module.path}:{value.info.line}"
        if name in _EVENTS and place:
            frame.engine.layer.put(None, frame.engine.on_tables, f"{name} {place}", value)


def tables_made(frame: Frame, function: Api, node: ast.AST) -> None:
    """Where all tables are created or dropped: what waits for that happens."""
    name = function.items[-1] if function.items else ""
    if name not in _ALL:
        return
    for key, value in sorted(frame.engine.on_tables.items()):
        when, _, _ = key.partition(" ")
        if not when.endswith(name.removesuffix("_all")):
            continue
        if isinstance(value, Api):
            frame.emit(*frame.engine.built.get(value.site, ()))
        elif isinstance(value, Func):
            frame.conditions.append(f"when SQLAlchemy calls it {when.replace('_', ' ')}")
            frame.call_value(value, Arguments([UNKNOWN, UNKNOWN], keyword_rest=UNKNOWN), node, spawn=True)
            frame.conditions.pop()


def _named_by_decorators(function: Func) -> list[str]:
    decorators = function.info.node.decorator_list if isinstance(function.info.node, (ast.FunctionDef, ast.AsyncFunctionDef)) else []
    return [one.args[1].value for one in decorators if isinstance(one, ast.Call) and len(one.args) > 1
            and ast.unparse(one.func).endswith("listens_for") and isinstance(one.args[1], ast.Constant) and isinstance(one.args[1].value, str)]
