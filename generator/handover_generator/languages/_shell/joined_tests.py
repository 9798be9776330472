"""Tests of several parts in one pair of brackets, ``[ ! -f x -a "$a" = b ]``: the grammar reads their parts in another order than the shell."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex

_JOINS = {"-a": "and", "-o": "or"}
_WORD = regex(r"""\s*((?:"(?:[^"\\]|\\.)*"|'[^']*'|\$\([^()]*\)|`[^`]*`|\\.|[^\s"'`\\])+)""")
_OPENS, _CLOSES = ("(", "\\(", '"("', "'('"), (")", "\\)", '")"', "')'")
_DEEPEST = 20
_GROUP = regex(rb"""(?<=[ \t])(?:\\([()])|"([()])"|'([()])')(?=[ \t]|$)""")
_TEST = regex(rb"(?:^|[ \t;&|!(])\[(?=[ \t])")


def joined_words(text: str, unary: Callable[[str, str], str], binary: Callable[[str, str, str], str]) -> str | None:
    """A test of several parts in words; None for one that is no such, or that could not be taken apart.

    Args:
        text: the test with its brackets.
        unary: words of a sign and what it is asked of; the sign is empty for a text alone.
        binary: words of a comparison.
    """
    if not text.startswith("[ ") or not (" -a " in text or " -o " in text):
        return None
    words: list[str] = _WORD.findall(text.replace("\\\n", " "))[1:-1]
    parts: list[str] = []
    part: list[str] = []
    depth = 0
    for word in words:
        depth += (word in _OPENS) - (word in _CLOSES)
        if depth > _DEEPEST:
            return None
        if word in _JOINS and part and not depth and part[-1] not in ("!", "=", "==", "!="):
            parts += [_one(part, unary, binary), _JOINS[word]]
            part = []
        else:
            part.append(word)
    if not parts or not part or depth:
        return None
    return " ".join((*parts, _one(part, unary, binary)))


def _one(words: list[str], unary: Callable[[str, str], str], binary: Callable[[str, str, str], str]) -> str:
    if words[0] == "!" and len(words) > 1:
        return f"not ({_one(words[1:], unary, binary)})"
    if words[0] in _OPENS and words[-1] in _CLOSES and len(words) > 2:
        inner = " ".join(words[1:-1])
        return f"({joined_words(f'[ {inner} ]', unary, binary) or _one(words[1:-1], unary, binary)})"
    if len(words) == 2 and words[0].startswith("-"):
        return unary(words[0], words[1])
    if len(words) == 3:
        return binary(words[0], words[1], words[2])
    return unary("", words[0]) if len(words) == 1 else " ".join(words)


def opened_groups(source: bytes) -> bytes:
    r"""``[ a -o \( b -a c \) ]`` with plain brackets, which the grammar knows; no byte is moved. A test may go on over continued lines."""
    if not (b"\\(" in source or b'"("' in source or b"'('" in source):
        return source
    lines = source.split(b"\n")
    inside = False
    for index, line in enumerate(lines):
        starts = 0
        if not inside:
            found = _TEST.search(line) if b"(" in line else None
            if found is None:
                if b"[ " not in line or not line.endswith(b"\\"):
                    continue
                found = _TEST.search(line)
                if found is None:
                    continue
            starts = found.end()
        ends = line.find(b" ]", starts)
        rest = line[starts : ends if ends >= 0 else len(line)]
        lines[index] = line[:starts] + _GROUP.sub(_plain, rest) + line[starts + len(rest):]
        inside = ends < 0 and line.endswith(b"\\")
    return b"\n".join(lines)


def _plain(match: re.Match[bytes]) -> bytes:
    whole = match.group()
    return (b"(" if b"(" in whole else b")").center(len(whole))
