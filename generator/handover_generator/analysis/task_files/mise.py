"""Tasks of mise.toml: ``mise run name``."""

from __future__ import annotations

from handover_generator.analysis.task_files.steps import Task, TaskFile, table_of, tasks_in
from handover_generator.analysis.task_files.toml import load


def _read(text: str) -> dict[str, Task]:
    return tasks_in(table_of(load(text, "tasks"), "tasks"), text, "tasks")


FILE = TaskFile(("mise.toml", ".mise.toml"), _read)
