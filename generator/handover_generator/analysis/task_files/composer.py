"""Scripts of a composer.json (https://getcomposer.org/doc/articles/scripts.md): ``composer name``."""

from __future__ import annotations

import json
from typing import Any

from handover_generator.analysis.task_files.steps import Step, Task, TaskFile, place, plain, table_of
from handover_generator.model.text import Text


def _read(text: str) -> dict[str, Task]:
    if '"scripts"' not in text:
        return {}
    try:
        scripts = table_of(json.loads(text), "scripts")
    except (ValueError, RecursionError):
        return {}
    return {name: _task(name, said, text) for name, said in scripts.items()}


def _task(name: str, said: Any, text: str) -> Task:
    def steps() -> list[Step]:
        line = place(text, "scripts", name)
        rows = said if isinstance(said, list) else [said]
        return [step for row in rows if isinstance(row, str) and (step := _step(row, line)) is not None]

    return plain(steps)


def _step(row: str, line: int) -> Step | None:
    if row.startswith("@putenv "):
        return None
    if row.startswith(("@php ", "@composer ")):
        return Step("line", Text.of(row[1:]), line)
    if row.startswith("@"):
        return Step("task", Text.of(row[1:]), line)
    return Step("unseen" if "::" in row and " " not in row else "line", Text.of(row), line)


FILE = TaskFile(("composer.json",), _read)
