"""Tasks of Celery with names of their own, and who holds each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handover_generator.analysis.tasks import worker_tasks_in
from handover_generator.model.source import SourceFile


def named_tasks(files: Mapping[str, SourceFile], candidates: Iterable[str]) -> dict[str, str]:
    """The candidate that holds each task with a name of its own (``@app.task(name="clean-up")``); names that several hold are left out."""
    found: dict[str, str | None] = {}
    for path in sorted(candidates):
        for name, _ in worker_tasks_in((files[path].text or "") if path.endswith(".py") else ""):
            found[name] = path if found.get(name, path) == path else None
    return {name: path for name, path in found.items() if path is not None}
