"""Tasks of a queue that are named rather than imported (``app.send_task("clean-up")``, ``queue.enqueue("shop.jobs.clean_up")``), and those that
something is asked for by their function (``request.task(clean_up).delay()``).
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.analysis.tasks import worker_tasks_in
from handover_generator.languages._python.strings import items_of
from handover_generator.languages._python.values import Api, Func, Partial, Str, Values
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Arguments, Frame

WORKER_TASK = "worker task "
"""Begins the announcement of a task that was given a name of its own."""
WORKERS = ("celery", "Celery", "()")
"""Path under which the catalogue holds an application of Celery."""
GIVES_TASK = frozenset({"task", "get_task"})
"""How that is called which gives the task that was made of a function."""
CANVAS = frozenset(f"celery.{module}{name}" for module in ("", "canvas.") for name in ("group", "chain", "chord"))
"""What makes one message of several."""
SENDS_SIGNED = frozenset({"delay", "apply_async", "apply", "delay_on_commit", "apply_async_on_commit"})
"""What is done with a message that was only put together."""
SCHEDULES = frozenset({"add_periodic_task"})
"""What a message is given to that the clock of a worker sends (``app.add_periodic_task(crontab(), clean_up.s())``)."""
_OF_SIGNED = SENDS_SIGNED | {"set", "on_error", "link", "link_error", "clone", "freeze"}
_MESSAGE = ("celery.queued()", ".signature()", ".subtask()", ".Signature()")
_DECORATORS = frozenset({"task", "shared_task", "periodic_task", "actor", "job"})
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


def task_of(frame: Frame, arguments: Arguments) -> tuple[Values, bool]:
    """The tasks of the functions that are given, bound as a worker binds them, and whether all of them are declared as tasks. Empty where another
    thing than a function may be given.
    """
    given = arguments.get(0) or ()
    functions = [value for value in given if isinstance(value, Func) and isinstance(value.info.node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    if not functions or len(functions) < len(given):
        return (), False
    declared = [declaration(one.info.node) for one in functions]
    task = Api(frame.engine.task_state, "celery.Task()")
    tasks = tuple(Func(one.info, task, one.closure) if how is not None and is_bound(how) and not one.info.given else one
                  for one, how in zip(functions, declared, strict=True))
    return tasks, None not in declared


def declaration(function: ast.AST) -> ast.expr | None:
    """The decorator that makes a function a task; None where there is none."""
    for decorator in function.decorator_list if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) else ():
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
        if name in _DECORATORS:
            return decorator
    return None


def is_signed(value: Partial, name: str) -> bool:
    """Whether a member of a function with arguments is one of a message: the function is a task."""
    target = value.target
    return name in _OF_SIGNED and isinstance(target, Func) and declaration((target.origin or target.info).node) is not None


def is_bound(decorator: ast.expr) -> bool:
    """Whether a task is given itself first (``bind=True``)."""
    return constant_of(decorator, "bind") is True


def constant_of(decorator: ast.expr, keyword: str) -> object:
    """The constant that a decorator is given under a keyword; None where it is given none."""
    value = next((one.value for one in decorator.keywords if one.arg == keyword), None) if isinstance(decorator, ast.Call) else None
    return value.value if isinstance(value, ast.Constant) else None


def of_messages(arguments: Arguments) -> Values:
    """What ``group``, ``chain`` and ``chord`` make of messages that were told where each was made: one of them. Empty where others are given."""
    given = [value for values in arguments.every() for value in items_of(values) or values]
    told = bool(given) and all(isinstance(value, Partial) or (isinstance(value, Api) and value.path.endswith(_MESSAGE)) for value in given)
    signed = tuple(dict.fromkeys(value for value in given if isinstance(value, Partial)))
    return signed or (given[0],) if told else ()
