"""Beat schedules of Celery: which module holds the task, and when it runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from handover_generator.analysis.tasks import worker_tasks_in
from handover_generator.model.source import SourceFile
from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Lines
from handover_generator.sources._starters.names import Names

_TASK = regex(r"[\"']task[\"']\s*:\s*[\"']([A-Za-z_][\w.-]*)[\"']|\btask\s*=\s*[\"']([A-Za-z_][\w.-]*)[\"']")
_SCHEDULE = regex(r"[\"']schedule[\"']\s*:\s*(.+?),?\s*\Z|\bschedule\s*=\s*(.+?),?\s*\Z")
_MOST_LINES = 9
"""Lines of one schedule."""
_ZONE = regex(r"(?:\b|_)TIMEZONE\s*=\s*[\"']([\w/+-]+)[\"']|\btimezone\s*=\s*[\"']([\w/+-]+)[\"']", re.IGNORECASE)


def named_tasks(files: Mapping[str, SourceFile], candidates: Iterable[str]) -> dict[str, str]:
    """The candidate that holds each task with a name of its own (``@app.task(name="clean-up")``); names that several hold are left out."""
    found: dict[str, str | None] = {}
    for path in sorted(candidates):
        for name, _ in worker_tasks_in((files[path].text or "") if path.endswith(".py") else ""):
            found[name] = path if found.get(name, path) == path else None
    return {name: path for name, path in found.items() if path is not None}


def holds_beat(text: str) -> bool:
    """Whether a Python text sets a beat schedule."""
    return "beat_schedule" in text.lower() or "CELERYBEAT_SCHEDULE" in text or "add_periodic_task" in text or "PeriodicTask" in text


def beat_tasks(path: str, lines: Lines, names: Names, named: Mapping[str, str]) -> Iterator[tuple[str, int, str | None, str | None, str]]:
    """(candidate, line, schedule, zone, task) of every task of a beat schedule whose module is a candidate. ``named``: from ``named_tasks``."""
    stated = _ZONE.search(lines.text)
    zone = (stated.group(1) or stated.group(2)) if stated else None
    for number, row in enumerate(lines.rows, 1):
        match = _TASK.search(row)
        task = (match.group(1) or match.group(2)) if match else ""
        candidate = named.get(task) or _holder(task, path, names)
        if candidate is None:
            continue
        schedule = None
        for step in (0, 1, -1, 2, -2, 3, -3):
            found = _SCHEDULE.search(lines.row(number + step).strip())
            if found and (step == 0 or not _crosses(lines, number, step)):
                schedule = crontab_text(_whole((found.group(1) or found.group(2)).strip(), lines, number + step))
                break
        yield candidate, number, schedule, zone, task


def _whole(expression: str, lines: Lines, number: int) -> str:
    """An expression that begins in a line, with the lines behind it as far as brackets are open."""
    for behind in range(1, _MOST_LINES):
        if expression.count("(") <= expression.count(")"):
            break
        expression += " " + lines.row(number + behind).partition("#")[0].strip()
    return expression


def _holder(task: str, path: str, names: Names) -> str | None:
    """The module of a task: its name without the function, or all of it where the task was given its module's name."""
    outer = task.rpartition(".")[0]
    if not outer:
        return None
    found = names.module(task, path) or names.module(outer, path)
    if found is None and task.count(".") > 1:                # "commands.clean" for app.commands.clean
        ending = [module for module in names.dotted if module.endswith("." + task)]
        found = names.modules[ending[0]] if len(ending) == 1 else None
    return found


def _crosses(lines: Lines, number: int, step: int) -> bool:
    between = [lines.row(at) for at in range(min(number, number + step), max(number, number + step) + 1)]
    return any(re.match(r"\s*[}\])]", row) for row in between)


def crontab_text(expression: str) -> str:
    """``crontab(minute=0, hour=3)`` as ``0 3 * * *``; anything else verbatim. What closes brackets that were opened before does not belong to it."""
    depth = 0
    for index, character in enumerate(expression):
        depth += (character in "([{") - (character in ")]}")
        if depth < 0 or (depth == 0 and character == ","):
            expression = expression[:index].rstrip()
            break
    try:
        node = ast.parse(expression.rstrip(","), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return expression
    if isinstance(node, ast.Call) and (node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")) == "crontab":
        order = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")
        values = dict(zip(("minute", "hour", "day_of_week", "day_of_month", "month_of_year"), node.args, strict=False))
        values |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        texts = {key: str(value.value) for key, value in values.items() if isinstance(value, ast.Constant)}
        if len(texts) == len(values):
            return " ".join(texts.get(key, "*") for key in order)
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return f"every {node.value:g} seconds"
    return expression
