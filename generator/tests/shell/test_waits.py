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
