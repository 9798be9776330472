"""Groups of commands that are only imported when somebody asks for one: text names them, beside the class that loads them
(``@cli.group(cls=LazyGroup, import_name="shop.cli.users:cli")``, ``lazy_subcommands={"users": "shop.cli.users.cli"}``).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.applications import held_commands
from handover_generator.languages._python.values import Func, Map, Mod, Seq, Str, Values, literal
from handover_generator.model.behaviour import Need
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.definitions import Definitions

_PLACE = regex(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)[.:]([A-Za-z_]\w*)")
"""A module and a name in it."""
_BY_CLASS = "cls"


def named_commands(frame: Definitions, decorator: ast.expr, groups: Values) -> None:
    """Give the groups that a decorator makes the commands that it names by text. What it names and is not here is unknown."""
    if not isinstance(decorator, ast.Call) or all(keyword.arg != _BY_CLASS for keyword in decorator.keywords):
        return
    for keyword in decorator.keywords:
        if keyword.arg in (None, _BY_CLASS, "name", "help", "short_help", "epilog") or isinstance(keyword.value, ast.Name):
            continue
        for name, place in _places(frame.eval(keyword.value)):
            _hold(frame, name, place, keyword.value, groups)


def _places(values: Values) -> Iterator[tuple[str | None, str]]:
    """What each text says and, in a dictionary, under which name."""
    for value in values:
        if isinstance(value, Str) and value.text.literal is not None:
            yield None, value.text.literal
        elif isinstance(value, Map):
            yield from ((name if isinstance(name, str) else None, said) for name, entry in value.entries if (said := literal(entry)) is not None)
        elif isinstance(value, Seq):
            yield from ((None, said) for item in value.items if (said := literal(item)) is not None)


def _hold(frame: Definitions, name: str | None, place: str, node: ast.expr, groups: Values) -> None:
    parts = _PLACE.fullmatch(place)
    path = frame.engine.program.find(parts.group(1), frame.module) if parts is not None else None
    if parts is None or path is None or path.endswith("/"):
        if parts is not None and ":" in place:
            frame.unknown("dynamic-call", node, f"holds the commands of {place}, which is not here")
        return
    layer = frame.engine.layer
    # Whoever only imports the file loads none of them, so that what their import does is told of the program alone.
    module = frame.engine.program.load(path) if not frame.module.main else None
    loaded: Values = (Mod(module),) if module is not None else frame.import_module(parts.group(1), node)
    for value in frame.member(loaded, parts.group(2), node):
        inner = held_commands(frame.engine, value)
        if isinstance(value, Func) and name is None and value.info.commands:
            inner = value.info.commands                      # without a name of its own, what is loaded stands for the group itself
        elif isinstance(value, Func) and name is not None:
            layer.mark(value.info.module, value.info, "command_name", name)
        if inner:
            frame.emit(Need(kind="script", name=path, at=frame.at(node)))
        for group in groups:
            for info in inner if isinstance(group, Func) else ():
                if isinstance(group, Func) and info not in group.info.commands:
                    layer.add(group.info.module, group.info.commands, info)
