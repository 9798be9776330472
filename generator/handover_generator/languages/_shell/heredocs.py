"""Lines that open a here document and go on after it, written as the grammar reads them.

A shell takes ``cat > f <<EOF; rm g`` and ``if cmd <<EOF; then``: what follows the sign runs after the document. The grammar takes such a line for
an error, or for a document without end, and the rest of the script is lost with it. It also ends a document at a line that only starts with its
word (``EOF2`` for ``EOF``), and knows none whose first sign is a backslash (``\\i a.sql``, ``\\c db``). Where ``||``, ``&&`` or ``|`` ends the line,
or a block begins behind it, the command goes on below the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from handover_generator.regexes import regex

_OPENS = regex(rb"(?<!<)<<(-?)[ \t]*(?:'([\w.!-]+)'|\"([\w.!-]+)\"|\\?([A-Za-z_!][\w.!-]*))")

_KEYWORDS = regex(rb"[ \t]*(?:(?:if|elif|while|until|then|do|else|time|!)[ \t]+)*")


def unjoined(source: bytes) -> bytes:
    """The text with what follows a here document on its first line put behind the document; the number of lines stays."""
    if b"<<" not in source:
        return source
    lines = source.split(b"\n")
    ends = _Ends(lines)
    changed = False
    index = 0
    while index < len(lines):
        line = lines[index]
        found = _OPENS.search(line) if b"<<" in line and not line.lstrip().startswith(b"#") else None
        end = ends.after(index, found) if found is not None else None
        if found is None or end is None:
            index += 1
            continue
        changed = _plainer(lines, index, end, found) or changed
        line = lines[index]
        found = _OPENS.search(line) or found
        goes_on = _left_open(line, found.end()) if end + 1 < len(lines) else None
        if goes_on is not None:
            start = _command(line, found.start())
            lines[index] = line[:start] + b"{ " + line[start:goes_on]
            lines[end + 1] = b"} " + line[goes_on:].rstrip() + b" " + lines[end + 1].lstrip()
            changed = True
        cut = _separator(line, found.end()) if goes_on is None else None
        if cut is not None and end + 1 < len(lines):
            rest = line[cut + 1:].strip()
            follower = lines[end + 1]
            if rest.startswith(b"#"):
                rest = b""
            if not rest or not _OPENS.search(rest):
                lines[index] = line[:cut]
                if rest:
                    lines[end + 1] = rest + _joint(rest, follower) + follower.lstrip()
                changed = True
        index = end + 1
    return b"\n".join(lines) if changed else source


def _plainer(lines: list[bytes], index: int, end: int, found: re.Match[bytes]) -> bool:
    """Give a document a word that no line of it starts with, and a blank before a backslash that it starts with; whether anything was changed."""
    which = next(number for number in (2, 3, 4) if found.group(number))
    name = new = found.group(which)
    started = [stripped for line in lines[index + 1:end] if (stripped := line.lstrip(b" \t")).startswith(name)]
    while any(line.startswith(new) for line in started):
        new += b"_"
    if new != name:
        lines[index] = lines[index][:found.start(which)] + new + lines[index][found.end(which):]
        lines[end] = lines[end].replace(name, new, 1)
    backslash = index + 1 < end and lines[index + 1].startswith(b"\\")
    if backslash:
        lines[index + 1] = b" " + lines[index + 1]
    return backslash or new != name


def _joint(rest: bytes, follower: bytes) -> bytes:
    """What stands between the words that were moved and the line they were put before."""
    opens = rest.rpartition(b" ")[2] in (b"then", b"do", b"else", b"{", b"(")
    return b" " if opens or not follower.strip() or follower.lstrip().startswith(b"#") else b"; "


class _Ends:
    """Where documents may end: the lines of one word, found once for all that ask."""

    def __init__(self, lines: list[bytes]) -> None:
        self.words: dict[bytes, list[int]] = {}
        self.plain: dict[bytes, list[int]] = {}
        for number, line in enumerate(lines):
            word = line.rstrip(b"\r")
            if word and b" " not in word:
                self.words.setdefault(word.lstrip(b"\t"), []).append(number)
                self.plain.setdefault(word, []).append(number)

    def after(self, index: int, found: re.Match[bytes]) -> int | None:
        """The line on which a document that opens on a line ends, or None where it has no end: ``<<`` was something else."""
        name = found.group(2) or found.group(3) or found.group(4)
        numbers = (self.words if found.group(1) else self.plain).get(name, [])
        place = bisect_right(numbers, index)
        return numbers[place] if place < len(numbers) else None


def _signs(line: bytes, start: int) -> tuple[list[tuple[int, int, int]], bool]:
    """The signs of a line that stand outside of quotes and comments, from a place on: each with its place, and how many brackets are open before it
    that were opened behind that place. And whether a quote stays open.
    """
    found: list[tuple[int, int, int]] = []
    quote = depth = 0
    index = start
    while index < len(line):
        sign = line[index]
        if quote:
            quote = 0 if sign == quote else quote
        elif sign in b"\"'":
            quote = sign
        elif sign == ord("\\"):
            index += 1
        elif sign == ord("#") and line[index - 1:index] in (b" ", b"\t", b""):
            break
        else:
            found.append((index, sign, depth))
            depth = max(depth + (sign in b"({") - (sign in b")}"), 0)
        index += 1
    return found, bool(quote)


def _separator(line: bytes, start: int) -> int | None:
    """Where ``;`` or ``&`` ends the command that the document is given to; None where nothing does."""
    for index, sign, depth in _signs(line, start)[0]:
        if depth:
            continue                                     # || { echo failed; exit 1; }
        if sign == ord(";"):
            return None if line[index + 1:index + 2] == b";" else index
        if sign == ord("&") and line[index + 1:index + 2] not in (b"&", b">") and line[index - 1:index] not in (b"&", b">", b"<"):
            return index
    return None


def _left_open(line: bytes, start: int) -> int | None:
    """Where ``||``, ``&&`` or ``|`` stands behind which the command goes on below the document: at the end of the line, or before a block that is not
    closed there.
    """
    first, open_now, last = None, 0, start
    signs, quoted = _signs(line, start)
    for index, sign, depth in signs:
        joins = sign == ord("|") or line[index:index + 2] == b"&&"
        if first is None and not depth and joins and line[index - 1:index] not in (b">", b"&"):
            first = index
        open_now, last = max(depth + (sign in b"({") - (sign in b")}"), 0), index if sign not in b" \t\r" else last
    if first is None or quoted or _OPENS.search(line, first):
        return None
    return first if open_now or line[first:last + 1].endswith((b"|", b"&&")) else None


def _command(line: bytes, end: int) -> int:
    """Where the command begins that a document at a place of the line is given to."""
    start = max((index + 1 for index, sign, depth in _signs(line, 0)[0] if index < end and sign in b";&|({"), default=0)
    word = _KEYWORDS.match(line, start)
    return word.end() if word is not None else start


