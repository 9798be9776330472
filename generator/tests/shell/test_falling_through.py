"""Branches of a ``case`` that fall through into the next one, and groups that run beside the script."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import Act, Action

_CASE = """case "$1" in
  -p) ;&
  --prune) ;&
  -R) rm /srv/reset ;;
  x) rm /srv/x ;&
  y) rm /srv/y ;;
  z*) rm /srv/z ;;&
  *b) rm /srv/b ;;
  *) rm /srv/none ;;
esac
"""


def _conditions(traced: object) -> dict[str | None, str | None]:
    return {event.target: event.condition for event in traced.events if isinstance(event, Act) and event.action is Action.DELETE}  # type: ignore


def test_an_empty_branch_that_falls_through_lends_its_words_to_the_next_one(trace: Callable) -> None:
    assert _conditions(trace(_CASE))["/srv/reset"] == "$1 is -p or --prune or -R"


def test_each_branch_runs_what_it_falls_into(trace: Callable) -> None:
    told = trace(_CASE).told()
    assert [each for each in told if "/srv/x" in each or "/srv/y" in each].count("filesystem delete /srv/y !") >= 1
    assert _conditions(trace(_CASE))["/srv/x"] == "$1 is x"


@pytest.mark.parametrize(("word", "gone"), [
    ("-p", ["reset"]), ("--prune", ["reset"]), ("-R", ["reset"]), ("x", ["x", "y"]), ("y", ["y"]), ("zab", ["z", "b"]), ("zac", ["z", "none"]),
    ("q", ["none"]),
])
def test_for_a_known_word_only_its_branches_run(trace: Callable, word: str, gone: list[str]) -> None:
    told = trace(f"bash ops/y.sh {word}", {"ops/y.sh": _CASE}).told()
    assert told == [f"filesystem delete /srv/{each} !" for each in gone]


@pytest.mark.parametrize("text", [
    "coproc { rm /srv/a; }",
    "coproc {\n\trm /srv/a\n}\nread -r line <&\"${COPROC[0]}\"",
    "coproc LOG { rm /srv/a; }",
    "coproc LOG ( rm /srv/a )",
    "if true; then coproc { rm /srv/a; }; fi",
    "coproc rm /srv/a",
])
def test_what_runs_beside_the_script_is_read(trace: Callable, text: str) -> None:
    traced = trace(text)
    assert traced.told() == ["filesystem delete /srv/a !"]
    assert traced.unknowns() == []


def test_a_file_of_that_name_is_a_file(trace: Callable) -> None:
    assert trace("rm coproc { /srv/a").told()[0] == "filesystem delete coproc !"
