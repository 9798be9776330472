"""What a mention on a line means, and small questions about lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from handover_generator.records import record
from handover_generator.regexes import regex

_PRINTS = regex(r"\s*(?:@?(?:echo|printf|print|say|puts|log|logger|info|warn|warning|error|die|fail|abort|usage|Write-Host"
                r"|Write-Output|console\.\w+))\b")
_KEY = regex(r"(\s*+(?:-\s++)*)(['\"]?)([^\s'\"#:{}\[\],&*!|>][^'\"#:{}\[\]]*+)\2\s*+:(?:\s|\Z)")


@record(frozen=True, slots=True)
class Context:
    """``kind`` as in ``Starter``; every text of ``schedules`` is one time at which it happens; ``zone`` where stated."""

    kind: str
    schedules: tuple[str, ...] = ()
    zone: str | None = None
    detail: str = ""


Reader = Callable[[str, "Lines"], Callable[[int], Context | None]]
"""(path, lines) -> (line from 1 -> what a mention there means; None: nothing)."""


class Lines:
    """A text with its lines, found by offset."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rows: list[str] = text.split("\n")
        self.starts: list[int] = list(accumulate((len(row) + 1 for row in self.rows), initial=0))[:-1]

    def number(self, offset: int) -> int:
        """The line, from 1, that holds an offset."""
        return bisect_right(self.starts, offset)

    def row(self, number: int) -> str:
        """The text of a line, '' outside."""
        return self.rows[number - 1] if 0 < number <= len(self.rows) else ""

    def column(self, offset: int) -> int:
        """The offset within its line."""
        return offset - self.starts[self.number(offset) - 1]


def in_comment(row: str, column: int, marks: Sequence[str]) -> bool:
    """Whether a column of a line lies behind a comment mark that stands at the start or after a blank, outside quotes."""
    before = row[:column]
    for mark in marks:
        position = before.find(mark)
        while position >= 0:
            head = before[:position]
            if (not head.strip() or (head[-1] in " \t"
                                     and not mark.startswith("*"))) and head.count('"') % 2 == 0 and head.count("'") % 2 == 0:
                return True
            position = before.find(mark, position + 1)
    return False


def is_printed(row: str, column: int) -> bool:
    """Whether what stands at a column is only told to somebody: the line is an ``echo`` or ``print``, and no new command began since."""
    match = _PRINTS.match(row)
    return bool(match) and not re.search(r"[;&|]\s|\$\(|`|>\s*\S", re.sub(r"(['\"]).*?\1", "", row[match.end():column])) if match else False


_HANDLED = regex(r"(?:\A|[\s;&|(`])(?:grep|egrep|fgrep|pgrep|pkill|killall|chmod|chown|rm|ls|stat|touch|test|diff|wc|vim?|nano|less"
                 r"|shellcheck|shfmt|ruff|black"
                 r"|flake8|mypy|pylint|isort|bandit|coverage report|git add|git rm|dos2unix|>+|2>)[\s=][^;&|]*\Z"
                 r"|(?:\A|[\s;&|(`\"'])--(?:exclude|ignore|omit|include)[\s=][^;&|]*\Z|(?<!=)>\s*\S*\Z")


_COPIED = regex(r"(?:\A|[\s;&|(`'\"])(?:cp|mv|install)\s[^;&|]*\Z")
_SAMPLE = regex(r"(?i)\A[^\s'\";&|]*[._-](?:example|sample|template|tmpl|dist|default)s?(?:\.\w+)?(?=[\s'\";&|]|\Z)")


def handled(before: str, behind: str = "") -> bool:
    """Whether the command that stands before a path looks at it, edits it or removes it, but does not run it.

    ``behind``: the line from the path on. A copy of a program is a step towards running it; a sample of settings is copied to be filled in.
    """
    return bool(_HANDLED.search(before)) or bool(_COPIED.search(before) and _SAMPLE.match(behind))


_COMMENT = regex(r"\s#")


def unquoted(value: str) -> str:
    """A scalar as written in YAML, INI or shell, without quotes and trailing comment."""
    text = value.strip()
    if text[:1] in ("'", '"'):
        end = text.find(text[0], 1)
        return text[1:end] if end > 0 else text[1:]
    comment = _COMMENT.search(text)
    return text[:comment.start()].strip() if comment is not None else text


def enclosing_keys(lines: Lines, number: int) -> list[tuple[str, int]]:
    """The keys of a YAML text that enclose a line, outermost first, each with its line; the key on the line itself is last."""
    found: list[tuple[str, int]] = []
    limit = 10_000
    for at in range(min(number, len(lines.rows)), 0, -1):
        row = lines.rows[at - 1]
        if at != number and row.startswith("---"):
            break
        match = _KEY.match(row)
        indent = len(match.group(1)) if match else len(row) - len(row.lstrip())
        if at == number and not match:
            limit = indent + (1 if row.lstrip().startswith("-") else 0)       # a list may stand at the indentation of its key
            continue
        if match and indent < limit:
            found.append((match.group(3).strip(), at))
            dash = row.find("-") if "-" in match.group(1) else -1
            # "- key:" belongs to a list, whose key may stand as far out as the dash
            limit = indent if dash < 0 else dash + 1
            if limit == 0:
                break
    return found[::-1]
