"""Cuts Python text into its pieces: names, numbers, strings, signs and the ends of statements.

The pieces are those of the standard library's ``tokenize`` without comments, blank lines and indentation (up to 3.11: an f-string is one
string). One expression runs over the whole text, which is several times faster than to go line by line.
"""

from __future__ import annotations

import re
from string import ascii_letters, digits

NAME, STRING, NUMBER, SIGN, END = "name", "string", "number", "sign", "end"
_COMMENT, _NEWLINE, _JOINED = "comment", "newline", "joined"

Piece = tuple[str, str, int]             # (one of the kinds above, END for the end of a statement; as written; line from 1)

_PREFIX = "(?:[bB][rR]?|[rR][bBfF]?|[fF][rR]?|[uU])?"
_LONG = """(?:'{3}|"{3})"""
_INSIDE_1, _INSIDE_2 = (rf"(?:[^\n{quote}\\]|\\(?!\r?\n).)*+" for quote in "'\"")
_TORN = rf"""(?:'{_INSIDE_1}|"{_INSIDE_2})\\\r?\n"""
_EXPONENT = "(?:[eE][-+]?[0-9](?:_?[0-9])*)"
_DIGITS = "[0-9](?:_?[0-9])*"
_SIGNS = r"[()\[\]{},;~]|[=:!]=|[=:]|\.\.\.|\.(?![0-9])|->|(?:\*\*|//|>>|<<|[-+*/%@&|^<>])=?"
# First the pieces, in the order of their frequency, then what is none: a string that is not closed, and a character with the blanks before
# it. No piece has a group of its own, for then the engine tells by the first character which of them to try.
_PIECE = re.compile(rf"""
    [ \f\t]*(
        [A-Za-z_]\w*+(?!['"])
      | {_SIGNS}
      | \r?\n[ \f\t]*+
      | (?:{_DIGITS}\.(?:{_DIGITS})?|\.{_DIGITS}){_EXPONENT}?[jJ]?|{_DIGITS}{_EXPONENT}[jJ]?|{_DIGITS}[jJ]
      | 0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?0)*|[1-9](?:_?[0-9])*
      | \#[^\r\n]*
      | {_PREFIX}'(?!'')(?:[^\n'\\]|\\(?:\r?\n|[^\n]))*+'
      | {_PREFIX}"(?!"")(?:[^\n"\\]|\\(?:\r?\n|[^\n]))*+"
      | {_PREFIX}'{{3}}[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'{{3}}
      | {_PREFIX}"{{3}}[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"{{3}}
      | \\\r?\n
      | (?!{_PREFIX}(?:{_LONG}|{_TORN}))\w+
      | \Z
    )|([ \f\t]*(?:{_PREFIX}(?:{_LONG}|{_TORN})|.))
""", re.DOTALL | re.VERBOSE)
_KINDS = {**dict.fromkeys(ascii_letters + "_", NAME), **dict.fromkeys(digits, NUMBER), **dict.fromkeys("'\"", STRING), "#": _COMMENT,
          "\n": _NEWLINE, "\r": _NEWLINE, "\\": _JOINED, **dict.fromkeys("()[]{},;~=:!.-*/><+%@&|^", SIGN)}
_DEPTH = {**dict.fromkeys("([{", 1), **dict.fromkeys(")]}", -1)}
_TAB = 8


def pieces_of(text: str, most: int) -> list[Piece] | None:
    """The pieces of a Python text; None where a string, a bracket or a line is not closed, or indentation fits no outer level.

    Args:
        text: the whole file.
        most: where to stop, in pieces of which those that are left out count too.
    """
    found: list[Piece] = []
    indents = [0]
    line, count, depth, column = 0, -1, 0, 0
    before = ""
    fresh, joined = True, False            # at the beginning of a statement; after a backslash at the end of a line
    # The line break put in front makes the first line one like all others.
    for piece, odd in _PIECE.findall("\n" + text):
        kind = _KINDS.get(piece[:1])
        if fresh and kind != _NEWLINE and kind != _COMMENT and (piece or odd):
            fresh = False
            if column != indents[-1]:
                count += _indent(indents, column)
                if indents[-1] != column:
                    return None
                if count > most:
                    return found
        if kind == NAME:
            found.append((STRING if piece[-1] in "'\"" else NAME, piece, line))
            line += piece.count("\n") if piece[-1] in "'\"" else 0
        elif kind == SIGN:
            found.append((NUMBER if piece[0] == "." and piece != "." and piece != "..." else SIGN, piece, line))
            depth += _DEPTH.get(piece, 0)
        elif kind == _NEWLINE:
            if not fresh and depth <= 0:
                found.append((END, piece.rstrip(" \f\t"), line))
            line += 1
            fresh, column = depth == 0, _column(piece)
        elif kind == STRING:
            found.append((STRING, piece, line))
            line += piece.count("\n")
        elif kind == NUMBER:
            found.append((NUMBER, piece, line))
        elif kind == _JOINED:
            line, joined, before = line + 1, True, piece
            continue
        elif odd:
            if len(odd.lstrip(" \f\t")) > 1:
                return None
            # The blanks before such a character count as pieces too; at the beginning of a line within brackets the line break has them.
            blank = before.lstrip("\r\n") if depth and before[:1] in ("\r", "\n") else ""
            found.extend((SIGN, char, line) for char in (blank + odd)[:most + 1 - count])
            count += len(blank + odd) - 1
        elif piece and kind != _COMMENT:
            found.append((NAME if piece[0].isidentifier() else SIGN, piece, line))
        elif not piece:
            break
        joined, before = False, piece
        count += 1
        if count > most:
            return found
    if depth or (joined and text.endswith("\n")):
        return None
    last = text[text.rfind("\n") + 1:]
    if last and last[-1] != "\r" and not last.strip().startswith("#") and (joined or last.strip()):
        found.append((END, "", line))
    return found


def _column(start: str) -> int:
    """How far the blanks after a line break reach: a tab goes on to the next multiple of eight, a form feed begins anew."""
    if "\t" not in start and "\f" not in start:
        return start.count(" ")
    column = 0
    for char in start.lstrip("\r\n"):
        column = 0 if char == "\f" else column + 1 if char == " " else (column // _TAB + 1) * _TAB
    return column


def _indent(indents: list[int], column: int) -> int:
    """Go to a column: deeper, or out to where it fits. Returns by how many levels."""
    if column > indents[-1]:
        indents.append(column)
        return 1
    before = len(indents)
    while indents[-1] > column:
        indents.pop()
    return before - len(indents)
