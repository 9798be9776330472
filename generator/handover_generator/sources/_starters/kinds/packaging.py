"""Packaging and task runner files: entry points, ``scripts`` of package.json, tasks of pyproject.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from handover_generator.model.inventory import Starter
from handover_generator.regexes import regex
from handover_generator.sources._packages.setup_files import read_setup_py
from handover_generator.sources._starters.context import Context, Lines, enclosing_keys
from handover_generator.sources._starters.kind import Row, Searched, StarterKind

_NAMES = frozenset(("setup.py", "setup.cfg", "pyproject.toml", "package.json", "composer.json", "Pipfile", "pixi.toml", "lefthook.yml",
                    "mise.toml", ".mise.toml", "hatch.toml"))
_RUN_GROUPS = regex(r"script|command|cmd|(?:\A|[._-])cli|task|tool|job|worker|server|runner|hook|program|(?<!filter_)app_factory", re.IGNORECASE)
"""Groups of entry points whose members somebody starts. Those of any other are plug-ins: what loads them takes what they define."""
_IN_TEXT = regex(r"\s*([\w.-]+)\s*=\s*[\w.]+:[\w.]+\s*(?:\[[\w, ]*\]\s*)?")
"""An entry point in a text that looks like an .ini file."""
_FURTHEST = 200
"""Lines above an entry point in which its group is looked for."""
_RUNS = regex(r"script|task|command|entry[-_.]?point|plugin|gui|bin\b|hook|aliases|cmd", re.IGNORECASE)


def is_packaging(path: str) -> bool:
    """Whether a path is a packaging or task file by its name."""
    return path.rpartition("/")[2] in _NAMES


def read_packaging_file(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """Only sections that declare commands: a linter's list of exceptions in the same file starts nothing."""
    name = path.rpartition("/")[2]

    def context(number: int) -> Context | None:
        row = lines.row(number)
        if name == "setup.py":
            point = re.search(r"[\"']\s*([\w.-]+)\s*=\s*[\w.]+:", row)
            if point:
                return Context("package", detail=point.group(1)) if _is_started(_group_in_setup(lines, number)) else None
            point = _IN_TEXT.fullmatch(row)
            if point is not None and (group := _group_in_text(lines, number)):
                return Context("package", detail=point.group(1)) if _is_started(group) else None
            above = "\n".join(lines.row(at) for at in range(max(1, number - 12), number + 1))
            listed = re.search(r"\bscripts\s*=\s*[\[(][^\])]*[\])]?[^\[(]*\Z", above) or _group_in_setup(lines, number) == "scripts"
            return Context("package", detail="scripts") if listed else None
        section = _json_section(lines, number) if name.endswith(".json") else _section(lines, number)
        if name.endswith(".yml"):
            section = ".".join(key for key, _ in enclosing_keys(lines, number))
        if not _RUNS.search(section) and not (name in ("pyproject.toml",
                                                       "setup.cfg") and re.match(r"\s*(?:scripts|script-files)\s*=",
                                                                                 _opening(lines, number))):
            return None
        if not _is_started(_group_of(section, lines, number)):
            return None
        key = re.match(r"\s*[\"']?([\w.:-]+)[\"']?\s*[:=]", row)
        return Context("package", detail=key.group(1) if key else "")

    return context


def made_points(searched: Searched) -> Iterator[Row]:
    """Entry points of a setup.py that a comprehension makes of the words of a list: each with its candidate, at the line of its word."""
    path, text = searched.path, searched.text
    if path.rpartition("/")[2] != "setup.py" or " for " not in text:
        return
    found = read_setup_py(path, text)
    for name, group, target, line in found.commands if found is not None else ():
        module = searched.names.module(target.partition(":")[0], path) if target not in text and _is_started(group) else None
        if module is not None:
            yield module, Starter(path=path, line=line, kind="package", detail=name)


def _is_started(group: str) -> bool:
    return not group or _RUN_GROUPS.search(group) is not None


def _group_in_setup(lines: Lines, number: int) -> str:
    """The group of an entry point in setup.py, "scripts" for a file of that list; '' where the lines show neither: the list has a name of its own."""
    for at in range(number, max(0, number - _FURTHEST), -1):
        if re.fullmatch(r"\s*[\])}]+[,)]*\s*", lines.row(at)):
            break                                            # what was opened above ends here
        match = re.search(r"[\"']([\w.-]+)[\"']\s*:\s*[\[({]|\b(\w+)\s*=\s*[\[({]\s*(?:[\"'][^\"']*[\"']\s*,\s*)*\Z", lines.row(at))
        if match:
            return match.group(1) or ("scripts" if match.group(2) == "scripts" else "")
    return ""


def _group_in_text(lines: Lines, number: int) -> str:
    """The group above an entry point in such a text; '' where the text begins without one."""
    for at in range(number - 1, max(0, number - _FURTHEST), -1):
        row = lines.row(at)
        if match := re.fullmatch(r"\s*\[([\w.:-]+)\]\s*", row):
            return match.group(1)
        if "entry_points" in row or (row.strip() and "=" not in row and not row.lstrip().startswith(("#", ";"))):
            break
    return ""


def _group_of(section: str, lines: Lines, number: int) -> str:
    """The group of an entry point in setup.cfg or pyproject.toml; '' for what is none."""
    named = re.search(r"(?:entry-points|poetry\.plugins)\.[\"']?([\w.-]+)", section)
    if named:
        return named.group(1)
    if section.endswith("entry_points"):
        for at in range(number - 1, 0, -1):
            match = re.match(r"([\w.-]+)\s*=\s*\Z", lines.row(at))
            if match:
                return match.group(1)
    return ""


def _section(lines: Lines, number: int) -> str:
    for at in range(number, 0, -1):
        match = re.match(r"\s*\[\[?([^\[\]]+)\]\]?\s*(?:#.*)?\Z", lines.row(at))
        if match:
            return match.group(1)
    return ""


def _opening(lines: Lines, number: int) -> str:
    for at in range(number, 0, -1):
        row = lines.row(at)
        if re.match(r"[\w-]+\s*=", row):
            return row
        if row.startswith("["):
            break
    return ""


def _json_section(lines: Lines, number: int) -> str:
    """The keys of the objects that enclose a line of a JSON text laid out with one entry a line."""
    depth = 0
    keys: list[str] = []
    for at in range(number - 1, 0, -1):
        row = re.sub(r"\"(?:\\.|[^\"\\])*\"(?!\s*:)", "", lines.row(at))
        depth += row.count("}") + row.count("]") - row.count("{") - row.count("[")
        if depth < 0:
            match = re.match(r"\s*\"([^\"]+)\"\s*:", lines.row(at))
            if match:
                keys.append(match.group(1))
            depth = 0
    return ".".join([*reversed(keys), *re.findall(r"\"([^\"]+)\"\s*:\s*\{", lines.row(number))])


STARTER = StarterKind(fits=lambda path, text: is_packaging(path), read=read_packaging_file, order=40, find=made_points)
