"""Justfiles: each recipe that people run by name (``just reset-db``)."""

from __future__ import annotations

from handover_generator.analysis.task_files import just
from handover_generator.languages import _recipes

LANGUAGE = _recipes.of_task_file("just", just.FILE, "--justfile")
