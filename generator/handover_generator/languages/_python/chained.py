"""Functions made of functions: ``compose(f, g)``, ``pipe(x, f, g)``, ``curry(f)``."""

from __future__ import annotations

import ast
from collections.abc import Callable

from handover_generator.languages._python.frame import Arguments, Frame
from handover_generator.languages._python.values import UNKNOWN, Builtin, Func, Partial, Seq, Value, Values, join

_IN_TURN = "in turn"
"""Called with a list of functions and arguments: each function takes what the one before gave."""
_CURRIED = "curried"
"""Called with a function and arguments: calls it once they are enough."""
PACKAGES = ("toolz.", "cytoolz.", "funcy.", "returns.")
_LAST_FIRST = frozenset({"toolz.compose", "funcy.compose"})
_FIRST_FIRST = frozenset({"toolz.compose_left", "funcy.rcompose", "returns.pipeline.pipe", "returns.functions.compose"})
_AT_ONCE = frozenset({"toolz.pipe", "toolz.thread_first", "toolz.thread_last", "returns.pipeline.flow"})
"""Those that are given the argument first, then the functions."""
_CURRY = frozenset({"toolz.curry", "funcy.curry", "funcy.autocurry", "returns.curry.curry"})


def chained(frame: Frame, path: str, arguments: Arguments, node: ast.AST) -> Values | None:
    """What a call of one of these packages gives; None where it makes no chain."""
    plain = path.removeprefix("cy").replace(".functoolz.", ".").replace(".curried.", ".").replace("funcy.funcs.", "funcy.")
    given = arguments.positional
    if plain in _CURRY and given:
        return tuple(Partial(Builtin(_CURRIED), ((value,), *given[1:]), tuple(arguments.keywords.items())) for value in given[0])
    if plain in _AT_ONCE and len(given) > 1:
        return _in_turn(frame, Arguments([(Seq(tuple(given[1:])),), given[0]]), node)
    if plain in _LAST_FIRST and given:
        return (Partial(Builtin(_IN_TURN), ((Seq(tuple(reversed(given))),),)),)
    return (Partial(Builtin(_IN_TURN), ((Seq(tuple(given)),),)),) if plain in _FIRST_FIRST and given else None


def _in_turn(frame: Frame, arguments: Arguments, node: ast.AST) -> Values:
    """Call the functions of a list one after another. One that nothing is known of gives something of which nothing is known."""
    handed = Arguments(arguments.positional[1:], arguments.keywords, arguments.rest, arguments.keyword_rest)
    result: Values = UNKNOWN
    for functions in arguments.positional[0][0].items if isinstance(arguments.positional[0][0], Seq) else ():
        result = join(*(_call(frame, function, handed, node) for function in functions)) or UNKNOWN
        handed = Arguments([result])
    return result


def _call(frame: Frame, function: Value, handed: Arguments, node: ast.AST) -> Values:
    if isinstance(function, Seq) and function.items:         # thread_first(x, (f, 1)) is f(x, 1)
        return join(*(frame.call_value(one, Arguments([*handed.positional, *function.items[1:]]), node) for one in function.items[0]))
    return frame.call_value(function, handed, node)


def _curried(frame: Frame, arguments: Arguments, node: ast.AST) -> Values:
    """Call a function, or wait for more arguments."""
    function = arguments.positional[0][0]
    handed = Arguments(arguments.positional[1:], arguments.keywords, arguments.rest, arguments.keyword_rest)
    if isinstance(function, Func) and arguments.rest is None and arguments.keyword_rest is None and _wanted(function) > (
            len(handed.positional) + len(handed.keywords)):
        return (Partial(Builtin(_CURRIED), tuple(arguments.positional), tuple(arguments.keywords.items())),)
    return frame.call_value(function, handed, node)


def _wanted(function: Func) -> int:
    """How many arguments a function cannot do without."""
    stated = function.info.node.args
    return len(stated.posonlyargs) + len(stated.args) - len(stated.defaults) - (1 if function.owner is not None else 0)


MADE: dict[str, Callable[[Frame, Arguments, ast.AST], Values]] = {_IN_TURN: _in_turn, _CURRIED: _curried}
"""What is done when one of the functions that are made here is called."""
