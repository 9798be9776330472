"""A function that reads in and runs the script which its argument names, called for many of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.languages._shell.tracer import ShellTracer

_RUN = """run_script() {
    # Each script of the folder of that name has one function, which is called like the file that it is in.
    # Other files of the folder are no scripts, and nobody reads them in: they are notes, or what scripts have in common.
    local name=${1-}
    shift
    source "scripts/${name}.sh"
    ${name} "$@"
}
"""
_MANY = 30


def _scripts() -> dict[str, str]:
    return {f"scripts/do{number}.sh": f"do{number}() {{ rm \"/srv/{number}/$1\"; }}\n" for number in range(_MANY)}


def test_each_of_many_named_scripts_is_followed(trace: Callable) -> None:
    text = _RUN + "".join(f"run_script do{number} a\n" for number in range(_MANY))
    assert {each for each in trace(text, _scripts()).told() if each.startswith("filesystem delete /srv/29/")}


def test_behind_the_first_few_the_other_arguments_are_not_told_apart(trace: Callable) -> None:
    text = _RUN + "".join(f"run_script do{number} a\n" for number in range(_MANY)) + "run_script do29 b\n"
    told = [each for each in trace(text, _scripts()).told() if "/srv/29/" in each]
    assert told == ["filesystem delete /srv/29/${2} !"]


def test_a_name_that_is_not_known_stays_unknown_however_many_were_known(trace: Callable) -> None:
    text = _RUN + "".join(f"run_script do{number} a\n" for number in range(_MANY)) + "run_script \"$SCRIPT\"\n"
    assert trace(text, _scripts()).unknowns()


def test_a_function_that_runs_and_logs_is_followed_for_each_command(trace: Callable) -> None:
    say = "    echo \"$kind\"\n" * 20
    log = "run_and_log() {\n    local kind=$1\n    shift\n    local -a command=(\"$@\")\n" + say + "    \"${command[@]}\"\n}\n"
    text = log + "".join(f"run_and_log info rm /srv/{number}\n" for number in range(_MANY))
    assert "filesystem delete /srv/29 !" in trace(text).told()


def test_a_script_that_starts_itself_with_a_longer_line_is_not_walked_for_ever(trace: Callable) -> None:
    text = "rm /srv/a\nif [ -n \"$1\" ]; then exec bash ops/x.sh -e bash ops/x.sh \"$@\"; fi\n"
    traced = trace("bash ops/x.sh -v", {"ops/x.sh": text})
    assert traced.told().count("filesystem delete /srv/a !") <= 4
    assert traced.unknowns() == []


def test_a_long_script_that_starts_itself_as_root_from_its_functions_is_walked_once_more(trace: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """``exec sudo "$0" "$@"`` in a function that is called with many things: each would be a walk of the whole script."""
    walked: list[str] = []
    walk = ShellTracer._walk
    monkeypatch.setattr(ShellTracer, "_walk", lambda self, path, *others: (walked.append(path), walk(self, path, *others))[1])
    calls = "".join(f"need pack-{number}\nrm -rf /srv/{number}\n" for number in range(40))
    text = "need() {\n  (( $EUID )) || return 0\n  exec sudo \"$0\" \"$@\"\n}\n" + calls + "# a long line of words that says nothing\n" * 600
    assert "filesystem delete /srv/39 !" in trace("bash bin/shop.sh one\n", {"bin/shop.sh": text}).told()
    assert walked.count("bin/shop.sh") == 2
