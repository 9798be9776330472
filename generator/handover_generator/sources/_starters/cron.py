"""crontab files, cron.d fragments with a user column, folders that cron empties by name, cron lines inside other files."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines, unquoted

_FIELD = r"(?:\*|\d|[A-Za-z]{3}\b|H)[\dA-Za-z*,/\-#()]*"
_LINE = regex(rf"\s*((?:{_FIELD}\s+){{4}}{_FIELD}|@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly))\s+"
              r"(?:([a-z_][\w-]*)\s+(?=\S))?\S")
_ANACRON = regex(r"\s*(\d+|@\w+)\s+\d+\s+[\w.-]+\s+\S")
_INSIDE = regex(r"(?<![\w*/])((?:(?:\*|\d)[\d*,/\-]*\s+){4}(?:\*|\d|(?:sun|mon|tue|wed|thu|fri|sat)\b)[\w*,/\-]*)(?=\s+\S)",
                re.IGNORECASE)
_ZONE = regex(r"\s*(?:CRON_TZ|TZ)\s*=\s*(\S+)")
_BY_NAME = {"cron.hourly": "@hourly", "cron.daily": "@daily", "cron.weekly": "@weekly", "cron.monthly": "@monthly"}
_PLAIN_SUFFIX = regex(r"(?:\A[^.]*|\.(?:cron|crontab|tab|txt|j2|jinja2?|erb|tmpl|tpl|template|conf|dist|sample|prod\w*|staging|d))\Z",
                      re.IGNORECASE)
_OF_ANY_TEMPLATE = regex(r"crontab\.(?!(?:pyc?|rb|[jt]s|go|php|java|rs|pl|[ch]|sh|bash|md|rst|adoc|html?|css|json|ya?ml|xml|ini|csv|sql)\Z)[\w-]+")
"""What people call a crontab that something fills in first; no program, page or table."""
# Programs that stand first in a line; everything else there is the user column.
_PROGRAMS = frozenset(("python", "python3", "python2", "bash", "sh", "cd", "env", "nice", "ionice", "flock", "timeout", "php", "perl",
                       "ruby", "node", "docker", "sudo",
                       "curl", "wget", "test", "make", "find", "rm", "run-parts", "psql", "echo", "source", "exec", "chronic", "uv",
                       "poetry", "pipenv", "date"))


def is_crontab(path: str, text: str) -> bool:
    """Whether a file is a crontab: its name or folder says cron, and a line looks like one."""
    parts = path.lower().split("/")
    if not any("cron" in part for part in parts[-2:]) or not (_PLAIN_SUFFIX.search(parts[-1]) or _OF_ANY_TEMPLATE.fullmatch(parts[-1])):
        return False
    line_of = _ANACRON if _is_anacrontab(path) else _LINE
    return any(line_of.match(line) for line in text.split("\n") if not line.lstrip().startswith("#"))


def read_crontab(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """Schedule, user and time zone of each line; lines that set variables start nothing."""
    zones: list[tuple[int, str]] = [(number, unquoted(match.group(1))) for number,
                                    row in enumerate(lines.rows, 1) if (match := _ZONE.match(row))]

    def context(number: int) -> Context | None:
        row = lines.row(number)
        if _is_anacrontab(path):
            days = _ANACRON.match(row)
            return Context("cron", (_every(days.group(1)),)) if days else None
        match = _LINE.match(row)
        if match is None:
            return None
        zone = next((name for at, name in reversed(zones) if at < number), None)
        user = match.group(2)
        detail = f"as {user}" if user and user not in _PROGRAMS and "/" in row[match.end(2):] and _has_user_column(path) else ""
        return Context("cron", (" ".join(match.group(1).split()),), zone, detail)

    return context


def _every(days: str) -> str:
    return "@daily" if days == "1" else f"every {days} days" if days.isdigit() else days


def _is_anacrontab(path: str) -> bool:
    return "anacrontab" in path.rpartition("/")[2].lower()


def _has_user_column(path: str) -> bool:
    lowered = path.lower()
    return "cron.d/" in lowered or lowered.endswith(("etc/crontab", "/crontab")) or lowered == "crontab"


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
