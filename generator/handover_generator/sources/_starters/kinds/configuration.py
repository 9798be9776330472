"""All other configuration (supervisor, uwsgi, platform files): lines whose key says that something is run."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.blocks import read_jobs
from handover_generator.sources._starters.config_names import is_configuration
from handover_generator.sources._starters.context import Context, Lines
from handover_generator.sources._starters.kind import StarterKind

_RUNS = regex(r"[\"']?(?![\w-]{0,40}description)"
              r"(?:override-\w+|[\w-]*(?:command|cmd|run|runs|exec|execute|script|scripts|entry[_-]?point|job|program|args|argv|shell|cron|hook"
              r"|start|test|before|after|init|(?:pre|post)[_-]?(?:install|deploy|build|start|stop|create|destroy|remove|uninstall|release|update|upgrade|up|down)"
              r"|tear_?down|prepare|attach-daemon|mule)[\w-]*|ExecStart\w*)[\"']?\s*[=:]", re.IGNORECASE)
_OPENED = regex(r"\A[\[{ ]+(?=[\"'])")
_BLOCK = regex(r"[|>][+-]?\d?\s*(?:#.*)?\Z")
_FURTHEST = 2000
"""Lines of a block of text that are looked through for the key above it."""
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
        if path.endswith((".yml", ".yaml")) and (match := _RUNS.match(_above_block(lines, number))) is not None:
            return Context("config", detail=re.split(r"[=:\"']", match.group().lstrip("\"'"), maxsplit=1)[0].strip())
        name, told, _ = lines.row(number).partition("=")
        listed = told and path.endswith(".toml") and _PROCESSES.match(_section(lines, number))
        return Context("config", detail=f"process {name.strip()}") if listed else None

    return context


def _above_block(lines: Lines, number: int) -> str:
    """The key of the block of text (``shell: |``) that a line of YAML lies in, however long that is; '' in none. What stands further out above a line
    encloses it, so a line with such a key further out can lie nowhere else.
    """
    limit = _indent(lines.row(number))
    for at in range(number - 1, max(0, number - _FURTHEST), -1):
        row = lines.row(at)
        if not row.strip() or _indent(row) >= limit:
            continue
        limit = _indent(row)
        if _BLOCK.search(row):
            return row.strip().removeprefix("- ")
        if limit == 0:
            break
    return ""


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())


def _section(lines: Lines, number: int) -> str:
    return next((row for at in range(number, 0, -1) if (row := lines.row(at)).lstrip().startswith("[")), "")


STARTER = StarterKind(fits=lambda path, text: is_configuration(path), read=read_jobs(read_config), order=90)
