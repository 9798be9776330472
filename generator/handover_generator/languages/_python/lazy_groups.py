"""Groups of commands that are only imported when somebody asks for one: text names them, beside the class that loads them
(``@cli.group(cls=LazyGroup, import_name="shop.cli.users:cli")``, ``lazy_subcommands={"users": "shop.cli.users.cli"}``), or the class makes the name
of a module or a file of the word that it is given (``get_command``).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.applications import held_commands
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.switches import as_command
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import UNKNOWN, Cls, Func, Inst, Map, Mod, Seq, Str, UnknownValue, Values
from handover_generator.model.behaviour import Call, Need
from handover_generator.model.text import Text
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.calls import Calls
    from handover_generator.languages._python.definitions import Definitions
    from handover_generator.languages._python.program import ClassInfo, FunctionInfo

_PLACE = regex(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)[.:]([A-Za-z_]\w*)")
"""A module and a name in it."""
_BY_CLASS = "cls"
_LOOKS = "get_command"
_LIBRARIES = ("click.", "rich_click.", "asyncclick.", "typer.", "flask.cli.", "cloup.")
_RUN_FILE = "run "
"""So a call begins that runs a file."""


def named_commands(frame: Definitions, decorator: ast.expr, groups: Values) -> None:
    """Give the groups that a decorator makes the commands that it names by text. What it names and is not here is unknown."""
    if not isinstance(decorator, ast.Call) or all(keyword.arg != _BY_CLASS for keyword in decorator.keywords):
        return
    made = next(keyword.value for keyword in decorator.keywords if keyword.arg == _BY_CLASS)
    for group in groups:
        for value in frame.eval(made) if isinstance(group, Func) else ():
            if isinstance(group, Func) and isinstance(value, Cls) and looks_itself(value.info):
                frame.engine.layer.mark(group.info.module, group.info, "finder", value.info)
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


def looks_itself(info: ClassInfo) -> bool:
    """Whether a class is that of a group which says itself what belongs to a word."""
    found = info.find(_LOOKS)
    return found is not None and any(base.path.startswith(_LIBRARIES) for base in info.external_bases())


def start_found(frame: Calls, info: ClassInfo, node: ast.AST, commands: list[FunctionInfo]) -> None:
    """Start what such a group gives for the word that the program is started with. ``commands``: those that it has besides."""
    words = frame.engine.layer.words
    found = info.find(_LOOKS)
    if found is None or (commands and (not words or any(command.is_called(words) for command in commands))):
        return
    name: Values = (Str(Text.of(words[0])),) if words else (UnknownValue("command"),)
    before = len(frame.events)
    started = False
    for method in frame.bound(_LOOKS, found[1], Inst(info), self_node=None):
        for value in frame.call_value(method, Arguments([UNKNOWN, name]), node):
            if isinstance(value, Func):
                started = True
                frame.call_value(value, as_command(value.info, frame.engine.layer.given), node)
    if not started and not _ran_file(frame, before):
        frame.unknown("dynamic-command", node, f"the sub-command {words[0] if words else ''} is found only when it runs".replace("  ", " "))


def _ran_file(frame: Calls, before: int) -> bool:
    """Whether what was just looked for was a file, which was run."""
    looked = [frame.engine.layer.routines.get(event.to) for event in list(frame.events)[before:] if isinstance(event, Call)]
    return any(isinstance(event, Call) and event.name.startswith(_RUN_FILE) for routine in looked if routine is not None for event in routine.events)
