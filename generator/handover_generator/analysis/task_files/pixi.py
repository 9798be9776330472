"""Tasks of pixi.toml: ``pixi run name``, those of its features among them."""

from __future__ import annotations

from handover_generator.analysis.task_files.steps import Task, TaskFile, table_of, tasks_in
from handover_generator.analysis.task_files.toml import load


def _read(text: str) -> dict[str, Task]:
    data = load(text, "tasks")
    found: dict[str, Task] = {}
    for feature in table_of(data, "feature"):
        found |= tasks_in(table_of(data, "feature", feature, "tasks"), text, feature, "tasks")
    return found | tasks_in(table_of(data, "tasks"), text, "tasks")


FILE = TaskFile(("pixi.toml",), _read, or_words=True)
