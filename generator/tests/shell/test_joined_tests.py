"""Tests of several parts in one pair of brackets."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("test", "words"), [
    ('[ ! -f x -a "$a" = b ]', "not (the file x exists) and $a is b"),
    ('[ -f x -a "$a" = b ]', "the file x exists and $a is b"),
    ('[ "$a" = b -o -n "$c" ]', "$a is b or $c is set"),
    ('[ ! -f x -a \\( "$a" = b -o -n "$c" \\) ]', "not (the file x exists) and ($a is b or $c is set)"),
    ('[ "(" "$a" -lt "$b" ")" -o "(" \\\n"$a" -eq 3 -a \\\n"$c" -lt "$d" ")" ]', "($a is less than $b) or ($a is 3 and $c is less than $d)"),
    ("[ -n '-a -b' -a \"$x\" ]", "'-a -b' is set and $x is set"),
    ('[ "$a" = -o ]', "$a is -o"),
    ("[ -n \"$a\" ]", "$a is set"),
])
def test_each_part_is_told_for_itself(test: str, words: str, trace: Callable) -> None:
    traced = trace(f"if {test}; then\n  rm /srv/a\nfi\n")
    assert [act.condition for act in traced.acts()] == [words]
    assert not traced.unknowns()


@pytest.mark.parametrize("line", [
    '[ -z "$m" -o "(" ! -x "`which $m 2> /dev/null`" \\\n    ")" ] && exit 0',
    '[ \\( -n "$a" \\) -o \\( -n "$b" \\) ] || exit 1',
    "[ '(' -n \"$a\" ')' -a -n \"$b\" ] && x=1",
])
def test_groups_hide_nothing(line: str, trace: Callable) -> None:
    traced = trace(f"{line}\nrm -r /srv/a\nfind . \\( -name a -o -name b \\) -delete\n")
    assert traced.told() == ["filesystem delete /srv/a !", "filesystem delete . !"]
    assert not traced.unknowns()
