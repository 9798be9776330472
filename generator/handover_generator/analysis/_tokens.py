"""Text to tokens for comparison: what stays the same when somebody copies a script and renames things.

A token has a *form*, in which names bound in the file, strings and numbers are abstracted, and its text as written. Comments, blank lines
and docstrings are left out: a copy with a new header is still a copy.
"""

from __future__ import annotations

import io
import keyword
import re
import tokenize
from collections.abc import Iterator
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


def _python(text: str) -> tuple[Token, ...] | None:
    raw: list[tokenize.TokenInfo] = []
    try:
        for item in tokenize.generate_tokens(io.StringIO(text).readline):
            raw.append(item)
            if len(raw) > MAX_TOKENS:
                break
    except (tokenize.TokenError, SyntaxError, ValueError, RecursionError):
        return None
    skip = (tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.ENCODING)
    kept = [item for item in raw if item.type not in skip]
    bound = _bound(kept)
    found: list[Token] = []
    for place, item in enumerate(kept):
        line = item.start[0]
        before = kept[place - 1] if place else None
        if item.type == tokenize.NEWLINE:
            found.append(Token("\n", "", line))
        elif item.type == tokenize.NAME:
            fixed = keyword.iskeyword(item.string) or item.string not in bound or (before is not None and before.string == ".")
            found.append(Token(item.string if fixed else "N", item.string, line, "" if keyword.iskeyword(item.string) else NAME))
        elif item.type == tokenize.STRING:
            alone = before is None or before.type == tokenize.NEWLINE
            ends = place + 1 >= len(kept) or kept[place + 1].type == tokenize.NEWLINE
            if not (alone and ends):
                found.append(Token("S", _unquoted(item.string), line, STRING))
        elif item.type == tokenize.NUMBER:
            found.append(Token("0", item.string, line, NUMBER))
        elif tokenize.tok_name[item.type].startswith("FSTRING"):
            # From Python 3.12 an f-string comes in pieces; before it is one string. One form for both.
            if tokenize.tok_name[item.type] == "FSTRING_START":
                found.append(Token("S", "", line, STRING))
            elif tokenize.tok_name[item.type] == "FSTRING_MIDDLE" and found and found[-1].kind == STRING:
                found[-1] = Token("S", found[-1].text + item.string, found[-1].line, STRING)
        else:
            found.append(Token(item.string, item.string, line))
    return tuple(_one_newline(found))


def _one_newline(tokens: list[Token]) -> Iterator[Token]:
    before = "\n"
    for token in tokens:
        if token.form != "\n" or before != "\n":
            yield token
        before = token.form


def _bound(kept: list[tokenize.TokenInfo]) -> frozenset[str]:
    """Names that the file itself gives: assigned, defined, imported under another name, loop variables, parameters."""
    names: set[str] = set()
    for place, item in enumerate(kept):
        if item.type != tokenize.NAME or keyword.iskeyword(item.string):
            continue
        before = kept[place - 1].string if place else ""
        after = kept[place + 1].string if place + 1 < len(kept) else ""
        if before in ("def", "class", "as", "for") or (after in ("=", ":=", "in", ",", ")", ":") and before not in (".", "import", "from")):
            names.add(item.string)
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
