"""``command`` and ``builtin`` pass over functions; a shell that is opened on another host may do anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("text", "told"), [
    ('rm() { command rm -i "$@"; }\nrm -r /srv/a', ["filesystem delete /srv/a !"]),
    ('rm() { command -p rm "$@"; }\nrm -r /srv/a', ["filesystem delete /srv/a !"]),
    ('docker() { sudo docker "$@"; }\ndocker volume rm a', ["container delete a !"]),
    ('curl() { exec curl --fail "$@"; }\ncurl -X DELETE https://shop.example/a', ["http delete https://shop.example/a !"]),
    ('cd() { builtin cd "$@" || exit 1; }\ncd /srv\nrm -r a', ["filesystem delete /srv/a !"]),
    ('ssh() { command ssh -i key "root@$1" "${@:2}"; }\nssh web1 rm -r /srv/a', ["remote-host delete /srv/a !"])])
def test_a_function_that_stands_before_the_command_of_its_name(text: str, told: list[str], trace: Callable) -> None:
    traced = trace(text)
    assert traced.told() == told
    assert traced.unknowns() == []


@pytest.mark.parametrize("word", ["", "time ", "! "])
def test_a_function_is_called_behind_what_only_measures_or_denies(word: str, trace: Callable) -> None:
    assert trace(f"wipe() {{ rm -r /srv/a; }}\n{word}wipe").told() == ["filesystem delete /srv/a !"]


def test_a_command_of_that_name_is_not_the_function(trace: Callable) -> None:
    traced = trace("purge_all() { rm -r /srv/a; }\ncommand purge_all\ncommand -v purge_all")
    assert traced.told() == []
    assert traced.unknowns() == ["unmodelled-command"]


@pytest.mark.parametrize("line", [
    "ssh web1 bash", "ssh web1 'sudo bash -s'", "ssh web1 -- sudo sh -s now", "f() { ssh web1 bash; }\nf < \"$1\"", "ssh web1 psql shop"])
def test_what_a_shell_on_another_host_is_fed_is_not_seen(line: str, trace: Callable) -> None:
    assert "remote-host execute web1" in trace(line).told()


@pytest.mark.parametrize("line", ["ssh web1 bash -c uptime", "ssh web1 'bash --version'", "ssh web1 uptime", "ssh web1 psql -c 'select 1 from a'"])
def test_a_command_on_another_host_that_only_looks(line: str, trace: Callable) -> None:
    assert trace(line).told() == []
