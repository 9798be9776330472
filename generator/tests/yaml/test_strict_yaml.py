"""The strict reader of YAML: no constructor runs, nothing is silently something else, nothing explodes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.errors import ConfigurationError
from handover_generator.strict_yaml import parse, parse_all


def test_plain_scalars_are_those_of_yaml_1_2() -> None:
    text = "a: on\nb: no\nc: 12:30\nd: 2026-09-01\ne: 0x10\nf: 010\ng: 1_000\nh: 7\ni: -1.5\nj: true\nk: ~\nl:\n"
    text += "m: '7'\nn: !!str 7\no: |\n  7\n"
    assert parse(text, "f").data == {
        "a": "on", "b": "no", "c": "12:30", "d": "2026-09-01", "e": "0x10", "f": "010", "g": "1_000", "h": 7, "i": -1.5, "j": True,
        "k": None, "l": None, "m": "7", "n": "7", "o": "7\n",
    }  # fmt: skip


def test_positions_of_values_and_keys() -> None:
    document = parse("a:\n  b: [1, {c: 2}]\n", "f")
    assert document.place(("a", "b", 1, "c")) == (2, 14)
    assert document.place(("a", "<key>", "b")) == (2, 3)
    assert document.place(("a", "b", 7)) == (2, 6)


@pytest.mark.parametrize(("text", "message"), [
    ("a: 1\na: 2", "f:2:1: 'a' stands here a second time; the first is in line 1; make one of them"),
    ("a: !!python/object/apply:os.system [ls]", "f:1:4: the tag tag:yaml.org,2002:python/object/apply:os.system is not allowed"),
    ("a: !mine x", "f:1:4: the tag !mine is not allowed"),
    ("a: !!binary aGk=", "f:1:4: the tag tag:yaml.org,2002:binary is not allowed"),
    ("a: &a [*a]", "aliases expand to too much"),
    ("a0: &a0 x\n" + "".join(f"a{i}: &a{i} [[[[[[[[[[*a{i - 1}]]]]]]]]]]\n" for i in range(1, 99)), "aliases expand to too much"),
    ("{" * 200, "nested deeper than 32 levels"),
    ("[&a 1" + ", *a" * 200 + "]", "more than 100 aliases"),
    ("? [a]\n: 1", "a key must be text"),
    ("a: 1\nb: \x07", "f:2:4: not valid YAML: a character that may not stand in a text file"),
    ("a: \ud800", "not valid YAML"),
    ("---\na\n---\nb", "not valid YAML: but found another document"),
    ("a: " + "x" * 1_000_001, "larger than 1000000 bytes"),
])  # fmt: skip
def test_refused(text: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse(text, "f")
    assert message in str(caught.value)
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(("text", "message"), [
    ("a:\n  b: x\n   c: y", "f:3:5: not valid YAML: mapping values are not allowed in this context; this line is indented deeper than the one "
                            "above it, which already has a value: give both as many spaces\n       c: y"),
    ("a:\n    b: x\n  c: y", "; the indentation fits no line above: give what stands side by side as many spaces\n      c: y"),
    ("a:\n\tb: x", "f:2:1: not valid YAML: found character that cannot start any token; a tab stands there: indent with spaces\n    →b: x"),
    ("a:\n  b: x\n\tc: y", "; a tab stands there: indent with spaces\n    →c: y"),
    ("a: b: c", "; a value that holds ': ' must stand in quotes"),
    ("a: @ops", "; a value that begins with @, ` or % must stand in quotes"),
    ("a: [{b: ${c}}]", "a value that holds one of []{},: must stand in quotes"),
])  # fmt: skip
def test_what_is_wrong_with_the_form_is_told_in_words_that_help(text: str, message: str) -> None:
    """The parser speaks of tokens; the person who wrote it sees spaces."""
    with pytest.raises(ConfigurationError) as caught:
        parse(text, "f")
    assert message in str(caught.value)


def test_several_documents() -> None:
    documents = parse_all("---\na: 1\n---\nb: 2\n", "f")
    assert [document.data for document in documents] == [{"a": 1}, {"b": 2}]
    assert documents[1].place(("b",)) == (4, 4)


@given(st.text(max_size=200) | st.text(alphabet=st.sampled_from(list("ab:-[]{},&*!|>#'\" \n\t?~<")), max_size=100))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (parse, parse_all):
        problems: tuple[str, ...] = ()
        try:
            read(text, "f")
        except ConfigurationError as error:
            problems = error.problems
        assert all(problem.startswith("f:") for problem in problems)
