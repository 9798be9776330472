"""Text to tokens for comparison: what stays the same when somebody copies a script and renames things.

A token has a *form*, in which names bound in the file, strings and numbers are abstracted, and its text as written. Comments, blank lines
and docstrings are left out: a copy with a new header is still a copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from keyword import kwlist
from typing import NamedTuple

from handover_generator.analysis._python_pieces import END, NAME, NUMBER, SIGN, STRING, Piece, pieces_of

MAX_TOKENS = 40_000                      # a file beyond that is data, not a script somebody copied by hand

_KEYWORDS = frozenset(kwlist)
_NAMES_NEXT = frozenset(("def", "class", "as", "for"))
_NAMES_LAST = frozenset(("=", ":=", "in", ",", ")", ":"))
_NAMES_OTHERS = frozenset((".", "import", "from"))


class Token(NamedTuple):
    """``form`` is what is compared; ``text`` as written; ``line`` from 1; ``kind``: name, string, number, or '' for all else."""

    form: str
    text: str
    line: int
    kind: str = ""


def tokens_of(text: str, language: str) -> tuple[Token, ...]:
    """The tokens of a script. Never fails: text that the language's tokeniser refuses is cut up in a simple way.

    Args:
        text: the whole file.
        language: "python" and "sql" are known; everything else is cut up like shell.
    """
    if language == "python":
        found = _python(text)
        if found is not None:
            return found
    return tuple(_simple(text, sql=language == "sql"))


def _python(text: str) -> tuple[Token, ...] | None:
    pieces = pieces_of(text, MAX_TOKENS)
    if pieces is None:
        return None
    bound = _bound(pieces)
    found: list[Token] = []
    before, kind_before = "", END
    for place, (kind, piece, line) in enumerate(pieces):
        if kind == NAME:
            if piece in _KEYWORDS:
                found.append(Token(piece, piece, line))
            else:
                found.append(Token("N" if piece in bound and before != "." else piece, piece, line, NAME))
        elif kind == SIGN:
            found.append(Token(piece, piece, line))
        elif kind == END:
            if found and found[-1].form != "\n":
                found.append(Token("\n", "", line))
        elif kind == NUMBER:
            found.append(Token("0", piece, line, NUMBER))
        elif kind_before != END or (place + 1 < len(pieces) and pieces[place + 1][0] != END):
            # A string that is a statement by itself is a docstring.
            found.append(Token("S", _unquoted(piece), line, STRING))
        before, kind_before = piece, kind
    return tuple(found)


def _bound(pieces: list[Piece]) -> frozenset[str]:
    """Names that the file itself gives: assigned, defined, imported under another name, loop variables, parameters."""
    texts = [piece for _, piece, _ in pieces]
    return frozenset(
        piece for (kind, piece, _), before, after in zip(pieces, ["", *texts], [*texts[1:], ""], strict=False)
        if kind == NAME and (before in _NAMES_NEXT or (after in _NAMES_LAST and before not in _NAMES_OTHERS)) and piece not in _KEYWORDS
    )


def _unquoted(text: str) -> str:
    found = _QUOTED.match(text)
    return found.group(2) if found else text


_QUOTED = re.compile(r"(?s)[A-Za-z]*('''|\"\"\"|'|\")(.*)\1\Z")
_SIMPLE = re.compile(
    r"""(?P<comment>(?:^|(?<=\s))\#[^\n]*)|(?P<sqlcomment>--[^\n]*|/\*.*?\*/)|(?P<string>"(?:\\.|[^"\\])*"|'[^']*')"""
    r"""|(?P<variable>\$\{?[A-Za-z_][A-Za-z0-9_]*|\$[0-9@*?\#!$-])|(?P<number>\b[0-9]+(?:\.[0-9]+)?\b)|(?P<word>[A-Za-z_][A-Za-z0-9_.-]*)"""
    r"""|(?P<newline>\n)|(?P<blank>[^\S\n]+)|(?P<other>.)""",
    re.DOTALL | re.MULTILINE,
)


def _simple(text: str, *, sql: bool) -> Iterator[Token]:
    """Words, strings, numbers and signs, for shell, SQL and text that no better tokeniser takes."""
    assigned = set() if sql else set(re.findall(r"(?m)(?:^|[\s;])(?:local |export |readonly |declare )?([A-Za-z_][A-Za-z0-9_]*)=", text))
    line, count, before = 1, 0, "\n"
    for found in _SIMPLE.finditer(text):
        kind, piece = found.lastgroup, found.group()
        start = line
        line += piece.count("\n")
        if kind == "sqlcomment" and not sql:
            kind = "word"
        if kind in ("comment", "sqlcomment", "blank") and not (kind == "comment" and sql):
            continue
        count += 1
        if count > MAX_TOKENS:
            return
        token = _simple_token(kind or "other", piece, start, sql, assigned)
        if token.form != "\n" or before != "\n":
            yield token
        before = token.form


def _simple_token(kind: str, piece: str, line: int, sql: bool, assigned: set[str]) -> Token:
    if kind == "newline":
        return Token("\n", "", line)
    if kind == "string":
        return Token("S", piece[1:-1], line, STRING)
    if kind == "number":
        return Token("0", piece, line, NUMBER)
    if kind == "variable":
        return Token("$N", piece, line)
    if kind == "word":
        if sql:
            return Token(piece.casefold(), piece, line, NAME)
        return Token("N" if piece in assigned else piece, piece, line, NAME)
    return Token(piece, piece, line)
