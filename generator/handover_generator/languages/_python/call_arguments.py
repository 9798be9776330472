"""The arguments of a call as written. ``run(*words)``, where the words are one of several lists, is as many calls."""

from __future__ import annotations

import ast

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.members import Members
from handover_generator.languages._python.values import UNKNOWN, Map, Seq, Values, either, join
from handover_generator.languages._python.worker_tasks import SCHEDULES
from handover_generator.records import replace


def call_arguments(frame: Members, node: ast.Call) -> list[Arguments]:
    """Evaluate the arguments of a call, left to right: at least one set of them."""
    if not (isinstance(node.func, ast.Attribute) and node.func.attr in SCHEDULES):
        return _evaluated(frame, node)
    before, frame.scheduling = frame.scheduling, True
    try:
        return _evaluated(frame, node)
    finally:
        frame.scheduling = before


def _evaluated(frame: Members, node: ast.Call) -> list[Arguments]:
    arguments, several = Arguments(), list[Seq]()
    more = False
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            values = frame.eval(argument.value)
            exact = [value for value in values if isinstance(value, Seq) and value.exact]
            if len(exact) > 1 and argument is node.args[-1] and arguments.rest is None:
                several, more = exact, len(exact) < len(values)
            elif exact and len(values) == 1:
                arguments.positional.extend(exact[0].items)
            else:
                arguments.rest = frame.iterate(values, node)
        else:
            arguments.positional.append(frame.eval(argument))
    for keyword in node.keywords:
        values = frame.eval(keyword.value)
        if keyword.arg is not None:
            arguments.keywords[keyword.arg] = values
        else:
            _spread(arguments, values)
    if not several:
        return [arguments]
    found = [replace(arguments, positional=[*arguments.positional, *one.items]) for one in several]
    return [*found, replace(arguments, rest=UNKNOWN)] if more else found


def _spread(arguments: Arguments, values: Values) -> None:
    """``**values``."""
    arguments.keywords.update(either([value for value in values if isinstance(value, Map)]))
    for value in values:
        rest = value.rest if isinstance(value, Map) else (value,)
        if rest:
            arguments.keyword_rest = join(arguments.keyword_rest or (), rest)
