"""crontab files, cron.d fragments with a user column, anacrontabs."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines, unquoted
from handover_generator.sources._starters.kind import StarterKind

_FIELD = r"(?:\*|\d|[A-Za-z]{3}\b|H)[\dA-Za-z*,/\-#()]*"
_LINE = regex(rf"\s*((?:{_FIELD}\s+){{4}}{_FIELD}|@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly))\s+"
              r"(?:([a-z_][\w-]*)\s+(?=\S))?\S")
_ANACRON = regex(r"\s*(\d+|@\w+)\s+\d+\s+[\w.-]+\s+\S")
_ZONE = regex(r"\s*(?:CRON_TZ|TZ)\s*=\s*(\S+)")
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


STARTER = StarterKind(fits=is_crontab, read=read_crontab, order=45)
