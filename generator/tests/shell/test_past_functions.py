"""``builtin`` and ``command`` go past a function of the script that has the same name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FORBIDS = "function source () {\n  echo forbidden >&2\n  exit 1\n}\n"


@pytest.mark.parametrize(("text", "told"), [
    (FORBIDS + "builtin source lib.sh\nrm -rf /srv/a", ["filesystem delete /srv/l !", "filesystem delete /srv/a !"]),
    (FORBIDS + "if ! builtin source lib.sh; then exit 1; fi\nrm -rf /srv/a", ["filesystem delete /srv/l !", "filesystem delete /srv/a !"]),
    ("git() { echo git \"$@\"; command git \"$@\"; }\ngit push --force origin main", ["vcs send origin main !"]),
    ("cd() { builtin cd \"$@\" || exit; }\ncd /srv/k\nrm -rf x", ["filesystem delete /srv/k/x !"]),
    ("rm() { echo kept; }\ncommand rm -rf /srv/a", ["filesystem delete /srv/a !"]),
    ("rm() { echo kept; }\ncommand -p rm -rf /srv/a", ["filesystem delete /srv/a !"]),
])
def test_the_command_itself_runs(text: str, told: list[str], trace: Callable) -> None:
    assert sorted(trace("#!/bin/bash\n" + text, {"lib.sh": "rm -rf /srv/l\n"}).told()) == sorted(told)


@pytest.mark.parametrize(("text", "told"), [
    (FORBIDS + "source lib.sh\nrm -rf /srv/a", []),
    ("rm() { echo kept; }\nrm -rf /srv/a", []),
    ("rm() { echo kept; }\ncommand -v rm", []),
    ("wipe() { rm -rf /srv/a; }\ntime wipe", ["filesystem delete /srv/a !"]),
])
def test_a_function_stands_for_the_command_elsewhere(text: str, told: list[str], trace: Callable) -> None:
    assert trace("#!/bin/bash\n" + text, {"lib.sh": "rm -rf /srv/l\n"}).told() == told


@pytest.mark.parametrize(("text", "told"), [
    ('rm() { command rm -i "$@"; }\nrm -r /srv/a', ["filesystem delete /srv/a !"]),
    ('docker() { sudo docker "$@"; }\ndocker volume rm a', ["container delete a !"]),
    ('curl() { exec curl --fail "$@"; }\ncurl -X DELETE https://shop.example/a', ["http delete https://shop.example/a !"]),
    ('cd() { builtin cd "$@" || exit 1; }\ncd /srv\nrm -r a', ["filesystem delete /srv/a !"]),
    ('ssh() { command ssh -i key "root@$1" "${@:2}"; }\nssh web1 rm -r /srv/a', ["remote-host delete /srv/a !"])])
def test_a_function_that_stands_before_the_command_of_its_name(text: str, told: list[str], trace: Callable) -> None:
    traced = trace(text)
    assert traced.told() == told
    assert traced.unknowns() == []


def test_a_command_of_that_name_is_not_the_function(trace: Callable) -> None:
    traced = trace("purge_all() { rm -r /srv/a; }\ncommand purge_all\ncommand -v purge_all")
    assert traced.told() == []
    assert traced.unknowns() == ["unmodelled-command"]
