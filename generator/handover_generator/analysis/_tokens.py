"""Text to tokens for comparison: what stays the same when somebody copies a script and renames things.

A token has a *form*, in which names bound in the file, strings and numbers are abstracted, and its text as written. Comments, blank lines
and docstrings are left out: a copy with a new header is still a copy.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from itertools import pairwise
from token import EXACT_TOKEN_TYPES
from typing import NamedTuple

from handover_generator.regexes import regex

MAX_TOKENS = 40_000                      # a file beyond that is data, not a script somebody copied by hand

NAME, STRING, NUMBER = "name", "string", "number"


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


_PYTHON = regex(
    r"""(?P<blank>[^\S\n]+|\\\r?\n|\#[^\n]*)|(?P<name>[^\W\d]\w*+)(?!['"])"""
    r"""|(?P<string>[A-Za-z]*(?:\'{3}[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*\'{3}|"{3}[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"{3}"""
    r"""|'(?!'')[^'\\\n]*+(?:\\.[^'\\\n]*+)*'?|"(?!"")[^"\\\n]*+(?:\\.[^"\\\n]*+)*"?))|(?P<open>\'{3}|"{3})"""
    r"""|(?P<number>\.?\d(?:[eE][+-]\d|[\w.])*)|(?P<newline>\n)|(?P<odd>[^\W\d]\w*)"""
    rf"""|(?P<sign>{"|".join(re.escape(sign) for sign in sorted(EXACT_TOKEN_TYPES, key=lambda sign: -len(sign)))}|.)""",
    re.DOTALL,
)
"""The lexical analysis of the language reference, but for indentation. It takes half the time of ``tokenize``, says the same on each version of
Python (from 3.12 on ``tokenize`` takes an f-string to pieces), and reads Python 2 too."""
_NEWLINE = "newline"
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


_Piece = tuple[str, str, int]
"""Its kind, as written, its line."""


def _python(text: str) -> tuple[Token, ...] | None:
    """The tokens of Python; None where a bracket or a string never ends."""
    kept = _pieces(text)
    if kept is None:
        return None
    bound = _bound(kept)
    found: list[Token] = []
    last_kind, last = _NEWLINE, ""
    for place, (kind, string, line) in enumerate(kept):
        if kind == NAME:
            word = keyword.iskeyword(string)
            fixed = word or last == "." or string not in bound
            found.append(Token(string if fixed else "N", string, line, "" if word else NAME))
        elif kind == "sign":
            found.append(Token(string, string, line))
        elif kind == _NEWLINE:
            found.append(Token("\n", "", line))
        elif kind == NUMBER:
            found.append(Token("0", string, line, NUMBER))
        elif last_kind != _NEWLINE or kept[place + 1][0] != _NEWLINE:                # else it is a docstring: all ends in a newline
            found.append(Token("S", _unquoted(string), line, STRING))
        last_kind, last = kind, string
    return tuple(_one_newline(found))


def _pieces(text: str) -> list[_Piece] | None:
    """Names, strings, numbers, signs and the ends of statements, with a last one at the end."""
    kept: list[_Piece] = []
    line, depth = 1, 0
    for found in _PYTHON.finditer(text):
        kind, string = found.lastgroup or "sign", found.group()
        if kind == "blank":
            line += string.count("\n")
            continue
        if kind == "open":
            return None
        if kind == _NEWLINE and depth:
            line += 1
            continue
        kept.append((kind, string, line))
        if kind == "sign":
            depth += (string in _OPENING) - (string in _CLOSING)
        elif kind in (_NEWLINE, STRING):
            line += string.count("\n")
        if len(kept) >= MAX_TOKENS:
            break
    else:
        if depth > 0:
            return None
    kept.append((_NEWLINE, "", line))
    return kept


def _one_newline(tokens: list[Token]) -> Iterator[Token]:
    before = "\n"
    for token in tokens:
        if token.form != "\n" or before != "\n":
            yield token
        before = token.form


_BINDING = frozenset({"def", "class", "as", "for"})
_BOUND_BEFORE = frozenset({"=", ":=", "in", ",", ")", ":"})
_TAKING = frozenset({".", "import", "from"})


def _bound(kept: list[_Piece]) -> frozenset[str]:
    """Names that the file itself gives: assigned, defined, imported under another name, loop variables, parameters."""
    names: set[str] = set()
    before = ""
    for (kind, string, _), (_, after, _) in pairwise(kept):
        if kind == NAME and (before in _BINDING or (after in _BOUND_BEFORE and before not in _TAKING)) and not keyword.iskeyword(string):
            names.add(string)
        before = string
    return frozenset(names)


def _unquoted(text: str) -> str:
    found = re.match(r"(?s)[A-Za-z]*('''|\"\"\"|'|\")(.*)\1\Z", text)
    return found.group(2) if found else text


_SIMPLE = regex(
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
