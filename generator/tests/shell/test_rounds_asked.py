"""What is asked in a round of a loop stands before what follows in that round, not behind the loop; and a choice from a menu is an answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

ASK = "yesno() { dialog --backtitle x --yesno \"$@\" 20 60 2>&1 >/dev/tty; }\n"


@pytest.mark.parametrize("loop", [
    "for x in a b; do", "for x in *; do", "while read -r x <&3; do", "while true; do", "while [ $# -gt 0 ]; do x=$1; shift;"])
@pytest.mark.parametrize("ask", [
    "yesno \"Sure?\" || continue", "yesno \"Sure?\" \\\n    || continue", "if ! yesno \"Sure?\"; then continue; fi",
    "read -p \"Sure? [y/n] \" a\n[ \"$a\" = y ] || continue",
    "read -p \"Sure? [y/n] \" a\ncase $a in\ny) ;;\n*) continue ;;\nesac"])
def test_the_next_round_is_the_other_answer(loop: str, ask: str, trace: Callable) -> None:
    traced = trace(f"{ASK}{loop}\n{ask}\nrm -r /srv/a\ndone\nrm -r /srv/b\n")
    assert traced.guards("filesystem delete /srv/a") == ["confirm"]
    if "while true" not in loop:
        assert traced.guards("filesystem delete /srv/b") == []


def test_a_dry_run_that_goes_on_with_the_next(trace: Callable) -> None:
    traced = trace("for x in a b; do\nif [ -n \"$DRY_RUN\" ]; then echo would; continue; fi\nrm -r /srv/a\ndone\nrm -r /srv/b\n")
    assert (traced.guards("filesystem delete /srv/a"), traced.guards("filesystem delete /srv/b")) == (["dry_run"], [])


@pytest.mark.parametrize("text", [
    "for h in a b; do\n[ \"$h\" = localhost ] && continue\nrm -r /srv/a\ndone", "for x in a b; do\nyesno \"More?\" || echo no\nrm -r /srv/a\ndone",
    "for x in a b; do\n(yesno \"More?\" || continue)\necho a\ndone\nrm -r /srv/a"])
def test_what_decides_nothing_of_it_is_no_answer(text: str, trace: Callable) -> None:
    assert trace(f"{ASK}{text}\n").guards("filesystem delete /srv/a") == []


@pytest.mark.parametrize("choose", [
    "c=$(dialog --menu \"What?\" 22 76 16 2>&1 >/dev/tty)",
    "cmd=(dialog --menu \"What?\")\nc=$(\"${cmd[@]}\" \"${options[@]}\" 2>&1 >/dev/tty)",
    "c=\"$(whiptail --radiolist a 10 60 3 3>&1 1>&2 2>&3)\"",
    "pick() { whiptail --menu a 10 60 3 3>&1 1>&2 2>&3; }\nc=$(pick)", "c=$(zenity --list --column a)"])
@pytest.mark.parametrize("act", ["case $c in 1) rm -r /srv/a ;; esac", "if [ \"$c\" = 1 ]; then rm -r /srv/a; fi"])
def test_a_choice_is_an_answer(choose: str, act: str, trace: Callable) -> None:
    assert trace(f"{choose}\n{act}\n").guards("filesystem delete /srv/a") == ["confirm"]


@pytest.mark.parametrize("text", [
    "c=$(dialog --menu a 2>&1 >/dev/tty)\nrm -r /srv/a", "dialog --infobox a 5 5\nrm -r /srv/a",
    "c=$(dialog --gauge a)\n[ $c = 1 ] && rm -r /srv/a"])
def test_what_comes_whatever_is_chosen_was_not_asked_for(text: str, trace: Callable) -> None:
    assert trace(f"{text}\n").guards("filesystem delete /srv/a") == []
