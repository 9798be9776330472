"""``$(...)`` of commands whose output is thrown away: they are run for what they answer."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("line", [
    "until $(curl -sf localhost:3002 | grep DOCTYPE > /dev/null); do sleep 5; done",
    "until $(curl --output /dev/null -s --head http://h); do sleep 1; done",

    "if $(docker inspect web >/dev/null 2>&1); then echo a; fi", "while ! $(curl -sfo /dev/null http://h); do sleep 1; done",

    "if $(curl -s http://h | grep -q ok); then echo a; fi", "$(docker inspect web &> /dev/null)",
    "$(docker inspect web > out)", "$(docker inspect web >&2)", "if `docker inspect web > /dev/null`; then echo a; fi"])
def test_nothing_is_left_to_run(trace, line: str) -> None:
    assert not trace(line + "\n").unknowns()


@pytest.mark.parametrize("line", [
    "$(docker inspect web 2> /dev/null)", "$(aws ecr get-login)", "$(curl -s http://h | grep ok)", "$(curl -so /dev/null -w '%{url}' http://h)",
    ])
def test_what_is_printed_is_run(trace, line: str) -> None:
    assert trace(line + "\n").unknowns()


def test_a_word_that_is_nothing(trace) -> None:
    assert "filesystem delete /srv/a !" in trace("$(docker ps > /dev/null) rm -rf /srv/a\n").told()
