"""Conditions that another one says are not told beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.implied import essential
from handover_generator.analysis.walk import Walked


@pytest.mark.parametrize(("conditions", "left"), [
    (["if --all is given", "if --task is not 'a'", "if --task is 'b'"], ["if --all is given", "if --task is 'b'"]),
    (["if --task is not 'a'", "if --task is not 'b'"], ["if --task is not 'a'", "if --task is not 'b'"]),
    (["if --task is not 'a'", "if --mode is 'b'"], ["if --task is not 'a'", "if --mode is 'b'"]),
    (["if size is not 1", "if size is 2"], ["if size is 2"]),
    (["if mode is not other", "if mode is third"], ["if mode is not other", "if mode is third"]),       # names, of whatever they hold
    (["if mode is not 'b'", "if mode is 'b'"], ["if mode is not 'b'", "if mode is 'b'"]),
    (["if mode is not 'a' or more", "if mode is 'b'"], ["if mode is not 'a' or more", "if mode is 'b'"]),
    (["if path is not given", "if path is empty"], ["if path is not given", "if path is empty"]),
])
def test_what_is_one_thing_is_no_other(conditions: list[str], left: list[str]) -> None:
    assert essential(conditions) == left


@pytest.mark.parametrize(("conditions", "left"), [
    (["not ($1 is a)", "$1 is b"], ["$1 is b"]),
    (["$MODE is not 'a'", "$MODE is b"], ["$MODE is b"]),
    (["not ($1 is $a)", "$1 is b"], ["not ($1 is $a)", "$1 is b"]),
    (["$1 is not b*", "$1 is b"], ["$1 is not b*", "$1 is b"]),
])
def test_words_of_a_shell_stand_for_themselves(conditions: list[str], left: list[str]) -> None:
    assert essential(conditions, bare=True) == left


def test_the_branch_is_told_with_what_stands_around_it(trace: Callable[..., Walked]) -> None:
    walked = trace("""
        import argparse, shutil
        p = argparse.ArgumentParser()
        p.add_argument("--task")
        p.add_argument("--all", action="store_true")
        args = p.parse_args()
        if args.all:
            if args.task == "a":
                pass
            elif args.task == "b":
                pass
            elif args.task == "c":
                shutil.rmtree("/srv/c")
    """)
    assert [effect.condition for effect in walked.effects] == ["if --all is given and if --task is 'c'"]
