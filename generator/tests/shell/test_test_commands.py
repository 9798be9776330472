"""``test`` is read as the brackets that mean the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.languages._shell.parse import parse


@pytest.mark.parametrize(("text", "condition"), [
    ("if test \"$MODE\" = full; then rm /srv/a; fi", "$MODE is full"),
    ("test \"$MODE\" != full && rm /srv/a", "$MODE is not full"),
    ("test -f \"/srv/b c\" || rm /srv/a", "not (the file /srv/b c exists)"),
    ("if test ! -f /srv/b; then rm /srv/a; fi", "not (the file /srv/b exists)"),
    ("test x\"$(test -f b && echo y)\" = xy \\\n && rm /srv/a", "x\"$([ -f b ] && echo y)\" is xy"),
])
def test_what_it_says(text: str, condition: str, trace: Callable) -> None:
    assert trace(text).act("filesystem delete /srv/a").condition == condition


def test_what_constants_decide(trace: Callable) -> None:
    assert trace("M=a\ntest $M = b && rm /srv/a\ntest $M = a && rm /srv/b").told() == ["filesystem delete /srv/b !"]


def test_what_it_guards(trace: Callable) -> None:
    assert trace("test \"$(hostname)\" = pilot1 || exit 1\nrm -rf /srv/a").guards("filesystem delete /srv/a") == ["env_check"]
    assert trace("test \"$1\" = now || exit 1\nrm -rf /srv/a").guards("filesystem delete /srv/a") == []


@pytest.mark.parametrize("text", ["test", "echo test x = y", "npm test -- a", "test=1", "./test a = b", "testing a b", "test_it x"])
def test_what_is_no_such_command(text: str) -> None:
    assert parse(text).source.decode() == text


def test_lines_stay_where_they_are(trace: Callable) -> None:
    traced = trace("if test \"$A\" = b -a \\\n   -n \"$C\"; then\n  rm /srv/a\nfi\n")
    assert traced.act("filesystem delete /srv/a").at.line == 3
