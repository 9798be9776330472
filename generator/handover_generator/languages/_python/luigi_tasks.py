"""Tasks of Luigi: classes that it makes and runs by their name, after those that they require."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.luigi_bases import runs_by_base
from handover_generator.languages._python.values import NONE, UNKNOWN, Api, Cls, Func, Inst, Map, Seq, Str, Values
from handover_generator.model.behaviour import Act, Action
from handover_generator.model.text import Hole, Text

if TYPE_CHECKING:
    from handover_generator.languages._python.frameworks import Frameworks
    from handover_generator.languages._python.program import ClassInfo, ModuleInfo

LUIGI_TASK = "task of luigi"
"""Among the ways a module starts."""
_PACKAGE = "luigi"
_BUILDS = frozenset({"luigi.build", "luigi.interface.build"})
_RUNS = frozenset({"luigi.run", "luigi.interface.run", "luigi.retcodes.run_with_retcodes", "luigi.cmdline.luigi_run"})
_NAMED_THEN = "runs the task that is named when it is started"
_METHODS = ("requires", "output", "complete", "run")
"""What Luigi calls of a task."""
_AT_THE_END = ("on_success", "on_failure")
_NO_TASKS = ("Target", "Parameter", "Config", "System", "Format", "Flag", "config", "Marker")
"""How classes of Luigi are called that are something else."""
_PLAIN = frozenset({"Task", "WrapperTask", "ExternalTask", "Config"})
"""Classes of Luigi that do nothing by themselves."""


def tasks_of_luigi(tree: ast.Module) -> tuple[str, ...]:
    """Names of the classes of a file that are such tasks: made from one of Luigi's, or from one of the file's own that is."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            names |= {alias.asname or _PACKAGE for alias in node.names if alias.name.split(".")[0] == _PACKAGE}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == _PACKAGE:
            names |= {alias.asname or alias.name for alias in node.names}
    found: list[str] = []
    for node in tree.body if names else ():
        if isinstance(node, ast.ClassDef) and any(_root(base) in found or (_root(base) in names and not _last(base).endswith(_NO_TASKS))
                                                  for base in node.bases):
            found.append(node.name)
    return tuple(found)


def luigi_call(frame: Frameworks, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    """``luigi.build([Load()])`` and ``luigi.run()`` run tasks; None for other calls."""
    if function.path in _BUILDS:
        start_tasks(frame, arguments.get(0, "tasks") or (), node)
        return UNKNOWN
    if function.path not in _RUNS:
        return None
    chosen = tuple(Inst(value.info) for value in arguments.get(1, "main_task_cls") or () if isinstance(value, Cls))
    words = frame.engine.layer.words
    every = tuple(Inst(info) for info in tasks_in(frame.module))
    tasks = chosen or tuple(one for one in every if one.info.name in words) or every
    start_tasks(frame, tasks, node)
    if not tasks:
        frame.emit(Act(resource="process", action=Action.EXECUTE, what=_NAMED_THEN, at=frame.at(node), condition=frame.condition))
        frame.unknown("dynamic-call", node, _NAMED_THEN)
    return UNKNOWN


def is_task(info: ClassInfo) -> bool:
    """Whether a class is made from one of Luigi's tasks."""
    return any(base.path.split(".")[0] == _PACKAGE and not base.path.rpartition(".")[2].endswith(_NO_TASKS) for base in info.external_bases())


def tasks_in(module: ModuleInfo) -> list[ClassInfo]:
    """The classes of a module that are tasks, whichever module their bases stand in."""
    return [value.info for values in list(module.cell.names.values()) for value in values
            if isinstance(value, Cls) and value.info.module is module and is_task(value.info)]


def start_tasks(frame: Frameworks, values: Values, node: ast.AST) -> None:
    """Run tasks, and all that they require or yield, each once."""
    seen: set[ClassInfo] = set()
    stack = list(_instances(values))
    while stack:
        one = stack.pop(0)
        if one.info not in seen:
            seen.add(one.info)
            _name_parameters(frame, one.info)
            stack += _run(frame, one, node)


def _run(frame: Frameworks, task: Inst, node: ast.AST) -> list[Inst]:
    """Run one task. Returns the tasks that it asks for."""
    asked: list[Inst] = []
    for name in (*_METHODS, *_AT_THE_END):
        found = task.info.find(name)
        if name in _AT_THE_END:
            frame.conditions.append(name.replace("_", " "))
        for function in frame.bound(name, found[1], task, self_node=None) if found is not None else ():
            if isinstance(function, Func):
                given = frame.call_value(function, Arguments(rest=UNKNOWN) if name in _AT_THE_END else Arguments(), node, spawn=True)
                asked += _instances(given) if name in ("requires", "run") else []
        if name in _AT_THE_END:
            frame.conditions.pop()
    outside = next((base for base in task.info.external_bases() if base.path.rpartition(".")[2] not in _PLAIN), None)
    if outside is not None and task.info.find("run") is None and not runs_by_base(frame, task, outside, node):
        frame.unknown("unmodelled-package", node, f"{task.info.name} runs in {outside.path}, which is not in this repository")
    return asked


def _name_parameters(frame: Frameworks, info: ClassInfo) -> None:
    """``year = luigi.IntParameter()`` is an option ``--year`` of the task."""
    for cls in info.linear():
        for name, values in list(cls.attributes.items()):
            if any(isinstance(value, Api) and value.path.startswith(_PACKAGE) and value.path.endswith("Parameter()") for value in values):
                hole = Hole("flag", "--" + name.replace("_", "-"))
                frame.engine.layer.put(cls.module, cls.attributes, name, (Str(Text((hole,))),))


def _instances(values: Values) -> list[Inst]:
    """The tasks among values, also those in lists and tables of them."""
    found: list[Inst] = []
    for value in values if values != NONE else ():
        if isinstance(value, Inst) and is_task(value.info):
            found.append(value)
        elif isinstance(value, Seq):
            found += [one for item in value.items for one in _instances(item)]
        elif isinstance(value, Map):
            found += [one for _, item in value.entries for one in _instances(item)] + _instances(value.rest)
    return found


def _root(base: ast.expr) -> str:
    while isinstance(base, ast.Attribute):
        base = base.value
    return base.id if isinstance(base, ast.Name) else ""


def _last(base: ast.expr) -> str:
    return base.attr if isinstance(base, ast.Attribute) else base.id if isinstance(base, ast.Name) else ""
