"""systemd units and timers, supervisor and other service files, Procfiles, Makefiles."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines

_MAKEFILE = regex(r"(?:\A|/)(?:(?:GNU)?[Mm]akefile(?:\.[\w.-]+|-[\w-]+(?:\.(?:j2|jinja2?|in|inc|tmpl|tpl|template))?)?"
                  r"|[\w.-]+\.(?:mk|mak|make))\Z")
_PROCFILE = regex(r"(?:\A|/)(?:Procfile(?:[._-][\w.-]+)?|heroku\.ya?ml)\Z")
_UNIT = regex(r"\.service(?:\.(?:j2|jinja2|erb|in|tmpl|tpl|template))?\Z")
_SERVICE_FOLDER = regex(r"(?:s6-rc\.d|services\.d|service|sv)/[^/]+/(?:up|down|run|finish)\Z")
_SECTION = regex(r"^\[Service\]\s*\n(?:(?!\[).*\n)*?Exec\w+\s*=", re.MULTILINE)
_TARGET = regex(r"([\w./%$(){}+@ -]+?)\s*(?:[\w\s=*'\"-]*)::?(?![=:])")
_ZONE = regex(r"\s((?:[A-Z]\w+/[\w/+-]+)|UTC)\Z")


def is_makefile(path: str) -> bool:
    """Whether a path holds make targets."""
    return bool(_MAKEFILE.search(path))


def read_makefile(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The target that each line belongs to."""

    def context(number: int) -> Context | None:
        for at in range(number, 0, -1):
            row = lines.row(at)
            if row.startswith(("\t", " ", "#")) or not row.strip():
                continue
            match = re.match(r"([^\s:=#?+!][^:=#]*?)\s*:(?![=:])", row)
            if match:
                target = match.group(1).split()[0]
                return Context("make", detail="" if target.startswith(".") else f"target {target}")
            if at == number:
                return Context("make")
        return Context("make")

    return context


def is_procfile(path: str) -> bool:
    """Whether a path is a Procfile, or what Heroku reads in its place for images."""
    return bool(_PROCFILE.search(path))


def read_procfile(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The process type of each line."""

    def context(number: int) -> Context | None:
        match = re.match(r"\s*([\w-]+)\s*:", lines.row(number))
        return Context("procfile", detail=f"process {match.group(1)}") if match else None

    return context


def is_service_folder(path: str, text: str) -> bool:
    """Whether a text is the command line of a service that s6 starts: it is named for what it does there, or written for execline."""
    return bool(_SERVICE_FOLDER.search(path)) and (not text.startswith("#!") or "execlineb" in text.partition("\n")[0])


def read_service_folder(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The service that each line belongs to: it is called as its folder is."""
    service = path.split("/")[-2]
    return lambda number: Context("config", detail=f"service {service}")


def is_unit(path: str, text: str) -> bool:
    """Whether a text is a systemd service: by its path, template extensions left aside, or by its sections. A script named so is none."""
    if text.startswith("#!"):
        return False
    return bool(_UNIT.search(path)) or ("Exec" in text and "[Service]" in text and bool(_SECTION.search(text)))


def read_unit(path: str, lines: Lines, files: Mapping[str, str]) -> Callable[[int], Context | None]:
    """The Exec lines of a service; schedules come from the timer of the same name, or one whose ``Unit=`` names it.

    Args:
        files: path -> text of all timers of the repository.
    """
    name = path.rpartition("/")[2].split(".service")[0]
    schedules: list[str] = []
    zone = None
    for timer, text in sorted(files.items()):
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
    found = tuple(dict.fromkeys(schedules))

    def context(number: int) -> Context | None:
        match = re.match(r"\s*(Exec\w+)\s*=", lines.row(number)) or _continued(lines, number)
        return Context("systemd", found, zone, match.group(1)) if match else None

    return context


def _continued(lines: Lines, number: int) -> re.Match[str] | None:
    at = number - 1
    while at > 0 and lines.row(at).rstrip().endswith("\\"):
        match = re.match(r"\s*(Exec\w+)\s*=", lines.row(at))
        if match:
            return match
        at -= 1
    return None


_RUNS = regex(r"[\"']?(?:override-\w+|[\w-]*(?:command|cmd|run|runs|exec|execute|script|scripts|entry[_-]?point|job|program|args|argv|shell|cron|hook"
              r"|start|test|before|after|init|(?:pre|post)[_-]?(?:install|deploy|build|start|stop|create|destroy|remove|uninstall|release|update|upgrade|up|down)"
              r"|tear_?down|prepare|attach-daemon|mule)[\w-]*|ExecStart\w*)[\"']?\s*[=:]", re.IGNORECASE)


_OPENED = regex(r"\A[\[{ ]+(?=[\"'])")
_PROCESSES = regex(r"\s*\[(?:processes|\w+\.processes)\]\s*\Z")


def read_config(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """Other configuration (supervisor, uwsgi, platform files): only lines whose key says that something is run, or whose section does."""

    def context(number: int) -> Context | None:
        for at in range(number, max(0, number - 6), -1):
            row = _OPENED.sub("", lines.row(at).strip().removeprefix("- "))
            match = _RUNS.match(row)
            if match:
                return Context("config", detail=re.split(r"[=:\"']", row.lstrip("\"'"), maxsplit=1)[0].strip())
            if (at == number and re.match(r"[\"']?[\w.-]+[\"']?\s*[=:]\s*\S", row)) or not row:
                break
        name, told, _ = lines.row(number).partition("=")
        listed = told and path.endswith(".toml") and _PROCESSES.match(_section(lines, number))
        return Context("config", detail=f"process {name.strip()}") if listed else None

    return context


def _section(lines: Lines, number: int) -> str:
    return next((row for at in range(number, 0, -1) if (row := lines.row(at)).lstrip().startswith("[")), "")
