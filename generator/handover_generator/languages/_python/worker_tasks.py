"""Tasks of a queue that are named rather than imported: ``app.send_task("clean-up")``, ``queue.enqueue("shop.jobs.clean_up")``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.analysis.tasks import worker_tasks_in
from handover_generator.languages._python.values import Func, Str, Values
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Arguments, Frame

WORKER_TASK = "worker task "
"""Begins the announcement of a task that was given a name of its own."""
WORKERS = ("celery", "Celery", "()")
"""Path under which the catalogue holds an application of Celery."""
_APPLICATION = regex(r"[A-Z]\w*Celery")
_DOTTED = regex(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


def is_worker_application(name: str) -> bool:
    """Whether a class of that name, of a package that nobody knows, is an application of Celery made by that package."""
    return _APPLICATION.fullmatch(name) is not None


def named_task(frame: Frame, arguments: Arguments, node: ast.AST) -> Values:
    """The functions that a message means by name: as the task was named, else by the dotted path of the function; empty where it names none."""
    given = arguments.get(0) or next((arguments.keywords[key] for key in ("name", "func", "f") if key in arguments.keywords), ())
    found: list[Func] = []
    for value in given:
        name = value.text.literal if isinstance(value, Str) else None
        if name is None:
            continue
        values: Values = ()
        paths = set(frame.tools.announcers(WORKER_TASK + name))
        if len(paths) == 1 and (module := frame.engine.program.load(paths.pop())) is not None:
            function = next((function for stated, function in worker_tasks_in(frame.tools.files[module.path].text or "") if stated == name), None)
            frame.engine.ensure(module)
            values = frame.member(frame.import_module(module.name, node), function, node) if function is not None else ()
        elif not paths and _DOTTED.fullmatch(name):
            outer, _, last = name.rpartition(".")
            known = frame.engine.program.find(outer, frame.module) is not None
            values = frame.member(frame.import_module(outer, node), last, node) if known else ()
        found += [one for one in values if isinstance(one, Func)]
    return tuple(found)
