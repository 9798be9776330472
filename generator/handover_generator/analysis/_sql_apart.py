"""The pieces of a block of procedural SQL that are no statements where they stand: texts in quotes or dollars, and remarks."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from handover_generator.regexes import regex

Span = tuple[int, int]
_BEGINS = regex(r"'|--|/\*|\$(?:[A-Za-z_]\w*+)?\$")
_DOLLARS = regex(r"\$(?:[A-Za-z_]\w*+)?\$")


def spans(body: str) -> list[Span]:
    """Where the texts and remarks of a block lie, in order: none lies in another."""
    found: list[Span] = []
    unclosed: set[str] = set()
    place = 0
    while (match := _BEGINS.search(body, place)) is not None:
        mark, start = match.group(), match.start()
        if mark == "'":
            end = _behind_quote(body, start)
        elif mark == "--":
            end = body.find("\n", start)
        elif mark == "/*":
            end = body.find("*/", match.end())
            end += 2 if end >= 0 else 0
        else:
            end = -1 if mark in unclosed else body.find(mark, match.end())
            if end < 0:                                  # no text: $1 || $2
                unclosed.add(mark)
                place = match.end()
                continue
            end += len(mark)
        end = len(body) if end < 0 else end
        found.append((start, end))
        place = max(end, match.end())
    return found


def _behind_quote(body: str, start: int) -> int:
    """Where a text in quotes is over, in which two quotes stand for one."""
    end = body.find("'", start + 1)
    while end >= 0 and body[end + 1:end + 2] == "'":
        end = body.find("'", end + 2)
    return end + 1 if end >= 0 else -1


def span_of(found: Sequence[Span], at: int) -> Span | None:
    """The one of some spans, in their order, that a place lies in."""
    before = bisect_right(found, (at, sys.maxsize)) - 1
    return found[before] if before >= 0 and at < found[before][1] else None


def in_quotes(text: str) -> str:
    """A text whose pieces in dollars are written in quotes instead: ``format($q$drop table %I$q$, name)``."""
    pieces: list[str] = []
    told = 0
    for start, end in spans(text) if "$" in text else ():
        mark = _DOLLARS.match(text, start)
        if mark is not None:
            inner = text[mark.end():end - len(mark.group())]
            pieces += (text[told:start], "'", inner.replace("'", "''"), "'")
            told = end
    return "".join((*pieces, text[told:]))


def semicolons(body: str, at: int) -> Iterator[int]:
    """The places of semicolons in a block, from a place on."""
    while (at := body.find(";", at)) >= 0:
        yield at
        at += 1
