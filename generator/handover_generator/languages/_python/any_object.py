"""Tools that make commands of any object, as fire does: of a function, of each member of a module, a dictionary or an object. What such a command
gives can be asked for its own members in the same line (``tool.py user remove``).
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.hooks import holds_rows
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.values import Cls, Func, Inst, Map, Mod, Partial, Values
from handover_generator.model.behaviour import Confidence

if TYPE_CHECKING:
    from handover_generator.languages._python.options import CommandLines

_DEEPEST = 2
_MOST_CLASSES = 12


def everything_in(frame: CommandLines, component: Values | None, node: ast.AST) -> None:
    """Start whatever the object offers, each by itself; what a module defines where none is given."""
    if component is None:
        names = [v for n, v in list(frame.module.cell.names.items()) if not n.startswith("_")]
        component = tuple(x for v in names for x in v if isinstance(x, (Func, Cls)) and x.info.module is frame.module)
    _start(frame, component, node, [], _DEEPEST)


def _start(frame: CommandLines, component: Values, node: ast.AST, seen: list[ClassInfo], depth: int) -> None:
    kept = frame.engine.layer.new_files
    for value in component:
        frame.engine.layer.new_files = kept.apart()        # what one of them writes the others find there
        if isinstance(value, (Func, Partial)):
            _given(frame, frame.call_value(value, Arguments(outside="flag"), node), node, seen, depth)
        elif isinstance(value, Map):
            _start(frame, tuple(v for _, values in value.entries for v in values), node, seen, depth)
        elif isinstance(value, Mod):
            frame.engine.ensure(value.info)
            _start(frame, tuple(v for n, values in list(value.info.cell.names.items()) if not n.startswith("_") for v in values
                                if isinstance(v, Func) and v.info.module is value.info), node, seen, depth)
        elif isinstance(value, Cls):
            _start(frame, frame.call_value(value, Arguments(outside="flag"), node), node, seen, depth)
        elif isinstance(value, Inst) and value.info not in seen:
            seen.append(value.info)
            _members(frame, value, node, seen, depth)
    frame.engine.layer.new_files = kept


def _members(frame: CommandLines, value: Inst, node: ast.AST, seen: list[ClassInfo], depth: int) -> None:
    kept = frame.engine.layer.new_files
    names = [name for cls in value.info.linear() for name in (*cls.attributes, *(held for site, held in cls.heap if site == value.site))]
    for name in dict.fromkeys(one for one in names if not one.startswith("_")):
        for member in frame.member((value,), name, node):
            if isinstance(member, Func):
                frame.engine.layer.new_files = kept.apart()
                _given(frame, frame.call_value(member, Arguments(outside="flag"), node), node, seen, depth)
            else:
                _given(frame, (member,), node, seen, depth)


def _given(frame: CommandLines, values: Values, node: ast.AST, seen: list[ClassInfo], depth: int) -> None:
    """Objects of the repository that a command gives, or a member is: they are asked on, where they are no rows, which are only shown."""
    objects = tuple(value for value in values if isinstance(value, Inst) and value.info not in seen and not holds_rows(value.info))
    if not objects or not depth or len(seen) >= _MOST_CLASSES:
        return
    before, frame.certainty = frame.certainty, Confidence.INFERRED
    frame.conditions.append("if the command goes on with what it gives")
    _start(frame, objects, node, seen, depth - 1)
    frame.conditions.pop()
    frame.certainty = before
