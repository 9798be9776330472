"""Services of systemd, and the timers that start them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines
from handover_generator.sources._starters.kind import StarterKind, Times, TimesElsewhere

_UNIT = regex(r"\.service(?:\.(?:j2|jinja2|erb|in|tmpl|tpl|template))?\Z")
_SECTION = regex(r"^\[Service\]\s*\n(?:(?!\[).*\n)*?Exec\w+\s*=", re.MULTILINE)
_ZONE = regex(r"\s((?:[A-Z]\w+/[\w/+-]+)|UTC)\Z")


def is_unit(path: str, text: str) -> bool:
    """Whether a text is a systemd service: by its path, template extensions left aside, or by its sections. A script named so is none."""
    if text.startswith("#!"):
        return False
    return bool(_UNIT.search(path)) or ("Exec" in text and "[Service]" in text and bool(_SECTION.search(text)))


def is_timer(path: str) -> bool:
    """Whether a path is that of a timer, or of a template of one."""
    return ".timer" in path.rpartition("/")[2]


def times_of(path: str, timers: Mapping[str, str]) -> Times:
    """The times of a service: those of the timer of the same name, or of one whose ``Unit=`` names it."""
    name = path.rpartition("/")[2].split(".service")[0]
    schedules: list[str] = []
    zone = None
    for timer, text in sorted(timers.items()):
        unit = re.search(r"^\s*Unit\s*=\s*(\S+)", text, re.MULTILINE)
        wanted = unit.group(1).removesuffix(".service") if unit else timer.rpartition("/")[2].split(".timer")[0]
        if wanted != name:
            continue
        for key, value in re.findall(r"^\s*(OnCalendar|OnUnitActiveSec|OnUnitInactiveSec|OnBootSec|OnStartupSec)\s*=\s*(.+?)\s*$", text,
                                     re.MULTILINE):
            stated = _ZONE.search(value) if key == "OnCalendar" else None
            zone = stated.group(1) if stated else zone
            schedules.append(value if key == "OnCalendar" else {"OnBootSec": f"{value} after start",
                                                                "OnStartupSec": f"{value} after start"}.get(key, f"every {value}"))
    return tuple(dict.fromkeys(schedules)), zone


def read_unit(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The Exec lines of a service."""

    def context(number: int) -> Context | None:
        match = re.match(r"\s*(Exec\w+)\s*=", lines.row(number)) or _continued(lines, number)
        return Context("systemd", detail=match.group(1)) if match else None

    return context


def _continued(lines: Lines, number: int) -> re.Match[str] | None:
    at = number - 1
    while at > 0 and lines.row(at).rstrip().endswith("\\"):
        match = re.match(r"\s*(Exec\w+)\s*=", lines.row(at))
        if match:
            return match
        at -= 1
    return None


STARTER = StarterKind(fits=is_unit, read=read_unit, order=30, times=TimesElsewhere(stand_in=is_timer, of=times_of))
