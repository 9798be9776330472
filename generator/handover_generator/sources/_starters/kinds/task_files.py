"""Justfiles and Taskfiles: the recipe or task that each line belongs to."""

from __future__ import annotations

from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines
from handover_generator.sources._starters.kind import StarterKind

_JUSTFILE = regex(r"(?:\A|/)(?:\.?[Jj]ustfile|JUSTFILE|[\w.-]+\.just)\Z")
_TASKFILE = regex(r"(?:\A|/)[Tt]askfile(?:\.dist)?\.ya?ml\Z")
_RECIPE = regex(r"@?([A-Za-z_][\w-]*)(?:\s[^:]*)?:(?!=)")
_NAME = regex(r"(\s*)[\"']?([^\s\"'#-][^\s\"'#]*?)[\"']?:(?:\s|\Z)")
_INSIDE = (" ", "\t", "#", "")


def is_task_file(path: str) -> bool:
    """Whether a path is that of a justfile or a Taskfile."""
    return bool(_JUSTFILE.search(path) or _TASKFILE.search(path))


def read_task_file(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The recipe or task of each line."""
    of_just = bool(_JUSTFILE.search(path))

    def recipe(number: int) -> Context | None:
        at = next((at for at in range(number, 0, -1) if lines.row(at)[:1] not in _INSIDE), 0)
        match = _RECIPE.match(lines.row(at))
        return Context("make", detail=f"recipe {match.group(1)}" if match else "")

    def task(number: int) -> Context | None:
        top = next((at for at in range(number, 0, -1) if lines.row(at).startswith("tasks:")), number)
        first = next((row for row in map(lines.row, range(top + 1, number + 1)) if row.strip() and not row.lstrip().startswith("#")), "")
        margin = first[:len(first) - len(first.lstrip())]
        names = (match for at in range(number, top, -1) if (match := _NAME.match(lines.row(at))) and match.group(1) == margin)
        match = next(names, None)
        return Context("make", detail=f"task {match.group(2)}" if match else "")

    return recipe if of_just else task


STARTER = StarterKind(fits=lambda path, text: is_task_file(path), read=read_task_file)
