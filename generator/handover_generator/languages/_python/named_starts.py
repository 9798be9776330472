"""What packaging names as the start of a command, where it is no function: a class, a method of one, a partial function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.lazy_groups import looks_itself, start_found
from handover_generator.languages._python.luigi_tasks import is_task
from handover_generator.languages._python.values import Cell, Cls, Inst, Partial, Value, Values

if TYPE_CHECKING:
    from handover_generator.languages._python.program import FunctionInfo, ModuleInfo
    from handover_generator.languages._python.tracer import PythonTracer


def by_path(tracer: PythonTracer, main: ModuleInfo, name: str) -> Values:
    """What a module calls so: ``main``, or ``Shop.main``."""
    first, *rest = name.split(".")
    values = main.cell.names.get(first, ())
    if rest and values:
        frame = tracer.frame(tracer, main, cell=Cell(outer=main.cell))
        for member in rest:
            values = frame.member(values, member, main.tree)
    return values


def is_called_whole(value: Value) -> bool:
    """Whether a value is no function, and can be called all the same."""
    return isinstance(value, (Cls, Partial)) or (isinstance(value, Inst) and (value.info.find("__call__") is not None or looks_itself(value.info)))


def called_whole(tracer: PythonTracer, value: Value, found: list[str]) -> str | None:
    """Call such a value as a start of the script. Tasks are left to what runs them."""
    main = tracer.layer.main
    info = value.info if isinstance(value, (Cls, Inst)) else None
    if main is None or (isinstance(value, Cls) and is_task(value.info)):
        return None
    frame = tracer.frame(tracer, main, cell=Cell(outer=main.cell))
    name = info.name if info is not None else "start"
    frame.call_value(value, Arguments(), info.node if info is not None else main.tree)
    found.append(f"python:called:{tracer.layer.name}:{name}")
    tracer.store(found[-1], frame, main.path, name, info.node.lineno if info is not None else 1)
    return found[-1]


def looked_for(tracer: PythonTracer, main: ModuleInfo, group: FunctionInfo) -> list[str]:
    """What a group of commands starts that looks for them itself."""
    if group.finder is None:
        return []
    frame = tracer.frame(tracer, main, cell=Cell(outer=main.cell))
    start_found(frame, group.finder, group.node, group.commands)
    routine_id = f"python:found:{tracer.layer.name}:{group.qualname}"
    tracer.store(routine_id, frame, main.path, group.qualname, group.line)
    return [routine_id]
