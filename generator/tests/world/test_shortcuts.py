"""Quick first looks at a text find what the plain expressions find."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from handover_generator.sources._starters import names
from handover_generator.sources._starters.kinds import imports

WORDS = ["import", "from", " ", "\n", "a", "b.c", ".", "..", "(", ")", ",", "*", "as", "# note", ";", ">>> ", "\t", "imports", "é", "x = 1"]
SIGNS = ["-m", "-", "m", "handler", "Handler", "andler", "x", ".", ":", "=", '"', "'", " ", "\n", "pkg.mod", "/", "_", "é", ","]


@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_imports_are_those_of_the_whole_expression(text: str) -> None:
    assert [match.span() for match in imports._statements(text)] == [match.span() for match in imports._IMPORT.finditer(text)]


@given(st.lists(st.sampled_from(SIGNS), max_size=30).map("".join))
def test_what_stands_before_may_be_looked_at_last(text: str) -> None:
    module = re.compile(r"(?<![\w-])-m[\"']?,?\s+[\"']?([A-Za-z_][\w.]*)")
    handler = re.compile(r"\b[Hh]andler\"?\s*[:=]\s*[\"']?([\w./-]+)\.\w+")
    for quick, plain in ((names._DASH_M, module), (names._HANDLER, handler)):
        assert [match.span(1) for match in quick.finditer(text)] == [match.span(1) for match in plain.finditer(text)]


@given(st.lists(st.sampled_from(SIGNS), max_size=30).map("".join))
def test_no_target_is_overlooked(text: str) -> None:
    if names._TARGET.search(text):
        assert names._MAY_BE_TARGET.search(text)
