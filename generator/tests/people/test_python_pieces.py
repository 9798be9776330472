"""Python text in pieces: as the standard library's tokenizer of 3.11 cuts it, in whatever form the text comes."""

from __future__ import annotations

import io
import sys
import tokenize
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover_generator.analysis._python_pieces import END, NAME, NUMBER, SIGN, STRING, pieces_of

_MANY = 40_000
_KINDS = {tokenize.NAME: NAME, tokenize.STRING: STRING, tokenize.NUMBER: NUMBER, tokenize.NEWLINE: END}
_LEFT_OUT = (tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
# From 3.12 on the standard library has another tokenizer, which cuts f-strings up and refuses more.
as_in_3_11 = pytest.mark.skipif(sys.version_info >= (3, 12), reason="the tokenizer to compare with is that of Python 3.11")


def by_the_library(text: str, most: int = _MANY) -> list[tuple[str, str, int]] | None:
    raw: list[tokenize.TokenInfo] = []
    try:
        for item in tokenize.generate_tokens(io.StringIO(text).readline):
            raw.append(item)
            if len(raw) > most:
                break
    except (tokenize.TokenError, SyntaxError):
        return None
    return [(_KINDS.get(item.type, SIGN), item.string, item.start[0]) for item in raw if item.type not in _LEFT_OUT]


@as_in_3_11
def test_the_standard_library_is_cut_as_it_cuts_itself() -> None:
    for path in sorted(Path(tokenize.__file__).parent.glob("*.py"))[:40]:
        text = path.read_text(encoding="utf-8", errors="replace")
        assert pieces_of(text, _MANY) == by_the_library(text), path
        assert pieces_of(text, 200) == by_the_library(text, 200), path


_PIECES = st.sampled_from((
    "a", "if", "é", "²", "b'x'", 'f"{y}"', "'''", '"""', "'", '"', "''", "\\\n", "\\\r\n", "\\", "\n", "\r\n", "\n    ", "\n\t", "\n  ", " ", "\f",
    "# c", "0x1F", "1_0.5e-3j", ".5", "...", ".", "(", ")", "[", "]", ":=", "->", "**=", "!=", "!", "$", "`", "<>", "rb'", "0777", "1__0", "::",
))


@as_in_3_11
@given(st.lists(_PIECES, max_size=25).map("".join), st.integers(1, 30))
@settings(max_examples=1500, deadline=None)
def test_any_text_is_cut_as_the_library_cuts_it(text: str, most: int) -> None:
    if not _is_torn(text):
        assert pieces_of(text, _MANY) == by_the_library(text)
        assert by_the_library(text) is None or pieces_of(text, most) == by_the_library(text, most)


def _is_torn(text: str) -> bool:
    """Whether a string ends amid a line that a backslash joined to the one before: the library goes on after it, we do not."""
    found = by_the_library(text)
    return found is not None and any(kind == SIGN and "\n" in piece for kind, piece, _ in found)


def test_an_f_string_is_one_piece_in_every_python() -> None:
    assert pieces_of('x = f"a {b} c"\n', _MANY) == [(NAME, "x", 1), (SIGN, "=", 1), (STRING, 'f"a {b} c"', 1), (END, "\n", 1)]


@pytest.mark.parametrize("text", ["x = '''a\n", "f(1,\n", "if x:\n    y\n  z\n", "x = 1 + \\\n", "x = 'a\\\nb\n"])
def test_what_is_not_closed_is_not_cut(text: str) -> None:
    assert pieces_of(text, _MANY) is None
