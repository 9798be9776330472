"""Tasks of a Taskfile (https://taskfile.dev/reference/schema)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handover_generator.analysis.task_files.steps import Step, Task, TaskFile, asked, filled, place, table_of
from handover_generator.errors import ConfigurationError
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace
from handover_generator.strict_yaml import parse

_REFERENCE = re.compile(r"\{\{-?\s*\.?([A-Za-z_]\w*)?[^{}]*\}\}")


def _load(text: str) -> Any:
    try:
        return parse(text, "Taskfile").data
    except ConfigurationError:
        return {}


def elsewhere(text: str, name: str) -> tuple[list[str], str] | None:
    """``task db:reset`` is the task of an included file."""
    prefix, sign, task = name.partition(":")
    said = table_of(_load(text), "includes").get(prefix) if sign and "includes:" in text else None
    path = said.get("taskfile") if isinstance(said, dict) else said
    if not isinstance(path, str):
        return None
    return [path, *(f"{path.rstrip('/')}/{each}" for each in _NAMES)], task


def read(text: str) -> dict[str, Task]:
    """The tasks of a Taskfile."""
    if "tasks:" not in text:
        return {}
    data = _load(text)
    of_all = _variables(table_of(data, "vars"), {})
    return {name: _task(said, of_all, text, name) for name, said in table_of(data, "tasks").items()}


_NAMES = ("Taskfile.yml", "taskfile.yml", "Taskfile.yaml", "taskfile.yaml", "Taskfile.dist.yml", "Taskfile.dist.yaml")
FILE = TaskFile(_NAMES, read, shared=True, elsewhere=elsewhere)


def _task(said: Any, of_all: Mapping[str, Text], text: str, name: str) -> Task:
    def steps(arguments: Sequence[Text], given: Mapping[str, Text]) -> list[Step]:
        line = place(text, "tasks", name)
        values = _variables(table_of(said, "vars"), {**of_all, **given, "CLI_ARGS": Text.join(" ", arguments)})
        commands = said.get("cmds", said.get("cmd")) if isinstance(said, dict) else said
        needs = said.get("deps") if isinstance(said, dict) else None
        found = _before(said, values, line) if isinstance(said, dict) else []
        found += [step for item in (needs if isinstance(needs, list) else ()) for step in _step(item, values, line, named=True)]
        return found + [step for item in (commands if isinstance(commands, list) else (commands,)) for step in _step(item, values, line, named=False)]

    says = said.get("desc", said.get("summary")) if isinstance(said, dict) else None
    hidden = isinstance(said, dict) and said.get("internal") is True
    return Task(steps, line=place(text, "tasks", name), says=says.strip().partition("\n")[0] if isinstance(says, str) else "", hidden=hidden)


def _before(said: Mapping[str, Any], values: Mapping[str, Text], line: int) -> list[Step]:
    """What stands before a task: questions that a person is asked, and commands that must go well."""
    questions, conditions = said.get("prompt"), said.get("preconditions")
    found = [asked(question, line) for question in (questions if isinstance(questions, list) else [questions]) if isinstance(question, str)]
    for each in conditions if isinstance(conditions, list) else ():
        command = each.get("sh") if isinstance(each, dict) else each
        found += [Step("line", filled(command, _REFERENCE, values), line)] if isinstance(command, str) else []
    return found


def _step(item: Any, values: Mapping[str, Text], line: int, *, named: bool) -> list[Step]:
    if isinstance(item, str):
        return [Step("task" if named else "line", filled(item, _REFERENCE, values), line)]
    if not isinstance(item, dict):
        return []
    if isinstance(item.get("task"), str):
        given = " ".join(f"{name}={value}" for name, value in table_of(item, "vars").items() if isinstance(value, str) and " " not in value)
        return [Step("task", filled(f"{item['task']} {given}".strip(), _REFERENCE, values), line)]
    command = item.get("cmd", item.get("defer"))
    made = _step(command, values, line, named=False) if command is not None else []
    return [replace(step, may_fail=True) for step in made] if item.get("ignore_error") is True or "defer" in item else made


def _variables(table: Mapping[str, Any], around: Mapping[str, Text]) -> dict[str, Text]:
    found: dict[str, Text] = dict(around)
    for name, value in table.items():
        found[name] = filled(str(value), _REFERENCE, found) if isinstance(value, (str, int, float)) else Text.of(Hole("unknown", name))
    return found
