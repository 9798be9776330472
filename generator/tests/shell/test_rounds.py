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


def test_what_only_a_run_knows_is_left_open(trace: Callable) -> None:
    traced = trace('./wait.sh "$1" -- rm -rf /srv/a', {"wait.sh": WAIT})
    assert "filesystem delete /srv/x !" in traced.told()
    assert "dynamic-command" in traced.unknowns()
    assert "filesystem delete /srv/x !" in trace(WAIT).told()
    forever = 'f() { while [ -n "$1" ]; do rm -rf "/srv/$1"; [ -f stop ] && shift; done; }\nf a b'
    assert "filesystem delete /srv/a !" in trace(forever).told()
