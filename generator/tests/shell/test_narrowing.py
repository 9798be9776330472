"""Inside a branch, a variable is what the branch asks for; outside it is what it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest

BOTH = ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]


@pytest.mark.parametrize("text", [
    "case \"$1\" in\n a|b) rm -rf \"/srv/$1\" ;;\nesac",
    "if [ \"$1\" = a ] || [ \"$1\" = b ]; then rm -rf \"/srv/$1\"; fi",
    "if [[ $1 == a || $1 == b ]]; then rm -rf \"/srv/$1\"; fi",
    "if [ \"X$WHAT\" = \"Xa\" ] || [ \"X$WHAT\" = \"Xb\" ]; then rm -rf \"/srv/$WHAT\"; fi",
    "go() { case $1 in a|b) rm -rf \"/srv/$1\" ;; esac; }\ngo \"$2\"",
    "for w in a b c; do if [[ $w == a || $w == b ]]; then rm -rf \"/srv/$w\"; fi; done",
    "case ${WHAT} in a|b) x=$WHAT; rm -rf \"/srv/$x\" ;; esac",
])
def test_words_that_a_branch_asks_for(text: str, trace: Callable) -> None:
    assert trace(text).told() == BOTH


@pytest.mark.parametrize(("text", "told"), [
    ("if [ \"$1\" = a ]; then :; fi\nrm -rf \"/srv/$1\"", "filesystem delete /srv/${1} !"),
    ("if [ \"$1\" = a ]; then :; else rm -rf \"/srv/$1\"; fi", "filesystem delete /srv/${1} !"),
    ("if [ \"$1\" != a ]; then rm -rf \"/srv/$1\"; fi", "filesystem delete /srv/${1} !"),
    ("if ! [ \"$1\" = a ]; then rm -rf \"/srv/$1\"; fi", "filesystem delete /srv/${1} !"),
    ("[ \"$1\" = a ] || rm -rf \"/srv/$1\"", "filesystem delete /srv/${1} !"),
    ("case $1 in a*|b) rm -rf \"/srv/$1\" ;; esac", "filesystem delete /srv/${1} !"),
    ("case $1 in -d) shift; rm -rf \"/srv/$1\" ;; esac", "filesystem delete /srv/${1} !"),
    ("if [ \"$1\" = a -a -n \"$2\" ]; then rm -rf \"/srv/$2\"; fi", "filesystem delete /srv/${2} !"),
    ("go() { rm -rf \"/srv/$1\"; }\nif [ \"$1\" = a ]; then go \"$2\"; fi", "filesystem delete /srv/${2} !"),
    ("if [ \"$W\" = a ]; then W=$(date); rm -rf \"/srv/$W\"; fi", "filesystem delete /srv/${W} !"),
])
def test_what_a_branch_does_not_say(text: str, told: str, trace: Callable) -> None:
    assert trace(text).told() == [told]


def test_a_command_picked_by_its_word(trace: Callable) -> None:
    text = "case \"$1\" in start|stop) docker-compose \"$1\" web ;; wipe) docker-compose down --volumes ;; esac"
    traced = trace(text)
    assert "container write web" in traced.told()
    assert traced.unknowns() == []
