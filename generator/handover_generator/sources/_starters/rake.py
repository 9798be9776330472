"""Tasks of Rake, and what Capistrano and Thor call so: Ruby, under names that do not say it."""

from __future__ import annotations

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines

_PATH = regex(r"(?:\A|/)(?:[Rr]akefile(?:\.rb)?|Capfile|Thorfile)\Z|\.(?:rake|cap|thor)\Z")
_TASK = regex(r"\s*(?:task|file|directory)\s*\(?\s*:?[\"']?([\w./-]+(?::[\w./-]+)*)")


def is_rakefile(path: str) -> bool:
    """Whether a path holds such tasks."""
    return _PATH.search(path) is not None


def in_task(context: Context | None, lines: Lines, number: int) -> Context | None:
    """What Ruby around a line means, with the task that it belongs to."""
    if context is None or context.kind != "script":
        return context
    task = next((match.group(1) for at in range(number, 0, -1) if (match := _TASK.match(lines.row(at))) is not None), "")
    return Context("make", context.schedules, context.zone, f"task {task}" if task else "")
