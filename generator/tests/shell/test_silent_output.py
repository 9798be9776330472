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


@pytest.mark.parametrize("chosen", [
    "$(dialog --menu a 2>&1 >/dev/tty)", "$(whiptail --menu a 3>&1 1>&2 2>&3)", "`dialog --menu a 3>&2 2>&1 1>&3`",
    "$(dialog --menu a 2>&1 1>&3)", "$(\"${cmd[@]}\" 2>&1 >/dev/tty)", "$(whiptail --menu a 3>&1 1>&2 2>&3 3>&-)", "$(ask 3>&1 1>&2 2>&3)"])
@pytest.mark.parametrize("leave", ["", " || return", " || exit 1"])
def test_what_comes_as_an_error_is_the_answer(trace, chosen: str, leave: str) -> None:
    chooses = "c=" + chosen + leave + "\ncase $c in L) rm /srv/a ;; *) rm /srv/b ;; esac"
    traced = trace(f"ask() {{ whiptail --menu a; }}\nmenu() {{\ncmd=(dialog --menu)\n{chooses}\n}}\nmenu\n")
    assert traced.told() == ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]


@pytest.mark.parametrize("chosen", ["$(docker ps >/dev/null 2>&1)", "$(docker ps 2>&1 >/dev/null 2>&1)", "$(docker ps &>/dev/null)",
                                    "$(docker ps >&2)"])
def test_neither_is_left(trace, chosen: str) -> None:
    assert trace("c=" + chosen + "\ncase $c in L) rm /srv/a ;; esac\n").told() == []


def test_what_is_said_elsewhere_is_not_the_answer(trace) -> None:
    assert trace("c=$(echo L 2>&1 >/dev/tty)\ncase $c in M) rm /srv/a ;; esac\n").told() == ["filesystem delete /srv/a !"]


def test_a_word_that_is_nothing(trace) -> None:
    assert "filesystem delete /srv/a !" in trace("$(docker ps > /dev/null) rm -rf /srv/a\n").told()
