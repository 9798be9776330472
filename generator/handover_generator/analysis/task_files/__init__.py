"""Files in which a project gives names to what its people run: ``just reset-db``, ``pdm run seed``. One module a format."""

from __future__ import annotations

from collections.abc import Mapping

from handover_generator.analysis.task_files import composer, go_task, just, mise, pipfile, pixi, pyproject
from handover_generator.analysis.task_files.steps import Step, Task, TaskFile

__all__ = ["FORMATS", "Step", "Task", "TaskFile"]

FORMATS: Mapping[str, tuple[TaskFile, ...]] = {
    "just": (just.FILE,),
    "task": (go_task.FILE, pyproject.TASKIPY),
    "mise": (mise.FILE,),
    "poe": (pyproject.POE,),
    "composer": (composer.FILE,),
    "python": (pyproject.RUN, pyproject.HATCH, pipfile.FILE, pixi.FILE),
}
"""The files that a row's ``of`` stands for, in the order in which they are looked for."""
