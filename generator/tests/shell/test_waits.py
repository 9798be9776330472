"""Waiting for a key before harm, and looking whether one was pressed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

HARM = "filesystem delete /srv/a"


@pytest.mark.parametrize("line", ["read key", "read -r _", "read -rsn1 dummy", "read -t 60 key", "read"])
def test_a_key_that_is_pressed_stands_before_it_as_a_weak_question(line: str, trace: Callable) -> None:
    act = trace(f"echo 'ENTER to go on, CTRL+C to cancel'\n{line}\nrm -rf /srv/a").act(HARM)
    assert [(guard.kind.value, guard.strong) for guard in act.guards if guard.kind.value == "confirm"] == [("confirm", False)]


@pytest.mark.parametrize("line", [
    "read name\necho \"hello $name\"", "read name\nmkdir \"/srv/${name}\"", "echo x | { read key; }", "read key < /srv/list"])
def test_what_is_looked_at_is_no_key_that_is_pressed(line: str, trace: Callable) -> None:
    assert trace(f"{line}\nrm -rf /srv/a").guards(HARM) == []


@pytest.mark.parametrize("text", [
    "while true; do date; read -n 1 -t 2 key; if [ \"$key\" = x ]; then break; fi; done\nrm -rf /srv/a",
    "for i in 1 2 3; do read -t 1 -n 1 key; [ \"$key\" = q ] && exit; done\nrm -rf /srv/a",
    "read -t 0.1 -n 10000 rest\nrm -rf /srv/a", "read -t 0\nrm -rf /srv/a"])
def test_looking_for_a_key_is_no_question(text: str, trace: Callable) -> None:
    assert "confirm" not in trace(text).kinds()


@pytest.mark.parametrize("text", [
    "read -t 30 -p 'Sure? ' a\n[ \"$a\" = y ] || exit 1\nrm -rf /srv/a",
    "while true; do read -t 30 -p 'Sure? ' a; case $a in y) break;; n) exit;; esac; done\nrm -rf /srv/a",
    "echo 'Sure?'\nread -t 30 a\n[ \"$a\" = y ] || exit 1\nrm -rf /srv/a"])
def test_a_question_that_does_not_wait_for_ever_is_one(text: str, trace: Callable) -> None:
    assert "confirm" in trace(text).guards(HARM)


ASKED = "read -p 'Remove it? [y/n] ' yn"
AFTER = "\nrm -rf /srv/b"


@pytest.mark.parametrize("loop", [
    f"while true; do {ASKED}; case $yn in [Yy]*) rm -rf /srv/a; break;; [Nn]*) break;; *) echo yes or no;; esac; done",
    f"while :; do {ASKED}; if [ \"$yn\" = y ]; then rm -rf /srv/a; break; elif [ \"$yn\" = n ]; then break; fi; done",
    f"for i in 1 2; do while true; do {ASKED}; case $yn in y) rm -rf /srv/a; break;; n) break;; esac; done; done"])
def test_a_question_that_ends_a_loop_either_way_does_not_stand_before_what_follows(loop: str, trace: Callable) -> None:
    traced = trace(loop + AFTER)
    assert (traced.guards("filesystem delete /srv/a"), traced.guards("filesystem delete /srv/b")) == (["confirm"], [])


@pytest.mark.parametrize("loop", [
    f"while true; do {ASKED}; case $yn in [Yy]*) break;; [Nn]*) exit;; *) echo yes or no;; esac; done",
    f"while true; do {ASKED}; case $yn in [Yy]*) break;; *) echo yes, please;; esac; done",
    f"while true; do {ASKED}; if [ \"$yn\" = y ]; then break; else exit 1; fi; done",
    f"while true; do {ASKED}; [ \"$yn\" = y ] && break; echo again; done"])
def test_a_question_of_which_only_one_answer_leads_on_stands_before_it(loop: str, trace: Callable) -> None:
    assert trace(loop + AFTER).guards("filesystem delete /srv/b") == ["confirm"]


ASK = "ask() { read -n1 -p 'Ctrl-C to stop, any key to go on' key; return 0; }\n"


@pytest.mark.parametrize("beside", [
    "secret() { local key=${2}\n echo \"$key\"; }\n", "secret() { for key in a b; do echo $key; done; }\n",
    "other() { read -p 'sure? ' key; [ \"$key\" = y ] || exit 1; }\n", "secret() { key=$1; echo '$key' ${key}; }\n",
    "list() { kubectl get pod --template '{{range $key, $v := .items}}{{$key}}{{end}}'; }\n"])
def test_a_variable_of_that_name_elsewhere_is_another_one(beside: str, trace: Callable) -> None:
    act = trace(f"{ASK}{beside}ask\nrm -rf /srv/a\n").act(HARM)
    assert [guard.kind.value for guard in act.guards if guard.kind.value == "confirm"] == ["confirm"]


@pytest.mark.parametrize("beside", ["note() { echo \"pressed $key\"; }\n", "ask() { read -p 'which? ' key; echo $key; }\n"])
def test_what_another_function_looks_at_is_no_key_that_is_pressed(beside: str, trace: Callable) -> None:
    assert trace(f"{ASK}{beside}ask\nrm -rf /srv/a\n").guards(HARM) == []


def test_the_script_itself_looks_at_it(trace: Callable) -> None:
    assert trace(f"{ASK}ask\necho \"$key\"\nrm -rf /srv/a\n").guards(HARM) == []
