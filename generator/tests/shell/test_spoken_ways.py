"""Functions that print one of several words, with which a command is put together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

BOTH = ["cluster delete a.yml !", "cluster write a.yml"]


@pytest.mark.parametrize("body", [
    "if [ \"$1\" = new ]; then echo apply; else echo delete; fi",
    "if [ \"$1\" = new ]; then\n echo apply\nelif [ \"$1\" = old ]; then\n echo delete\nelse\n echo \"unknown: $1\"\n exit 1\nfi",
    "case $1 in\n new) echo apply;;\n *) echo delete;;\nesac",
    "if [ \"$1\" = new ]; then echo apply; return; fi\n echo delete",
    "(\n unset verb\n if [ \"$1\" = new ]; then verb=apply; else verb=delete; fi\n echo \"$verb\"\n)",
    "echo 'which one?' >&2\n if [ \"$1\" = new ]; then echo apply; else echo delete; fi",
    "if [ -n \"$1\" ]; then\n  case $1 in new) echo apply;; *) echo delete;; esac\nelse\n  echo apply\nfi",
])
@pytest.mark.parametrize("line", ["kubectl $(verb $OP) -f a.yml", "V=$(verb $OP)\nkubectl $V -f a.yml"])
def test_each_of_them_is_told(body: str, line: str, trace: Callable) -> None:
    traced = trace(f"verb() {{\n{body}\n}}\n{line}\n")
    assert sorted(traced.told()) == BOTH
    assert traced.unknowns() == []


def test_what_another_function_prints_is_printed_by_the_one_that_calls_it(trace: Callable) -> None:
    text = "inner() { if [ -n \"$NEW\" ]; then echo apply; else echo delete; fi; }\nverb() { inner; }\nkubectl $(verb) -f a.yml\n"
    assert sorted(trace(text).told()) == BOTH


@pytest.mark.parametrize("body", [
    "echo apply\n echo delete",                                                        # both words
    "if [ -n \"$1\" ]; then echo apply; fi\n echo delete",
    "for one in a b; do if [ $one = \"$1\" ]; then echo apply; else echo delete; fi; done",
    "if echo apply; then echo delete; fi",
])
def test_what_is_printed_together_is_no_choice(body: str, trace: Callable) -> None:
    traced = trace(f"verb() {{\n{body}\n}}\nkubectl $(verb $OP) -f a.yml\n")
    assert traced.told() == []
    assert traced.unknowns() == ["dynamic-command"]


def test_a_constant_decides_which(trace: Callable) -> None:
    text = "verb() { if [ \"$1\" = new ]; then echo apply; else echo delete; fi; }\nkubectl $(verb new) -f a.yml\n"
    assert trace(text).told() == ["cluster write a.yml"]


def test_what_is_said_to_a_person_is_not_printed(trace: Callable) -> None:
    assert trace("where() { echo 'looking ...' >&2; echo /srv/a; }\nrm -rf \"$(where)\"\n").told() == ["filesystem delete /srv/a !"]
