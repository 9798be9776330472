"""Files that only define classes: an action, a sensor or a step of a system that finds the class by itself, makes one and calls it by an agreed
name. Which name that is, only the system tells; those that people agree on are few.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from handover_generator.languages._python.engine import Engine
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.program import ClassInfo, ModuleInfo
from handover_generator.languages._python.promised import only_promises
from handover_generator.languages._python.syntax import nodes_in
from handover_generator.languages._python.values import UNKNOWN, Cell, Cls, Func, Inst
from handover_generator.model.behaviour import Call, Confidence, Event, Routine, Unknown
from handover_generator.model.location import Location

_AGREED = ("run", "main", "execute", "handle", "process", "start", "poll", "perform", "__call__")
_SCRIPT = "shebang"
_MARKS = frozenset({"abc", "typing", "typing_extensions"})
"""Packages whose classes only say of what kind a class is, and call nothing of it."""
_OF_WORKERS = frozenset({"celery", "dramatiq"})
"""Packages whose workers find a class of tasks by itself and run it; nothing of the repository hands it over."""
_MOST = 20


def started_elsewhere(engine: Engine, main: ModuleInfo) -> list[str]:
    """The methods by which classes of ``main`` are started that nothing in it makes, as one routine: a guess, and told as one. A method by
    which people agree to start things is meant before others; any that is offered is, where the file says that it is a script.

    Returns:
        Its id in a list; nothing where the file has no such class.
    """
    functions = any(isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) for node in main.tree.body)
    is_script = _SCRIPT in main.module.starts and not functions
    events: list[Event] = []
    for info in _unmade(main):
        agreed = next(([name] for name in _AGREED if info.find(name) is not None), None)
        for name in agreed or (_offered(info) if is_script else ()):
            # What a known package calls of a class of its own is told where it is handed the class.
            roots = {base.path.partition(".")[0] for base in info.external_bases()} - _MARKS - _OF_WORKERS
            if len(events) < _MOST and not any(engine.tools.package_known(root) for root in roots):
                started = _started(engine, main, info, name)
                events.append(Call(to=started.id, at=Location(main.path, info.node.lineno), name=started.name, confidence=Confidence.INFERRED))
    if not events:
        return []
    told = Unknown(kind="dynamic-call", at=events[0].at, detail="only defines classes; what makes objects of them is not in this file")
    routine_id = f"python:made:{engine.layer.name}"
    engine.layer.routines[routine_id] = Routine(id=routine_id, path=main.path, name=main.path, line=1, events=(told, *events))
    return [routine_id]


def _unmade(main: ModuleInfo) -> Iterator[ClassInfo]:
    """Classes at the top of a file that nothing in it names."""
    named = {node.id for node in nodes_in(main.tree) if isinstance(node, ast.Name)}
    for node in main.tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name not in named:
            for value in main.cell.names.get(node.name, ()):
                if isinstance(value, Cls) and value.info.module is main:
                    yield value.info


def _offered(info: ClassInfo) -> Sequence[str]:
    """The methods of a class that are written out in it and that others may call."""
    return [name for name, values in info.attributes.items() if not name.startswith("_") and any(
        isinstance(value, Func) and value.info.owner is info and not only_promises(value.info) for value in values)]


def _started(engine: Engine, main: ModuleInfo, info: ClassInfo, method: str) -> Routine:
    """One is made and its method called, both with what only the system knows."""
    frame = engine.frame(engine, main, cell=Cell(outer=main.cell))
    found = info.find(method)
    for made in frame.call_value(Cls(info), Arguments(rest=UNKNOWN, keyword_rest=UNKNOWN), info.node):
        if found is not None and isinstance(made, Inst) and made.info is info:
            for function in frame.bound(method, found[1], made, self_node=None):
                if isinstance(function, Func):
                    frame.call_value(function, Arguments(outside="argument"), info.node, spawn=True)
    name = f"{info.name}.{method}"
    return engine.store(f"python:made:{engine.layer.name}:{name}", frame, main.path, name, info.node.lineno)
