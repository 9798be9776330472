"""Source code that runs other scripts: strings count, comments and docstrings only mention, ``print`` only tells."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.sources._starters.context import Context, Lines, in_comment, is_printed
from handover_generator.sources._starters.cron import cloud_schedule, cron_inside

_MARKS = {"Python": ("#",), "shell": ("#",), "SQL": ("--",), "Ruby": ("#",), "Perl": ("#",), "PHP": ("//", "#", "*"), "PowerShell": ("#",),
          "Windows batch": ("rem ", "REM ", "::"), "fish": ("#",), "R": ("#",), "Make": ("#",)}
_C_LIKE = ("//", "/*", "* ")
_STRINGS = re.compile(r"(?P<doc>(?:[rRuUbBfF]{0,2})(?P<q>\"\"\"|''').*?(?:(?P=q)|\Z))|(?P<one>\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')|(?P<note>#[^\n]*)", re.DOTALL)
_TOLD = re.compile(r"\b(?:print|help|description|usage|epilog|logger|logging|log|_L|raise|warn|echo|secho|assert|parser\.error|Exception|Error)\b\s*(?:\.\w+)?\s*[=(]")
_SOURCED = re.compile(r"\s*(?:\.|source|\\i|\\ir)\s")


def comment_marks(language: str | None) -> tuple[str, ...]:
    """What begins a comment in a language."""
    return _MARKS.get(language or "", _C_LIKE)


def read_code(language: str, lines: Lines) -> Callable[[int, int], Context]:
    """(line, column) -> what a mention there means in source code of ``language``."""
    silent = _docstrings(lines) if language == "Python" else None
    marks = comment_marks(language)

    def context(number: int, column: int) -> Context:
        row = lines.row(number)
        if silent is not None:
            mention = "in a comment" if silent(number, column) else "in a message" if _TOLD.search(row[:column]) else ""
        else:
            mention = "in a comment" if in_comment(row, column, marks) else "in a message" if is_printed(row, column) else ""
        if mention:
            return Context("docs", detail=mention)
        inside = cron_inside(row[:column] + " x")
        if inside:
            return Context("cron", (inside,))
        cloud = cloud_schedule(lines, number) if "cron(" in lines.text or "rate(" in lines.text else None
        sourced = language == "shell" and bool(_SOURCED.match(row))
        return Context("script", (cloud,) if cloud else (), "UTC" if cloud else None, "sourced" if sourced else "")

    return context


def _docstrings(lines: Lines) -> Callable[[int, int], bool]:
    """Whether a place of a Python text lies in a comment or in a string that stands as a statement of its own."""
    spans: list[tuple[int, int]] = []
    for match in _STRINGS.finditer(lines.text):
        if match.group("note"):
            spans.append(match.span())
        elif match.group("doc"):
            line_start = lines.text.rfind("\n", 0, match.start()) + 1
            before = lines.text[line_start:match.start()].strip()
            earlier = lines.text[:line_start].rstrip()
            if not before and not earlier.endswith(("(", ",", "=", "[", "{", "+", "\\")):
                spans.append(match.span())
    offsets = [0]
    for row in lines.rows:
        offsets.append(offsets[-1] + len(row) + 1)

    def silent(number: int, column: int) -> bool:
        at = offsets[number - 1] + column
        return any(start <= at < end for start, end in spans)

    return silent
