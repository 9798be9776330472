"""Lines that open a here document and go on after it, written as the grammar reads them.

A shell takes ``cat > f <<EOF; rm g`` and ``if cmd <<EOF; then``: what follows the sign runs after the document. The grammar takes such a line for
an error, or for a document without end, and the rest of the script is lost with it. It also ends a document at a line that only starts with its
word (``EOF2`` for ``EOF``), and knows none whose first sign is a backslash (``\\i a.sql``, ``\\c db``).
"""

from __future__ import annotations

import re
from bisect import bisect_right

from handover_generator.regexes import regex

_OPENS = regex(rb"(?<!<)<<(-?)[ \t]*(?:'([\w.!-]+)'|\"([\w.!-]+)\"|\\?([A-Za-z_!][\w.!-]*))")


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
        cut = _separator(line, found.end())
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


def _separator(line: bytes, start: int) -> int | None:
    """Where ``;`` or ``&`` ends the command that the document is given to; None where nothing does, or where a quote stays open."""
    quote = 0
    index = start
    while index < len(line):
        sign = line[index]
        if quote:
            quote = 0 if sign == quote else quote
        elif sign in b"\"'":
            quote = sign
        elif sign == ord("\\"):
            index += 1
        elif sign == ord("#") and line[index - 1:index] in (b" ", b"\t"):
            return None
        elif sign == ord(";"):
            return None if line[index + 1:index + 2] == b";" else index
        elif sign == ord("&") and line[index + 1:index + 2] not in (b"&", b">") and line[index - 1:index] not in (b"&", b">", b"<"):
            return index
        index += 1
    return None
