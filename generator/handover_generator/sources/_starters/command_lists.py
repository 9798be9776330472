"""Lists in documents that tell the management commands of a project, each by its bare word, under a line that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_generator.regexes import regex

_HEADING = regex(r"^.*\bmanagement commands?\b.*$", re.IGNORECASE | re.MULTILINE)
_ITEM = regex(r"\s*(?:[-*+]|\d+[.)])\s+[`*_]{0,3}([A-Za-z]\w*)[`*_]{0,3}(?=\s*(?:\Z|[:(\u2013\u2014]|-+\s))")
_UNDERLINE = regex(r"\s*[-=~^*#]{3,}\s*\Z")


def listed(text: str) -> Iterator[tuple[str, int]]:
    """(word, offset) of each item of such a list."""
    for heading in _HEADING.finditer(text):
        offset = heading.end() + 1
        inside = False
        for row in text[offset:].split("\n"):
            item = _ITEM.match(row)
            if item is not None:
                inside = True
                yield item.group(1), offset + item.start(1)
            elif row.strip() and not (inside and row[0] in " \t") and not _UNDERLINE.match(row):
                break
            offset += len(row) + 1
