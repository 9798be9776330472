"""Taskfiles: each task that people run by name (``task reset-db``)."""

from __future__ import annotations

from handover_generator.analysis.task_files import go_task
from handover_generator.languages import _recipes

LANGUAGE = _recipes.of_task_file("task", go_task.FILE, "--taskfile")
