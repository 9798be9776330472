"""How many words a function is called with decides what it does with them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

GONE = ["filesystem delete /srv/a !"]


@pytest.mark.parametrize(("body", "call", "told"), [
    ("if [ $# -lt 2 ]; then return 1; fi; rm -rf /srv/a", "f x", []), ("if [ $# -lt 2 ]; then return 1; fi; rm -rf /srv/a", "f x y", GONE),
    ("[ $# -eq 0 ] && rm -rf /srv/a", "f x", []), ("[ $# -eq 0 ] && rm -rf /srv/a", "f", GONE),
    ("[[ $# -eq 1 ]] || return; rm -rf /srv/a", "f \"$X\"", GONE), ("[[ $# -eq 1 ]] || return; rm -rf /srv/a", "f \"$X\" y", []),
    ("if [ \"$#\" != \"1\" ]; then rm -rf /srv/a; fi", "f x", []), ("case $# in 1) rm -rf /srv/a;; esac", "f x y", []),
])
def test_the_number_of_words_decides(body: str, call: str, told: list[str], trace: Callable) -> None:
    assert trace(f"f() {{ {body}; }}\n{call}\n").told() == told


@pytest.mark.parametrize("text", [
    "f() { if [ $# -gt 1 ]; then rm -rf /srv/a; fi; }\nf $X", "f() { if [ $# -gt 1 ]; then rm -rf /srv/a; fi; }\nf \"$@\"",
    "f() { [ \"$F\" ] && shift; if [ $# -eq 0 ]; then rm -rf /srv/a; fi; }\nf x", "if [ $# -gt 1 ]; then rm -rf /srv/a; fi",
    "f() { while [ $# -gt 0 ]; do case $1 in -a) A=1;; esac; shift; done; rm -rf /srv/a; }\nf -a b",
    "f() { set -- $X; if [ $# -gt 1 ]; then rm -rf /srv/a; fi; }\nf x",
])
def test_a_number_that_a_run_decides_decides_nothing(text: str, trace: Callable) -> None:
    assert trace(text).told() == GONE
