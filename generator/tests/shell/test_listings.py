"""Functions that a script asks its shell for are those that it has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FUNCTIONS = "task_drop() { rm -rf /srv/a; }\ntask_up() { touch /srv/b; }\nhelp() { rm -rf /srv/help; }\n"
BOTH = ["filesystem delete /srv/a !", "filesystem write /srv/b"]


@pytest.mark.parametrize("listing", [
    "compgen -A function | grep '^task_'", "compgen -A function task_", "compgen -A function | sort | grep -E '^task_(drop|up)$'",
    "declare -F | awk '{print $3}' | grep ^task_", "declare -F | cut -d ' ' -f 3 | grep task_", "declare -F | grep task_ | sed 's/declare -f //'",
    "typeset -F | awk '{ print $NF }' | grep -v help"])
def test_each_function_that_is_listed_is_called(listing: str, trace: Callable) -> None:
    traced = trace(f"{FUNCTIONS}for f in $({listing}); do $f; done\n")
    assert (traced.told(), traced.unknowns()) == (BOTH, [])


def test_names_without_their_beginning(trace: Callable) -> None:
    traced = trace(f"{FUNCTIONS}for f in $(compgen -A function | grep '^task_' | sed 's/^task_//'); do \"task_$f\"; done\n")
    assert (traced.told(), traced.unknowns()) == (BOTH, [])


@pytest.mark.parametrize("listing", ["compgen -A function | grep \"$1\"", "compgen -c", "declare -F | tac", "compgen -A function | grep '['", "ls",
                                     "compgen -A function | grep '(a+)+$'", "compgen -A function | grep '.*.*.*.*x'"])
def test_what_only_a_run_lists(listing: str, trace: Callable) -> None:
    traced = trace(f"{FUNCTIONS}for f in $({listing}); do $f; done\n")
    assert (traced.told(), "dynamic-command" in traced.unknowns()) == ([], True)


def test_what_is_only_shown(trace: Callable) -> None:
    assert trace(f"{FUNCTIONS}echo \"$(compgen -A function | grep '^task_')\"\ncompgen -A function | cat -n\n").told() == []


@pytest.mark.parametrize(("line", "told"), [
    ("ssh app1 \"set -e; $(declare -f load); load /srv/new\"", ["remote-host write /srv/new", "remote-host delete /srv/old !"]),
    ("vagrant ssh -c \"$(typeset -f load); load /srv/new\"", ["container write /srv/new", "container delete /srv/old !"]),
    ("sudo bash -c \"$(declare -f); load /srv/new\"", ["filesystem write /srv/new", "filesystem delete /srv/old !"]),
    ("ssh app1 \"$(declare -f load)\"", []),                    # only made known there
])
def test_a_function_that_is_written_out_for_another_shell_does_there_what_it_does(line: str, told: list[str], trace: Callable) -> None:
    traced = trace(f"load() {{\n  mkdir $1\n  rm -rf /srv/old\n}}\n{line}\n")
    assert (sorted(traced.told()), traced.unknowns()) == (sorted(told), [])


def test_a_function_that_is_not_in_sight_stays_unknown(trace: Callable) -> None:
    traced = trace("ssh app1 \"$(declare -f load); load /srv/new\"\n")
    assert (traced.told(), bool(traced.unknowns())) == (["remote-host execute app1"], True)
