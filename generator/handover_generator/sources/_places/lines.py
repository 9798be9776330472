"""Notations of one setting a line: .env, ini, properties, terraform variables, inventories, shell exports, Dockerfile ENV, crontab
variables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_generator.regexes import regex
from handover_generator.sources._places._value import Value

_ASSIGN = regex(r"\s*(?:export\s+|set\s+|readonly\s+|declare\s+-\w+\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*)\Z")
_INI = regex(r"\s*+([A-Za-z_][\w.\-]*+(?: ++[\w.\-]++)*)\s*+[=:]\s*+(.*)\Z")
_SECTION = regex(r"\s*\[+\s*([^\[\]]+?)\s*\]+\s*(?:[#;].*)?\Z")


def plain(text: str) -> str:
    """A scalar without quotes and without a trailing comment."""
    value = text.strip()
    if value[:1] in ("'", '"'):
        end = value.find(value[0], 1)
        return value[1:end] if end > 0 else value[1:]
    return re.split(r"\s[#;]", value, maxsplit=1)[0].strip().rstrip(",")


def assignments(text: str) -> Iterator[Value]:
    """``KEY=value`` lines, with or without ``export``; commented lines are no settings."""
    for number, row in enumerate(text.split("\n"), 1):
        match = _ASSIGN.match(row)
        if match and not row.lstrip().startswith(("#", ";")):
            yield Value((match.group(1),), plain(match.group(2)), number)


def exports(text: str) -> Iterator[Value]:
    """Upper-case assignments at the start of a line of a shell file: what it sets for others; computed values are left out."""
    for number, row in enumerate(text.split("\n"), 1):
        match = re.match(r"(?:export\s+)?([A-Z_][A-Z0-9_]*)=(\S.*)\Z", row.rstrip())
        if match and not re.search(r"\$\(|`", match.group(2)):
            yield Value((match.group(1),), plain(match.group(2)), number)


def ini(text: str) -> Iterator[Value]:
    """``[section]`` and ``key = value``."""
    section: tuple[str, ...] = ()
    for number, row in enumerate(text.split("\n"), 1):
        if row.lstrip().startswith(("#", ";", "//", "!")):
            continue
        header = _SECTION.match(row)
        if header:
            section = (header.group(1).strip("\"' "),)
            continue
        match = _INI.match(row)
        if match and match.group(2):
            yield Value((*section, match.group(1)), plain(match.group(2)), number)


def terraform(text: str) -> Iterator[Value]:
    """``key = "value"`` of tfvars, and of ``locals`` and ``variable`` blocks (``default``)."""
    block: list[str] = []
    for number, row in enumerate(text.split("\n"), 1):
        if row.lstrip().startswith(("#", "//")):
            continue
        opened = re.match(r"\s*([\w-]+)(?:\s+\"([^\"]+)\")*\s*=?\s*\{\s*\Z", row)
        if opened:
            block.append(opened.group(2) or opened.group(1))
        elif re.match(r"\s*\}", row) and block:
            block.pop()
        else:
            match = re.match(r"\s*\"?([\w-]+)\"?\s*[=:]\s*\"([^\"]*)\"", row)
            if match:
                name = match.group(1)
                keys = tuple(block) if name == "default" and block else (*(part for part in block if part != "locals"), name)
                yield Value(keys, match.group(2), number)


def inventory(text: str) -> Iterator[Value]:
    """Hosts of an ansible inventory: the group is the section, the key is ``host``; ``ansible_host=`` names the real address."""
    group = ""
    for number, row in enumerate(text.split("\n"), 1):
        header = _SECTION.match(row)
        if header:
            group = header.group(1)
            continue
        if not row.strip() or row.lstrip().startswith(("#", ";")):
            continue
        base, _, role = group.partition(":")
        if role == "vars":
            match = _ASSIGN.match(row)
            if match:
                yield Value((base, match.group(1)), plain(match.group(2)), number)
        elif role != "children":
            words = row.split()
            real = re.search(r"\bansible_(?:ssh_)?host=(\S+)", row)
            yield Value((base, "host"), real.group(1).strip("'\"") if real else words[0], number)


def dockerfile(text: str) -> Iterator[Value]:
    """``ENV`` and ``ARG`` with a value, both notations."""
    for number, row in enumerate(text.split("\n"), 1):
        match = re.match(r"\s*(?:ENV|ARG)\s+(.+?)\s*\\?\Z", row, re.IGNORECASE)
        if match:
            pairs = re.findall(r"([A-Za-z_]\w*)=(\"[^\"]*\"|'[^']*'|\S*)", match.group(1))
            single = re.match(r"([A-Za-z_]\w*)\s+(.+)", match.group(1)) if not pairs else None
            for key, value in pairs or ([(single.group(1), single.group(2))] if single else []):
                yield Value((key,), plain(value), number)


def crontab(text: str) -> Iterator[Value]:
    """Variables that a crontab sets for its commands, and those set in front of a command."""
    for number, row in enumerate(text.split("\n"), 1):
        if row.lstrip().startswith("#"):
            continue
        match = re.match(r"\s*([A-Z_][A-Z0-9_]*)\s*=\s*(.*)\Z", row)
        if match:
            yield Value((match.group(1),), plain(match.group(2)), number)
        else:
            for key, value in re.findall(r"(?<=\s)([A-Z_][A-Z0-9_]*)=(\"[^\"]*\"|'[^']*'|[^\s;&|]+)\s", row):
                yield Value((key,), plain(value), number)


def procfile(text: str) -> Iterator[Value]:
    """Variables set in front of the command of a Procfile line."""
    for number, row in enumerate(text.split("\n"), 1):
        head, colon, command = row.partition(":")
        if colon and re.fullmatch(r"[\w-]+", head.strip()):
            for key, value in re.findall(r"(?:\A|(?<=\s))([A-Z_][A-Z0-9_]*)=(\"[^\"]*\"|'[^']*'|[^\s;&|]+)\s", command):
                yield Value((key,), plain(value), number)
