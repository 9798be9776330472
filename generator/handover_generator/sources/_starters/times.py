"""Times as they are written inside of other texts: cron expressions, rules of a cloud, calls, folders that cron empties by name."""

from __future__ import annotations

import ast
import re

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Lines

_INSIDE = regex(r"(?<![\w*/])((?:(?:\*|\d)[\d*,/\-]*\s+){4}(?:\*|\d|(?:sun|mon|tue|wed|thu|fri|sat)\b)[\w*,/\-]*)(?=\s+\S)",
                re.IGNORECASE)
_BY_NAME = {"cron.hourly": "@hourly", "cron.daily": "@daily", "cron.weekly": "@weekly", "cron.monthly": "@monthly"}


def schedule_of_folder(path: str) -> str | None:
    """``@daily`` for a file in ``cron.daily``, and so on; None elsewhere."""
    parts = path.split("/")
    return next((_BY_NAME[part] for part in reversed(parts[:-1]) if part in _BY_NAME), None)


_FOLDER_NAMED = regex(r"/(cron\.(?:hourly|daily|weekly|monthly))(?:/|[\s\"']|\Z)")
_PUTS = regex(r"(?:\A|[\s(])(?:ln|cp|mv|install|rsync|COPY|ADD)\s")
_ENDS_COMMAND = regex(r"[;&|]")


def folder_named(text: str) -> str | None:
    """``@daily`` for a text in which ``/etc/cron.daily`` is named, and so on; None for any other."""
    match = _FOLDER_NAMED.search(text)
    return _BY_NAME[match.group(1)] if match is not None else None


def put_into_folder(before: str, behind: str) -> str | None:
    """The time at which cron runs what a line puts into one of its folders: ``ln -s "$HERE/night.sh" /etc/cron.daily/night``.

    ``before``, ``behind``: the line up to a path, and from there on.
    """
    if "cron." not in behind or _PUTS.search(_ENDS_COMMAND.split(before)[-1]) is None:
        return None
    return folder_named(_ENDS_COMMAND.split(behind, maxsplit=1)[0])


def cron_inside(row: str) -> str | None:
    """A cron expression within a line of another file (``echo "0 3 * * * /x" | crontab -``), verbatim, or None."""
    match = _INSIDE.search(row) if "*" in row else None
    return " ".join(match.group(1).split()) if match and "*" in match.group(1) else None


RATE = regex(r"[\"']?(?:schedule_expression|ScheduleExpression|Schedule|schedule|rate"
              r"|schedule_interval|crons?(?=\s*=))[\"']?\s*[:=]\s*+(\S(?:.*[^\s,])?)")
"""A setting that states when a cloud starts something."""
_CLOUD = regex(r"\b(?:cron|rate|at)\(\s*[\d*?][^)\n]{1,60}\)")


def cloud_schedule(lines: Lines, number: int, reach: int = 8) -> str | None:
    """The ``cron(...)`` or ``rate(...)`` expression of a cloud event rule that stands nearest to a line, in the same paragraph where one does, else
    above it; None if none is near.
    """
    paragraph: tuple[list[int], list[int]] = [], []
    for rows, step in zip(paragraph, (-1, 1), strict=True):
        for at in range(number if step < 0 else number + 1, number + step * (reach + 1), step):
            if not lines.row(at).strip():
                break
            rows.append(at)
    near = sorted((*paragraph[0], *paragraph[1]), key=lambda at: (abs(at - number), at))
    for at in (*near, *range(number - len(paragraph[0]), number - reach - 1, -1)):
        match = _CLOUD.search(lines.row(at))
        if match:
            return match.group(0)
    return None


def crontab_text(expression: str) -> str:
    """``crontab(minute=0, hour=3)`` as ``0 3 * * *``, ``timedelta(minutes=5)`` as ``every 5 minutes``; anything else verbatim.

    What closes brackets that were opened before does not belong to it.
    """
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
    called = (node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
    if isinstance(node, ast.Call) and called == "timedelta":
        return _every(node) or expression
    if isinstance(node, ast.Call) and called == "crontab":
        order = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")
        values = dict(zip(("minute", "hour", "day_of_week", "day_of_month", "month_of_year"), node.args, strict=False))
        values |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        texts = {key: "".join(str(value.value).split()) for key, value in values.items() if isinstance(value, ast.Constant)}
        if len(texts) == len(values):
            return " ".join(texts.get(key, "*") for key in order)
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return f"every {node.value:g} seconds"
    return expression


def _every(call: ast.Call) -> str:
    """``timedelta(hours=1, minutes=30)`` as ``every 1 hour 30 minutes``; '' where a part of it is computed."""
    given = dict(zip(("days", "seconds"), call.args, strict=False)) | {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    parts = [(unit, value.value) for unit, value in given.items() if isinstance(value, ast.Constant) and isinstance(value.value, (int, float))]
    if not parts or len(parts) != len(call.args) + len(call.keywords):
        return ""
    return "every " + " ".join(f"{number:g} {unit.removesuffix('s') if number == 1 else unit}" for unit, number in parts)
