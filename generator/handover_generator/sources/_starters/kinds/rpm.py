"""Recipes of RPM packages: their scriptlets run on the machine that installs, updates or removes the package."""

from __future__ import annotations

from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines
from handover_generator.sources._starters.kind import StarterKind

_SECTION = regex(r"%(prep|build|install|check|clean|pre|post|preun|postun|pretrans|posttrans|trigger\w*|files|changelog|description|package)\b")
_TOLD = frozenset(("files", "changelog", "description", "package"))


def is_spec(path: str, text: str) -> bool:
    """Whether a text is such a recipe."""
    return path.endswith((".spec", ".spec.in")) and "\n%" in text and "Name:" in text


def read_spec(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The scriptlet that each line belongs to."""

    def context(number: int) -> Context | None:
        for at in range(number, 0, -1):
            if (section := _SECTION.match(lines.row(at))) is not None:
                return Context("package", detail=f"%{section.group(1)}") if section.group(1) not in _TOLD and at != number else None
        return None

    return context


STARTER = StarterKind(fits=is_spec, read=read_spec, order=40)
