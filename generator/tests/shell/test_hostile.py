"""No input makes the reader or the tracer raise, hang, or grow without bound."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handover_generator.languages import shell
from handover_generator.model.source import Module, SourceFile, Unread

PIECES = st.sampled_from(
    [
        "rm",
        " ",
        "\n",
        "$(",
        ")",
        "`",
        "'",
        '"',
        "${",
        "}",
        "if",
        "then",
        "fi",
        "do",
        "done",
        "for x in",
        "case",
        "in",
        "esac",
        ";;",
        "|",
        "&&",
        "||",
        ">",
        "<",
        "<<EOF",
        "EOF",
        "<<<",
        "((",
        "))",
        "[[",
        "]]",
        "[",
        "]",
        "f()",
        "{",
        ";",
        "=",
        "+=",
        "$@",
        "$1",
        "é",
        "\\",
        "#",
        "\t",
        "eval",
        "trap",
        "source x.sh",
        "ssh h",
        "sudo",
        "{{",
        "}}",
        "*",
        "\x00",
        "\udcff",
        "function",
        "read -p",
        "exec",
        "xargs",
        "find . -exec",
        "-c",
        "bash -c",
        "psql -c",
        "0",
        "!",
        "&",
    ]
)


@given(text=st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_text_raises(text: str, trace: Callable) -> None:
    trace(text)


@pytest.mark.parametrize(
    "text",
    [
        "$(" * 3000 + ")" * 3000,
        "{ " * 3000,
        "(" * 3000,
        "if a; then " * 2000,
        "a && " * 5000 + "b",
        "a | " * 5000 + "b",
        "x=" + "${a:-" * 2000 + "}" * 2000,
        "echo " + '"$(echo ' * 500 + ')"' * 500,
        "f() { f; f; }\nf\n",
        "a(){ b; b; }\nb(){ c; c; }\nc(){ a; a; }\na\n",
        "eval " * 300 + "x",
        'bash -c "' * 50,
        "for i in 1 2 3 4; do " * 30 + "rm x" + "; done" * 30,
        "x=$x$x$x$x\n" * 60 + "rm $x",
        "case " * 500,
        "<<A <<B <<C\nA\nB\n",
        "\x00" * 1000,
        "#!" + "/" * 5000,
        "a=(" + "b " * 20000 + ")\nrm ${a[@]}",
        "if [[ " + "$a && " * 5000 + "$b ]]; then rm x; fi\n",
        "if [[ " + "! " * 5000 + "$b ]]; then rm x; fi\n",
        "if [[ " + "( " * 3000 + "$a" + " )" * 3000 + " ]]; then rm x; fi\n",
        "if (( " + "( " * 3000 + "a" + " )" * 3000 + " )); then rm x; fi\n",
        "if " + "! " * 3000 + "true; then rm x; fi\n",
        "x=$(( " + "( " * 3000 + "a" + " )" * 3000 + " ))\n",
        "if [ " + "\\( " * 3000 + "a -a b" + " \\)" * 3000 + " -o c ]; then rm x; fi\n",
    ],
)
def test_hostile_texts_end_soon(text: str, trace: Callable) -> None:
    started = time.process_time()
    trace(text)
    assert time.process_time() - started < 10


def test_many_contexts_stay_bounded(trace: Callable) -> None:
    body = "".join(f"f{i}() {{ f{i + 1} $1a; f{i + 1} $1b; }}\n" for i in range(18)) + "f18() { rm /srv/$1; }\nf0 x\n"
    started = time.process_time()
    traced = trace(body)
    assert time.process_time() - started < 10
    assert any(told.startswith("filesystem delete") for told in traced.told())


def test_what_cannot_be_read_is_said() -> None:
    assert isinstance(shell.read(SourceFile(path="a.sh", blob="", size=0, text=None)), Unread)
    assert isinstance(shell.read(SourceFile(path="a.sh", blob="", size=0, text="x\n" * 600_000)), Unread)
    module = shell.read(SourceFile(path="a.sh", blob="", size=0, text="if [ x; then"))
    assert isinstance(module, Module)
    assert module.tier == "errors"
    assert module.partial


@pytest.mark.parametrize(
    ("path", "first", "claimed"),
    [
        ("a.sh", "", True),
        ("a.bash", "x", True),
        ("bin/tool", "#!/bin/sh", True),
        ("bin/tool", "#!/usr/bin/env bash", True),
        ("bin/tool", "#!/usr/bin/env -S zsh -f", True),
        ("bin/tool", "#!/usr/bin/env python3", False),
        ("bin/tool", "echo", False),
        ("a.sh", "#!/usr/bin/env python3", False),
        ("a.fish", "#!/usr/bin/fish", False),
        ("a.csh", "#!/bin/csh", False),
        ("a.md", "#!/bin/bash", True),
    ],
)
def test_what_is_shell(path: str, first: str, claimed: bool) -> None:
    assert shell.claims(SourceFile(path=path, blob="", size=0, text=first + "\n")) is claimed


def test_the_header_is_read() -> None:
    text = "#!/bin/bash\n# Empties a pilot.\n#\n# Side effects: none\n# Owner: backend\nset -e\nrm -rf /srv\n"
    file = SourceFile(path="a.sh", blob="", size=0, text=text)
    module = shell.read(file)
    assert isinstance(module, Module)
    claims = shell.header(file, module)
    assert claims.purpose is not None
    assert claims.purpose.text.startswith("Empties a pilot")
    assert claims.claims_nothing is not None
    assert module.starts == ("shebang", "statements at top level")


def test_a_mistake_of_ours_costs_one_statement(trace: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    from handover_generator.languages._shell.walk import Walker

    def fails(self: object, node: object) -> None:
        raise KeyError("forced")

    monkeypatch.setattr(Walker, "_case", fails)
    traced = trace("case $1 in a) ls ;; esac\nrm -rf /srv/data\n")
    assert traced.unknowns() == ["internal"]
    assert traced.told() == ["filesystem delete /srv/data !"]


def test_a_test_nested_too_deep_decides_nothing(trace: Callable) -> None:
    traced = trace("if [[ " + "$a && " * 5000 + "$b ]]; then rm -rf /srv/data; fi\n")
    assert traced.told() == ["filesystem delete /srv/data !"]
