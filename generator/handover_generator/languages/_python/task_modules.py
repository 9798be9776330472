"""Tasks of other files that a file offers to who runs it: ``fab`` and ``invoke`` load one file, and take the tasks that it imports with its own.

The first Fabric takes those of the modules that it imports as well, and of those that these import. Invoke, and the Fabric that is made with it,
take them from a collection that is called ``ns`` or ``namespace``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.analysis.tasks import is_loaded_by_a_runner, is_of_first_fabric
from handover_generator.languages._python.applications import NAMESPACES, held_commands
from handover_generator.languages._python.switches import as_command
from handover_generator.languages._python.values import Api, Func, Mod, Value
from handover_generator.languages._python.wrapped import wrappers
from handover_generator.model.behaviour import Call, Routine
from handover_generator.model.location import Location

if TYPE_CHECKING:
    from handover_generator.languages._python.program import FunctionInfo, ModuleInfo
    from handover_generator.languages._python.tracer import PythonTracer

_MOST_TASKS = 200


def offered(tracer: PythonTracer, main: ModuleInfo) -> Iterator[tuple[str, str, FunctionInfo]]:
    """For each task of another file that ``main`` offers: the id of a routine of ``main`` that starts it, what a person types for it, and the task.
    Trails begin at the line that brings it in.
    """
    text = tracer.tools.files[main.path].text or ""
    if not is_loaded_by_a_runner(main.path, text):
        return
    made = tracer.layer.new_files
    said = tuple(word.partition(":")[0].rpartition(".")[2] for word in tracer.layer.words)
    found: dict[FunctionInfo, tuple[str, int]] = {}
    names = _brought_in(main.tree)
    whole = {name: line for name, line in names.items() if name in NAMESPACES and any(isinstance(one, Api) for one in main.cell.names.get(name, ()))}
    for name, line in (whole or names).items():                # where there is such a collection, it is all that is offered
        for value in main.cell.names.get(name, ()):
            for info, typed in _tasks_of(tracer, value, name, {main}):
                if info.module is not main and (not said or info.is_called(said)):
                    found.setdefault(info, (typed, line))
    for info, (typed, line) in list(found.items())[:_MOST_TASKS]:
        tracer.layer.new_files = made.apart()
        starts = wrappers(tracer, info)
        if not starts and (result := tracer.run(Func(info, None, info.module.cell), as_command(info, tracer.layer.given))) is not None:
            starts = [result.routine.id]
        if starts:
            routine_id = f"python:offered:{tracer.layer.name}:{typed}"
            calls = tuple(Call(to=one, at=Location(main.path, line), name=typed) for one in starts)
            tracer.layer.routines[routine_id] = Routine(id=routine_id, path=main.path, name=typed, line=line, events=calls)
            yield routine_id, typed, info
    tracer.layer.new_files = made


def _brought_in(tree: ast.Module) -> dict[str, int]:
    """The names that the imports of a file bind, and those of its collections, each with its line."""
    lines: dict[str, int] = {}
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                lines.setdefault(alias.asname or alias.name.partition(".")[0], node.lineno)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id in NAMESPACES:
                    lines.setdefault(target.id, node.lineno)
    return lines


def _tasks_of(tracer: PythonTracer, value: Value, name: str, seen: set[ModuleInfo]) -> Iterator[tuple[FunctionInfo, str]]:
    """The tasks that a value is or holds, each with what a person types for it."""
    if isinstance(value, Func):
        info = value.origin or value.info
        tracer.ensure(info.module)
        if info in info.module.commands:
            yield info, info.typed
    elif isinstance(value, Api) and name in NAMESPACES:
        yield from ((info, info.typed) for info in held_commands(tracer, value))
    elif isinstance(value, Mod) and value.info not in seen:
        seen.add(value.info)
        tracer.ensure(value.info)
        file = tracer.tools.files.get(value.info.path)
        if file is None or not is_of_first_fabric(file.text or ""):
            return
        for info in value.info.commands:
            yield info, f"{name}.{info.typed}"
        for inner, values in list(value.info.cell.names.items()):
            for one in values:
                if isinstance(one, Mod):
                    yield from ((info, f"{name}.{typed}") for info, typed in _tasks_of(tracer, one, inner, seen))
