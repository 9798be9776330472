"""Procfiles, and what Heroku reads in their place."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines
from handover_generator.sources._starters.kind import StarterKind

_PROCFILE = regex(r"(?:\A|/)(?:Procfile(?:[._-][\w.-]+)?|heroku\.ya?ml)\Z")


def is_procfile(path: str) -> bool:
    """Whether a path is a Procfile, or what Heroku reads in its place for images."""
    return bool(_PROCFILE.search(path))


def read_procfile(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The process type of each line."""

    def context(number: int) -> Context | None:
        match = re.match(r"\s*([\w-]+)\s*:", lines.row(number))
        return Context("procfile", detail=f"process {match.group(1)}") if match else None

    return context


STARTER = StarterKind(fits=lambda path, text: is_procfile(path), read=read_procfile)
