"""Contexts that are entered for others (``contextlib``), and values that stand for what another function makes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import UNKNOWN, Api, Cls, Func, Inst, Partial, Values, join

if TYPE_CHECKING:
    from handover_generator.languages._python.library import Library
    from handover_generator.languages._python.results import Result

_PROXIES = ("werkzeug.local.LocalProxy", "django.utils.functional.SimpleLazyObject", "lazy_object_proxy.Proxy", "wrapt.LazyObjectProxy",
            "injector.Injector().get", "injector.Injector().create_object")
"""Stand for what the function that they are given returns, or the class that they are given makes."""
_STACKS = ("contextlib.ExitStack()", "contextlib.ExitStack()@enter", "contextlib.AsyncExitStack()", "contextlib.AsyncExitStack()@enter")


def _entered(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    if not isinstance(node, ast.Call):
        return None
    values = arguments.get(0) or UNKNOWN
    entered = frame.enter(values, node)
    frame.leave(values, node)
    return entered


def _called_at_the_end(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    for value in arguments.get(0) or ():
        rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.rest, arguments.keyword_rest)
        if isinstance(value, Inst):
            frame.leave((value,), node) if isinstance(node, ast.expr) else None
        else:
            frame.call_value(value, rest, node)
    return arguments.get(0)


def _what_it_closes(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    return arguments.positional[0] if arguments.positional else None


def _proxy(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    makers = [value for value in arguments.get(0) or () if isinstance(value, (Func, Partial, Cls))]
    return join(*(frame.call_value(maker, Arguments(), node) for maker in makers)) or UNKNOWN if makers else None


RESULTS: dict[str, Result] = {
    **{f"{stack}.{name}": _entered for stack in _STACKS for name in ("enter_context", "enter_async_context")},
    **{f"{stack}.{name}": _called_at_the_end for stack in _STACKS for name in ("callback", "push_async_callback", "push", "push_async_exit")},
    **dict.fromkeys(("contextlib.closing", "contextlib.aclosing", "contextlib.nullcontext"), _what_it_closes),
    **dict.fromkeys(_PROXIES, _proxy),
}
