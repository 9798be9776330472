"""Options and arguments whose value is an open file: ``click.File("w")``, ``argparse.FileType("w")``.

The library opens what the person names, so no ``open`` stands anywhere in the script.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import Api, Const, Str, Values
from handover_generator.model.behaviour import Event, Need
from handover_generator.model.text import Hole, Text

if TYPE_CHECKING:
    from handover_generator.languages._python.options import CommandLines

_TYPES = frozenset({"click.File", "click.types.File", "rich_click.File", "argparse.FileType"})
_PATH_TYPES = frozenset({"click.Path", "click.types.Path", "rich_click.Path"})
_OPENED = frozenset(f"{path}()" for path in _TYPES)


def file_type(function: Api, arguments: Arguments) -> Values | None:
    """The type of such an option, made with the mode in which it opens; None for other calls."""
    if function.path in _PATH_TYPES and (made := arguments.keywords.get("path_type")) is not None:
        return made                                          # the class whose objects it makes
    if function.path not in _TYPES:
        return None
    return (Api(function.state, function.path + "()", made_with=Text.of(literal(arguments.get(0, "mode") or ()) or "r")),)


def opens(frame: CommandLines, arguments: Arguments, hole: Hole, node: ast.AST) -> tuple[tuple[Event, ...], Values]:
    """What opening the file does that an option with such a type names, and the open file."""
    modes = [value.made_with for value in arguments.keywords.get("type", ()) if isinstance(value, Api) and (
        value.path in _OPENED or value.path in _TYPES)]
    if not modes:
        return (), ()
    return _opened(frame, hole, modes[0] or Text.of("r"), node, given_alone=_streams(arguments))


def _streams(arguments: Arguments) -> bool:
    """Whether it is a stream of the program where nobody gives it (``default=sys.stdout``, ``default="-"``)."""
    values = arguments.keywords.get("default", ())
    return literal(values) == "-" or any((isinstance(value, Api) and value.path.startswith("sys.std")) or (
        isinstance(value, Const) and value.value is None) for value in values)


def _opened(frame: CommandLines, hole: Hole, mode: Text, node: ast.AST, *, given_alone: bool) -> tuple[tuple[Event, ...], Values]:
    outer, frame.events = frame.events, {}
    if given_alone:
        frame.conditions.append(f"if {hole.name} is given")
    opener = Api(frame.engine.state("builtins", "open"), "open", items=("open",))
    file = frame.call_value(opener, Arguments([(Str(Text((Hole(hole.kind, hole.name),))),), (Str(mode),)]), node)
    if given_alone:
        frame.conditions.pop()
    made, frame.events = tuple(event for event in frame.events if not isinstance(event, Need)), outer
    return made, file
