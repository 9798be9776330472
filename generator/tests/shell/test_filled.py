"""A variable that is empty at first is not empty where a script has left for that, and inside the branch that asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from handover_generator.languages._shell.filled import _COMPARED, _PIECE, _pieces

TAKES = "#!/bin/bash\nhost=\"\"\nother=\"\"\nwhile getopts 'h:o:' o; do\n  case $o in h) host=$OPTARG ;; o) other=$OPTARG ;; esac\ndone\n"
GIVEN = "filesystem delete /srv/${option}/data !"
ALL = "filesystem delete /srv/data !"


@pytest.mark.parametrize("text", [
    '[ "$host" ] || exit 1\nrm -rf /srv/$host/data',
    '[ -n "$host" ] || { echo "usage"; exit 1; }\nrm -rf /srv/$host/data',
    '[[ -z $host ]] && exit 1\nrm -rf /srv/$host/data',
    'usage() { echo "usage"; exit 1; }\ntest -n "$host" || usage\nrm -rf /srv/$host/data',
    'if [ -z "$host" ]; then exit 1; fi\nrm -rf /srv/$host/data',
    'if [ -z "$host" ] || [ -z "$other" ]; then exit 1; fi\nrm -rf /srv/$host/data',
    'if [[ -z $host || -z "$other" ]]; then exit 1; fi\nrm -rf /srv/$host/data',
    'if [ -n "$host" -a -n "$other" ]; then rm -rf /srv/$host/data; fi',
    'if [ "$host" != "" ]; then rm -rf /srv/$host/data; fi',
    'if [ "$host" = "" ]; then echo all; else rm -rf /srv/$host/data; fi',
    'if ! [ -n "$host" ]; then exit 1; fi\nrm -rf /srv/$host/data',
    'if [ ! "$host" ]; then exit 1; fi\nrm -rf /srv/$host/data',
    'if [ -n "$host" ]; then :; else exit 1; fi\nrm -rf /srv/$host/data',
    '[ -n "${host}" ] && rm -rf /srv/$host/data',
])
def test_it_is_not_empty(text: str, trace: Callable) -> None:
    assert trace(TAKES + text).told() == [GIVEN]


@pytest.mark.parametrize("text", [
    'if [ -z "$host" ]; then echo "all of them"; fi\nrm -rf /srv/$host/data',
    'if [ -z "$host" ] && [ -z "$other" ]; then exit 1; fi\nrm -rf /srv/$host/data',
    'if [[ -n $host || -n $other ]]; then rm -rf /srv/$host/data; fi',
    '[ -z "$other" ] && exit 1\nrm -rf /srv/$host/data',
    '[ -n "$host" ] && echo "one of them"\nrm -rf /srv/$host/data',
    'if [ "$host" != "all" ]; then rm -rf /srv/$host/data; fi',
    'if [ -n "$host" ]; then host=""; fi\nrm -rf /srv/$host/data',
])
def test_it_may_be_empty(text: str, trace: Callable) -> None:
    assert ALL in trace(TAKES + text).told()


def test_long_tests_cost_little() -> None:
    began = time.perf_counter()
    for text in ("! " * 100_000, '"$' + "a" * 200_000, "x -o " * 50_000, "$" + "{a" * 100_000, "-z " * 100_000):
        _pieces(text)
        for expression in (_PIECE, _COMPARED):
            expression.fullmatch(text)
    assert time.perf_counter() - began < 2
