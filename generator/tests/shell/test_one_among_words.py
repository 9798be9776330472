"""A variable that goes through words that are written down is one of them: a case over it takes their ways only."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASE = "case $x in\n a) rm /srv/a ;;\n b*) rm /srv/b ;;\n c|d) rm /srv/c ;;\n *) rm /srv/e ;;\nesac\n"


@pytest.mark.parametrize(("words", "left"), [("a", "a"), ("a b1", "ab"), ("a 'd'", "ac"), ("a z", "ae")])
def test_only_the_ways_of_its_words(words: str, left: str, trace: Callable) -> None:
    told = trace(f"for x in {words}; do\n{CASE}done\n").told()
    assert {f"filesystem delete /srv/{one} !" for one in left} <= set(told)
    assert not {f"filesystem delete /srv/{one} !" for one in set("abc") - set(left)} & set(told)


def test_the_words_of_a_call(trace: Callable) -> None:
    text = f"f() {{\n for x in $*; do\n{CASE}done\n}}\nf a d\n"
    assert "filesystem delete /srv/b !" not in trace(text).told()
    assert {"filesystem delete /srv/a !", "filesystem delete /srv/c !"} <= set(trace(text).told())


@pytest.mark.parametrize("text", [
    f"for x in a z; do\nx=$1\n{CASE}done\n", f"for x in a z; do\nread -r x\n{CASE}done\n", f"for x in a $1; do\n{CASE}done\n",
    f"for x in a *; do\n{CASE}done\n", f"for x in a z; do\nsource $1\n{CASE}done\n", f"for x in a z; do\nfor x in $1; do\n:\ndone\n{CASE}done\n",
    f"for x in a z; do\nprintf -v x %s $1\n{CASE}done\n", f"for x in a z; do :; done\nx=$1\n{CASE}"])
def test_every_way_where_it_may_be_something_else(text: str, trace: Callable) -> None:
    assert {f"filesystem delete /srv/{one} !" for one in "abce"} <= set(trace(text).told())


@pytest.mark.parametrize("pattern", ["'a'", '"a"*', "$A", "[a]", "@(a|q)"])
def test_a_pattern_that_is_more_than_a_word_may_be_it(pattern: str, trace: Callable) -> None:
    assert "filesystem delete /srv/x !" in trace(f"for x in a z; do case $x in {pattern}) rm /srv/x ;; esac; done\n").told()
