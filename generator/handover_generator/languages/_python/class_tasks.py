"""Tasks of Celery that are classes: ``class Wipe(Task)`` with a ``run``, registered as an object, called or put into the queue like a function."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.rows import worker_arguments
from handover_generator.languages._python.values import Api, Cls, Func, Inst, Values, join
from handover_generator.model.behaviour import IN_WORKER, Act, Action
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Frame

_BASE = regex(r"celery\.(?:.*\.)?(?:\w*Task)\Z")
_RUN = "run"
_QUEUED = {"delay": False, "delay_on_commit": False, "apply_async": True, "apply_async_on_commit": True, "s": False, "si": False, "signature": True,
           "subtask": True}
"""What puts a task into the queue, or makes the message that somebody sends: whether it is given the arguments as one sequence and one dictionary."""
_REGISTER = "register_task"


def task_run(info: ClassInfo) -> tuple[ClassInfo, Values] | None:
    """The method in which a class of the repository does what it is a task for; None where it is none."""
    return info.find(_RUN) if any(_BASE.match(base.path) for base in info.external_bases()) else None


def run_task(frame: Frame, task: Inst, arguments: Arguments, node: ast.AST) -> Values | None:
    """What calling such a task gives; None where it is none."""
    found = task_run(task.info)
    if found is None:
        return None
    return join(*(frame.call_value(function, arguments, node, spawn=True) for function in frame.bound(_RUN, found[1], task, self_node=None)
                  if isinstance(function, Func)))


def task_asked(frame: Frame, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    """What ``Wipe().delay(1)`` gives, and ``Wipe().apply([1])``; None for anything else."""
    name = function.items[-1] if function.items else ""
    if function.kin is None or (name not in _QUEUED and name != "apply") or task_run(function.kin.info) is None:
        return None
    given = worker_arguments(arguments, by_place=True) if _QUEUED.get(name, True) else arguments
    if name == "apply":                                      # here and now
        return run_task(frame, function.kin, given, node)
    job = function.kin.info.name
    frame.emit(Act(resource="queue", action=Action.SEND, what=f"queues the job {job}", at=frame.at(node), target=job, condition=frame.condition))
    frame.conditions.append(IN_WORKER)
    run_task(frame, function.kin, given, node)
    frame.conditions.pop()
    state = frame.tools.api_root
    for part in ("celery", "queued", "()"):
        state = frame.tools.api_step(state, part)
    return (Api(state, "celery.queued()"),)


def registered_task(function: Api, arguments: Arguments) -> Values | None:
    """What ``app.register_task(Wipe())`` gives: that task, an object of it where a class is given. None for anything else."""
    if function.items[-1:] != (_REGISTER,) or not function.path.startswith("celery."):
        return None
    given = arguments.get(0, "task") or ()
    return tuple(Inst(value.info) if isinstance(value, Cls) else value for value in given) or None
