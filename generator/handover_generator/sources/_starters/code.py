"""Source code that runs other scripts: strings count, comments and docstrings only mention, ``print`` only tells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines, handled, in_comment, is_printed
from handover_generator.sources._starters.times import cloud_schedule, cron_inside

_MARKS = {"Python": ("#",), "shell": ("#",), "SQL": ("--", "/*", "* "), "Ruby": ("#",), "Perl": ("#",), "PHP": ("//", "#", "/*", "* "),
          "PowerShell": ("#",),
          "Windows batch": ("rem ", "REM ", "::"), "fish": ("#",), "C shell": ("#",), "R": ("#",), "Make": ("#",), "AWK": ("#",),
          "Tcl": ("#",)}
_C_LIKE = ("//", "/*", "* ")
_STRINGS = regex(r"(?P<doc>(?P<q>\"\"\"|''').*?(?:(?P=q)|\Z))|(?P<one>\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')|(?P<note>#[^\n]*)",
                 re.DOTALL)
_TOLD = regex(r"\b(?:print|help|description|usage|epilog|logger|logging|log|_L|raise|warn|echo|secho|assert|parser\.error|Exception"
              r"|Error)\b"
              r"\s*(?:\.\w+)?\s*[=(]")
_SEEN_BEFORE = 160
_OPENS = " \t\r\n(\\"
_DEDENTS = ("dedent", "cleandoc", "textwrap.", "inspect.")
_LAST_NAME = regex(r"\w+\Z")
_TEXT_NAME = regex(r"(?i)(?:help|description|usage|epilog|examples?|message|msg|banner|__doc__)\Z"
                   r"|\A(?:print|pprint|echo|secho|error|warn|warning|info|debug)\Z")
"""What a text for people is called, or given to."""
_SHOWS = regex(r"\s*(?:cat|tee)(?:\s+(?:>&2|1>&2|-))?\s*<<-?\s*[\"']?([A-Za-z_]\w*)[\"']?(?:\s*(?:>&2|1>&2))?\s*\Z")
"""``cat <<EOF``, alone in its line."""
_COMPARED = regex(r"(?:\[\[?|\btest)\s[^;&|]*\s(?:==?|!=|=~)\s*[\"']?[\w./-]*\Z")
_SOURCED = regex(r"\s*(?:\.|source|\\i|\\ir)\s")
_JS_IMPORT = regex(r"\s*(?:import|export)\b|\brequire\s*\(|\bimport\s*\(")
_RUNNERS = regex(r"\b(?:python[\d.]*|bash|sh|zsh|ksh|sudo|exec|source|psql|mysql|ssh|docker|cd|env|nohup|node|perl|ruby|php|run|uv"
                 r"|poetry|time|nice|timeout)\b|&&|;|\|\s")


def read_code(language: str, lines: Lines) -> Callable[[int, int, bool], Context | None]:
    """(line, column, bare) -> what a mention there means in source code of ``language``; ``bare`` is a file name without any folder."""
    python = _Python(lines) if language == "Python" else None
    marks = _MARKS.get(language, _C_LIKE)
    printed = _printed_documents(lines) if language == "shell" and "<<" in lines.text else frozenset()
    blocks = any(mark.startswith("/*") for mark in marks)

    def context(number: int, column: int, bare: bool) -> Context | None:
        row = lines.row(number)
        before = row[:column]
        if python is not None:
            where = python.place(number, column)
            if where == "code":
                return None
            told = "in a comment" if where == "silent" else "in a message" if (
                _TOLD.search(before) or _is_prose(before) or (where == "string" and python.is_told(number, column))) else ""
        else:
            commented = in_comment(row, column, marks) or (blocks and _in_block(lines, number, column))
            told = "in a comment" if commented else "in a message" if number in printed or is_printed(row, column) else ""
            if not told and language in ("JavaScript", "TypeScript") and _JS_IMPORT.search(before):
                return Context("import", detail="imports it")
            if not told and language != "shell" and _is_prose(before):
                told = "in a message"
            elif not told and language == "shell" and (handled(before, row[column:]) or _COMPARED.search(before)):
                told = "named, not run"
        if told:
            return Context("docs", detail=told)
        inside = cron_inside(before + " x")
        if inside:
            return Context("cron", (inside,))
        cloud = cloud_schedule(lines, number) if "cron(" in lines.text or "rate(" in lines.text else None
        detail = "sourced" if language == "shell" and _SOURCED.match(row) else "by its name alone" if bare and language != "shell" else ""
        return Context("script", (cloud,) if cloud else (), "UTC" if cloud else None, detail)

    return context


def _printed_documents(lines: Lines) -> frozenset[int]:
    """The lines of here documents that are only shown to somebody: ``cat <<EOF`` that goes into no file and to no program."""
    found: set[int] = set()
    word = ""
    for number, row in enumerate(lines.rows, 1):
        if word:
            if row.strip() == word:
                word = ""
            else:
                found.add(number)
        elif (match := _SHOWS.match(row)) is not None:
            word = match.group(1)
    return frozenset(found) if not word else frozenset()


def _is_prose(before: str) -> bool:
    """Whether a path stands in a sentence rather than at the start of a string or behind a command."""
    quote = max(before.rfind('"'), before.rfind("'"), before.rfind("`"))
    inner = re.sub(r"[\w./~$@%+{}-]*\Z", "", before[quote + 1:])
    words = [word for word in inner.split() if "/" not in word]           # the words of a path are none of a sentence
    runs = _RUNNERS.search(" ".join(words)) or any(_RUNNERS.fullmatch(word.rpartition("/")[2]) for word in inner.split())
    return quote >= 0 and (inner.endswith("(") or (len(re.findall(r"[A-Za-z]{2,}", " ".join(words))) > 2 and not runs))


def _in_block(lines: Lines, number: int, column: int) -> bool:
    start = max(1, number - 200)
    text = "\n".join([*(lines.row(at) for at in range(start, number)), lines.row(number)[:column]])
    return text.rfind("/*") > text.rfind("*/")


class _Python:
    """Where in a Python text a place lies: ``silent`` (comment, docstring), ``string``, or ``code``."""

    def __init__(self, lines: Lines) -> None:
        self._spans: list[tuple[int, int, str]] = []
        text = self._text = lines.text
        self._offsets = lines.starts
        for match in _STRINGS.finditer(text):
            kind = "silent" if match.group("note") else "string"
            if match.group("doc"):
                line_start = text.rfind("\n", 0, match.start()) + 1
                alone = not text[line_start:match.start()].strip(" \trRuUbBfF")
                if alone and not text[max(0, line_start - 200):line_start].rstrip().endswith(("(", ",", "=", "[", "{", "+", "\\")):
                    kind = "silent"
            self._spans.append((match.start(), match.end(), kind))
        self._heads = [span[0] for span in self._spans]

    def place(self, number: int, column: int) -> str:
        span = self._span(number, column)
        return span[2] if span is not None else "code"

    def is_told(self, number: int, column: int) -> bool:
        """Whether a place lies in a string that began on a line before and is a text for people by what it is given to (``epilog=``)."""
        span = self._span(number, column)
        if span is None or span[0] >= self._offsets[number - 1]:
            return False
        before = self._text[max(0, span[0] - _SEEN_BEFORE) : span[0]].rstrip("rRuUbBfF").rstrip(_OPENS)
        for wrapper in _DEDENTS:
            before = before.removesuffix(wrapper).rstrip(_OPENS)
        named = _LAST_NAME.search(before.removesuffix("=").rstrip())
        return named is not None and _TEXT_NAME.search(named.group()) is not None

    def _span(self, number: int, column: int) -> tuple[int, int, str] | None:
        at = self._offsets[number - 1] + column
        index = bisect_right(self._heads, at) - 1
        return self._spans[index] if index >= 0 and at < self._spans[index][1] else None
