"""Decorators that are called like functions: ``click.command(name="wipe")(function)``, as a decorator of the repository does it for others."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import Api, Func, UnknownValue, Values

if TYPE_CHECKING:
    from handover_generator.languages._python.options import CommandLines
    from handover_generator.languages._python.program import FunctionInfo

_MAKERS = frozenset(f"{package}.{name}()" for package in ("click", "click.core", "click.decorators", "rich_click", "asyncclick")
                    for name in ("command", "group")) | frozenset(
                        f"flask.{kind}().cli.{name}()" for kind in ("Flask", "Blueprint") for name in ("command", "group"))
_GIVES_BACK = frozenset({"flask.cli.with_appcontext", "click.pass_context", "click.pass_obj", "click.decorators.pass_context"})


def stands_on(frame: CommandLines, value: Func) -> FunctionInfo:
    """The function that a person calls where ``value`` is started: what is being decorated, if a decorator wraps it into ``value``."""
    if value.origin is not None:
        return value.origin
    outer = frame.engine.layer.decorating
    is_inner = value.closure is not None and value.closure is not value.info.module.cell
    return outer[-1] if outer and is_inner and value.info not in outer else value.info


def passes_on(value: Func) -> bool:
    """Whether a function only calls what a decorator is given, which is not known yet: what is decorated with that is the command."""
    node, closure = value.info.node, value.closure
    if isinstance(node, ast.Lambda) or closure is None or closure is value.info.module.cell or len(node.body) != 1:
        return False
    only = node.body[0]
    call = only.value if isinstance(only, (ast.Return, ast.Expr)) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or not any(isinstance(each, ast.Starred) for each in call.args):
        return False
    held = closure.find(call.func.id)
    return held is not None and all(isinstance(each, UnknownValue) for each in held)


def called_decorator(frame: CommandLines, function: Api, arguments: Arguments) -> Values | None:
    """The call, if a decorator of a library for command lines is called with a function; None otherwise."""
    given = arguments.get(0) if function.path in _MAKERS or function.path in _GIVES_BACK else None
    functions = [value for value in given or () if isinstance(value, Func)]
    if given is None or not functions:
        return None
    for value in functions if function.path in _MAKERS else ():
        info, layer = stands_on(frame, value), frame.engine.layer
        name = function.made_with.literal if function.made_with is not None else None
        if name is not None:
            layer.mark(info.module, info, "command_name", name)
        if info not in info.module.commands:
            layer.add(info.module, info.module.commands, info)
    return given
