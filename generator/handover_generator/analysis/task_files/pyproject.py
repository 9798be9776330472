"""Tasks that tools for Python keep in pyproject.toml: pdm, rye, hatch, poe, taskipy."""

from __future__ import annotations

from typing import Any

from handover_generator.analysis.task_files.steps import Task, TaskFile, table_of, tasks_in
from handover_generator.analysis.task_files.toml import load

_NAMES = ("pyproject.toml",)


def _run(text: str) -> dict[str, Task]:
    data = load(text, "scripts", "tasks")
    found: dict[str, Task] = {}
    for keys in (("tool", "pdm", "scripts"), ("tool", "rye", "scripts"), ("tool", "pixi", "tasks")):
        found |= tasks_in(table_of(data, *keys), text, *keys[1:])
    return found | _of_environments(table_of(data, "tool", "hatch", "envs"), text)


def _poe(text: str) -> dict[str, Task]:
    return tasks_in(table_of(load(text, "poe"), "tool", "poe", "tasks"), text, "poe", "tasks")


def _taskipy(text: str) -> dict[str, Task]:
    return tasks_in(table_of(load(text, "taskipy"), "tool", "taskipy", "tasks"), text, "taskipy", "tasks")


def _hatch(text: str) -> dict[str, Task]:
    return _of_environments(table_of(load(text, "scripts"), "envs"), text)


def _of_environments(environments: dict[str, Any], text: str) -> dict[str, Task]:
    """``hatch run name`` is of the environment called default, which the others take from; ``hatch run other:name`` of another."""
    shared = table_of(environments, "default", "scripts")
    found = tasks_in(shared, text, "default", "scripts")
    for environment in environments:
        own = table_of(environments, environment, "scripts")
        made = tasks_in(shared | own, text, *((environment, "scripts") if own else ("default", "scripts")))
        found |= {f"{environment}:{name}": task for name, task in made.items()}
    return found


RUN = TaskFile(_NAMES, _run, or_words=True)
HATCH = TaskFile(("hatch.toml",), _hatch, or_words=True)
POE = TaskFile(_NAMES, _poe)
TASKIPY = TaskFile(_NAMES, _taskipy)
