"""Beat schedules of Celery: which module holds the task, and when it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from handover_generator.model.inventory import Starter
from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Lines
from handover_generator.sources._starters.kind import Row, Searched, StarterKind
from handover_generator.sources._starters.names import Names
from handover_generator.sources._starters.periodic import ADDS, periodic_tasks
from handover_generator.sources._starters.times import crontab_text

_TASK = regex(r"[\"']task[\"']\s*:\s*[\"']([A-Za-z_][\w.-]*)[\"']|\btask\s*=\s*[\"']([A-Za-z_][\w.-]*)[\"']")
_SCHEDULE = regex(r"[\"']schedule[\"']\s*:\s*(.+?),?\s*\Z|\bschedule\s*=\s*(.+?),?\s*\Z")
_MOST_LINES = 9
"""Lines of one schedule."""
_ZONE = regex(r"(?:\b|_)TIMEZONE\s*=\s*[\"']([\w/+-]+)[\"']|\btimezone\s*=\s*[\"']([\w/+-]+)[\"']", re.IGNORECASE)


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


def _find(searched: Searched) -> Iterator[Row]:
    path, names = searched.path, searched.names
    if searched.language != "Python" or not holds_beat(searched.text):
        return
    for candidate, number, schedule, zone, task in beat_tasks(path, searched.lines, names, searched.workers):
        if candidate != path:
            yield candidate, Starter(path=path, line=number, kind="celery", schedule=schedule, zone=zone, detail="beat schedule", command=task)
    for candidate, number, task, written in periodic_tasks(path, searched.text, names) if ADDS in searched.text and not searched.test else ():
        yield candidate, Starter(path=path, line=number, kind="celery", schedule=crontab_text(written), detail="beat schedule", command=task)


STARTER = StarterKind(find=_find)
