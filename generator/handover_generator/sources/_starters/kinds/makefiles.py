"""Makefiles: the target that each line belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines
from handover_generator.sources._starters.kind import StarterKind

_MAKEFILE = regex(r"(?:\A|/)(?:(?:GNU)?[Mm]akefile(?:\.[\w.-]+|-[\w-]+(?:\.(?:j2|jinja2?|in|inc|tmpl|tpl|template))?)?"
                  r"|[\w.-]+\.(?:mk|mak|make))\Z")


def is_makefile(path: str) -> bool:
    """Whether a path holds make targets."""
    return bool(_MAKEFILE.search(path))


def read_makefile(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The target that each line belongs to."""

    def context(number: int) -> Context | None:
        for at in range(number, 0, -1):
            row = lines.row(at)
            if row.startswith(("\t", " ", "#")) or not row.strip():
                continue
            match = re.match(r"([^\s:=#?+!][^:=#]*?)\s*:(?![=:])", row)
            if match:
                target = match.group(1).split()[0]
                return Context("make", detail="" if target.startswith(".") else f"target {target}")
            if at == number:
                return Context("make")
        return Context("make")

    return context


STARTER = StarterKind(fits=lambda path, text: is_makefile(path), read=read_makefile)
