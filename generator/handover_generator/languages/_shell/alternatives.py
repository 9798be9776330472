"""What stands for a variable that is set or not (``${x:+$x\\n (of $y)}``), in words that the grammar knows."""

from __future__ import annotations

from handover_generator.regexes import regex

_OPENS = regex(rb"\$\{\w+(?:\[[@*]\])?:?[-+=]")
_MOST = 100_000
"""Signs that are looked at for one line; what lies behind stays as it is (thousands of brackets that nobody closes)."""


def plain_alternatives(line: bytes) -> bytes:
    """A line in which ``\\n`` inside such words is blank, and round brackets about ``$`` are square ones: they are only said.

    What a substitution in them runs stays as it is, as do words that go on in the next line.
    """
    found, left = _OPENS.search(line), _MOST
    while found is not None and left > 0:
        begin = index = found.end()
        within = deep = 0                                # braces and brackets that are open
        kept = bytearray()
        while index < len(line) and left > 0:
            left -= 1
            pair = line[index : index + 2]
            sign = pair[:1]
            if pair in (b"${", b"$("):
                within, deep = within + (pair == b"${"), deep + (pair == b"$(")
                kept += pair
                index += 2
                continue
            if sign == b"\\" and len(pair) == 2:
                kept += b"  " if not deep and pair[1:].isalpha() else pair
                index += 2
                continue
            if deep:
                deep += (sign == b"(") - (sign == b")")
            elif sign == b"}":
                if not within:
                    line = line[:begin] + bytes(kept) + line[index:]
                    break
                within -= 1
            elif pair == b"($" or (sign == b")" and b"$" in kept):
                sign = b"[" if sign == b"(" else b"]"
            kept += sign
            index += 1
        found = _OPENS.search(line, begin)
    return line
