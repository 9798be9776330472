"""Loops that shift through arguments which are known: round by round."""

from __future__ import annotations

from collections.abc import Callable

import pytest

WAIT = """#!/bin/bash
while [ $# -gt 0 ]; do
  case "$1" in
    --role) role="$2"; shift; shift;;
    --keep) keep="$2"; shift 2;;
    -q) shift; continue;;
    -x) rm -rf /srv/x; shift;;
    --) shift; break;;
    *) break;;
  esac
done
[ "$keep" = all ] || rm -rf /srv/kept
exec "$@"
"""
SHIFTED = WAIT.replace('role="$2"; shift; shift', "shift; role=$1; shift")


@pytest.mark.parametrize("script", [WAIT, SHIFTED, WAIT.replace("[ $# -gt 0 ]", "true"), WAIT.replace("[ $# -gt 0 ]", '[ -n "$1" ]')])
@pytest.mark.parametrize(("arguments", "told"), [
    ("--role primary -- rm -rf /srv/a", {"/srv/a", "/srv/kept"}),
    ("-q --keep all -- rm -rf /srv/a", {"/srv/a"}),
    ("-q -x --keep all -- true", {"/srv/x"}),
])
def test_each_option_is_taken_off(script: str, arguments: str, told: set[str], trace: Callable) -> None:
    traced = trace(f"./wait.sh {arguments}", {"wait.sh": script})
    assert set(traced.told()) == {f"filesystem delete {path} !" for path in told}
    assert traced.unknowns() == []
    assert set(traced.needs("binary")) <= {"rm"}


def test_each_argument_is_acted_on(trace: Callable) -> None:
    loop = 'wipe() { while (( $# )); do rm -rf "/srv/$1"; shift; done; }\n'
    assert trace(loop + "wipe a b c").told() == [f"filesystem delete /srv/{name} !" for name in "abc"]
    assert trace(loop + "wipe").told() == []


@pytest.mark.parametrize(("loop", "left"), [
    ("while [ $# -gt 1 ]", ["c"]), ('while [[ "$#" -ge 2 ]]', ["c"]), ("while (( $# > 2 ))", ["b", "c"]), ("until [ $# -le 1 ]", ["c"]),
    ('until [ "$1" = c ]', ["c"]), ('while [ "$1" != b ]', ["b", "c"]), ('while [[ $1 == [ab] ]]', ["c"]), ("until [ -z \"$1\" ]", []),
    ('while [ "$1" ]', []), ('while [ -n "$1" ]', []), ("while test $# -ne 0", []), ("while (( $# ))", []), ("while [ $# != 0 ]", []),
])
def test_the_loop_ends_where_its_condition_says_so(loop: str, left: list[str], trace: Callable) -> None:
    rest = "".join('rm "$1"\nshift\n' for _ in left)
    assert trace(f"f() {{\n{loop}; do rm -rf /srv/$1; shift; done\n{rest}}}\nf a b c").told() == [
        *(f"filesystem delete /srv/{name} !" for name in "abc" if name not in left), *(f"filesystem delete {name} !" for name in left)]


@pytest.mark.parametrize("loop", ['while [ $# -gt 0 ] && [ "$1" != c ]', "while [[ $1 =~ ^[ab] ]]", "while more_of_them $#"])
def test_a_condition_that_only_a_run_knows_leaves_the_loop_open(loop: str, trace: Callable) -> None:
    assert "filesystem delete /srv/a !" in trace(f'f() {{ {loop}; do rm -rf /srv/$1; shift; done; }}\nf a b c').told()


def test_what_only_a_run_knows_is_left_open(trace: Callable) -> None:
    traced = trace('./wait.sh "$1" -- rm -rf /srv/a', {"wait.sh": WAIT})
    assert "filesystem delete /srv/x !" in traced.told()
    assert "dynamic-command" in traced.unknowns()
    assert "filesystem delete /srv/x !" in trace(WAIT).told()
    forever = 'f() { while [ -n "$1" ]; do rm -rf "/srv/$1"; [ -f stop ] && shift; done; }\nf a b'
    assert "filesystem delete /srv/a !" in trace(forever).told()


def test_a_function_that_walks_down_folders_is_told_for_two_of_them(trace: Callable) -> None:
    text = ("clean() {\n  for f in \"$1\"/*; do\n    if [ -d \"$f\" ]; then clean \"$f\"; else rm -rf \"$f/tmp\"; fi\n  done\n}\nclean \"$1\"\n")
    traced = trace(text)
    assert 1 <= len(traced.told()) <= 2
    assert traced.unknowns() == []


def test_a_function_that_calls_itself_with_words_that_are_known_is_followed(trace: Callable) -> None:
    text = "go() { case $1 in a) go b;; b) go c;; c) go d;; d) rm -rf /srv/d;; esac; }\ngo a\n"
    assert trace(text).told() == ["filesystem delete /srv/d !"]
