"""Tokens for comparison: Python is cut up as Python itself does it, and text that is none never fails."""

from __future__ import annotations

import io
import tokenize

import pytest

from handover_generator.analysis._tokens import MAX_TOKENS, STRING, tokens_of

_PIECES = [
    "x = 1\n",
    "if a: b = c.d[1:2]\nelse:\n    del e\n",
    "x = (1,\n     # why\n     2)\n\n\ny = x\n",
    "x = 1 + \\\n    2\n",
    "f(a, *b, **c) ; g()\n",
    "x = 0x1F + 1_000 + 1.5e-3 + .5 + 2j + 1E+9\n",
    "a //= b ** c << 2 -> d\nx != y <= z := w ...\n",
    "x = 'it\\'s' \"a \\\" b\" r'\\d' b'x' Rb\"y\" u''\n",
    "x = '''one ' and '' two\n\\''' three'''; y = \"\"\"a\n\"b\" \"\"\"\n",
    "x = ''\ny = \"\"\nz = '' ''\n",
    "@d\nasync def f(größe: int = 3) -> None:\n\tawait g\n",
    "x = a if b else lambda: 0  # why 'not'",
    "import a.b as c\nfrom . import d\nprint(c, d)\n",
]


@pytest.mark.parametrize("text", [*_PIECES, "".join(f"{one}\n" for one in _PIECES)])
def test_python_is_cut_up_as_its_own_tokeniser_does(text: str) -> None:
    said_nothing = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.NEWLINE}
    theirs = [(item.string, item.start[0]) for item in tokenize.generate_tokens(io.StringIO(text).readline) if item.type not in said_nothing]
    ours = [(token.text, token.line) for token in tokens_of(text, "python") if token.form != "\n"]
    assert [line for _, line in ours] == [line for _, line in theirs]
    for (mine, _), (whole, _) in zip(ours, theirs, strict=True):
        if whole[-1] in "'\"":                                # a string stands without its letters and quotes
            assert whole.lstrip("rbRBu") in (f"{quotes}{mine}{quotes}" for quotes in ("'", '"', "'''", '"""'))
        else:
            assert mine == whole


def test_a_statement_ends_where_its_last_line_does() -> None:
    forms = [token.form for token in tokens_of("open(\n  1,\n)\n# why\n\nexit()", "python")]
    assert forms == ["open", "(", "0", ",", ")", "\n", "exit", "(", ")", "\n"]


def test_docstrings_are_left_out_and_strings_are_kept() -> None:
    text = '"""Why."""\n\ndef f():\n    "what"\n    return "kept", f"{f} too"\n'
    assert [token.text for token in tokens_of(text, "python") if token.kind == STRING] == ["kept", "{f} too"]


@pytest.mark.parametrize("text", ["x = (1,\n", "x = '''never ends\n", 'x = """\n'])
def test_what_never_ends_is_cut_up_in_a_simple_way(text: str) -> None:
    assert [token.text for token in tokens_of(text, "python")][:1] == ["x"]


@pytest.mark.parametrize("piece", ["'", '"', "'''", "\\'", "r'", "('", "a'''\n", "\\\n", "a.", "1e"])
def test_a_long_line_of_anything_ends_and_costs_little(piece: str) -> None:
    assert len(tokens_of(piece * 50_000, "python")) <= MAX_TOKENS + 1


def test_python_two_keeps_its_numbers_and_signs_whole() -> None:
    texts = [token.text for token in tokens_of("os.chmod(path, 0600)\nprint `x`\n", "python")]
    assert "0600" in texts
    assert " " not in texts
