"""Functions that a package is told by their place in a text, ``scheduler.add_job("shop.jobs:purge", "cron", hour=3)``, or by the name that a person
types for a task: ``execute("web.stop")``; and those of which nothing is known.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.analysis.tasks import holder, plain
from handover_generator.languages._python.values import Func, Str, UnknownValue, Value, Values
from handover_generator.model.source import TASK
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Frame

_PLACE = regex(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)")

_TYPED = regex(r"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*")
# What makes a value of each value: a key, a filter. Most of what they are given only looks at what it gets.
_OF_VALUES = ("builtins.", "functools.", "itertools.", "weakref.")
_RUNS_TASKS = frozenset({"fabric.api.execute", "fabric.tasks.execute"})


def functions_given(frame: Frame, values: Values, node: ast.AST, by: str) -> Values:
    """What a callee (``by``) is given to call: functions, and what texts name. It is told where nothing at all is known of it."""
    if values and all(isinstance(value, UnknownValue) for value in values) and not by.startswith(_OF_VALUES):
        frame.unknown("dynamic-call", node, f"{by.rpartition('.')[2].removesuffix('()')}(): what is called is not known")
    return tuple(one for value in values for one in function_by_text(frame, value, node, by))


def function_by_text(frame: Frame, value: Value, node: ast.AST, by: str = "") -> Values:
    """The function that a text names, as ``module:function``, or as the task it is where ``by`` (the callee) runs tasks; the value itself where it is
    no such text.
    """
    if by in _RUNS_TASKS and isinstance(value, Str):
        return _task(frame, value, node)
    place = _PLACE.fullmatch(value.text.literal or "") if isinstance(value, Str) else None
    if place is None:
        return (value,)
    module, name = place.groups()
    if module != "__main__" and frame.engine.program.find(module, frame.module) is None:
        frame.unknown("dynamic-call", node, f"calls {place[0]}, which is not in this repository")
        return ()
    values = frame.import_module(module, node)
    for member in name.split("."):
        values = tuple(found for one in values for found in frame.member((one,), member, node))
    return values


def _task(frame: Frame, value: Str, node: ast.AST) -> Values:
    name = value.text.literal or ""
    path = holder(name, frame.engine.tools.announcers(TASK + plain(name))) if _TYPED.fullmatch(name) else None
    module = frame.engine.program.load(path) if path is not None else None
    if module is None:
        frame.unknown("dynamic-call", node, f"runs the task {value.text.render()}, which is not known")
        return ()
    frame.engine.ensure(module)
    said = (plain(name), plain(name).replace("-", "_"))
    return tuple(Func(info, None, module.cell) for info in module.commands if info.is_called(said))[:1]
