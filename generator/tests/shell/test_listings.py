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
