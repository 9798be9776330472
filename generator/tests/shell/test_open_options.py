"""Commands whose options come from outside: what they may do is not known, and that is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from handover_generator.model.behaviour import Unknown


def details(traced: Any) -> list[str]:
    """What could not be read, in words."""
    return [event.detail for event in traced.events if isinstance(event, Unknown)]


@pytest.mark.parametrize("text", [
    'find "$@"', "find /srv $OPTS", "sed $OPTS /etc/x", 'sed "${@}"', 'psql "$@"', 'tar "$@"', 'curl "$@"', "curl $CURL_OPTS http://h/x",
    'gzip -c "$@"',
    'f() { psql -h db "$@"; }\nf "$@"'])
def test_options_from_outside_may_change_something(trace: Callable, text: str) -> None:
    traced = trace(text)
    assert "known only when it runs" in " ".join(details(traced))


@pytest.mark.parametrize("text", [
    'ls "$@"', 'grep "$@"', 'cat "$@"', 'psql -l "$@"', 'find "$DIR"', 'sed s/a/b/ "$1"', 'curl "$URL"', 'f() { psql "$@"; }\nf -c "select 1 from a"',
    'rm -f "$@"', 'curl -X POST http://h/x $OPTS', "ssh $SSH_OPTS web1 find /srv -name x",
    "sudo ping $PING_ARGS", 'sudo -u app ls "$@"'])
def test_what_no_option_changes_or_what_is_told_already_is_no_unknown(trace: Callable, text: str) -> None:
    assert "options known only" not in " ".join(details(trace(text)))


@pytest.mark.parametrize(("count", "most"), [(40, 40), (80, 80), (300, 255)])
def test_a_long_list_of_functions_is_followed_and_what_is_left_is_unknown(trace: Callable, count: int, most: int) -> None:
    named = [f"_setup_{number}" for number in range(count)]
    text = "declare -a FUNCS\n" + "".join(f"{name}() {{ rm -rf /srv/{name}; }}\n" for name in named)
    text += "_register() { FUNCS+=(\"${1}\"); }\n" + "".join(f"_register {name}\n" for name in named)
    text += 'for FUNC in "${FUNCS[@]}"; do\n  ${FUNC}\ndone\n'
    traced = trace(text)
    assert len(traced.told()) == most
    assert bool(traced.unknowns()) is (most < count)


def test_a_long_list_of_other_words_stays_unknown(trace: Callable) -> None:
    text = "for TOOL in " + " ".join(f"tool{number}" for number in range(40)) + "; do $TOOL; done\n"
    assert len(trace(text).unknowns()) == 1


def test_what_is_done_with_the_names_of_a_long_list_of_functions_is_not_lost(trace: Callable) -> None:
    names = [f"f{number}" for number in range(40)]
    text = "".join(f"{name}() {{ :; }}\n" for name in names) + f"for F in {' '.join(names)}; do rm /srv/$F; done\n"
    traced = trace(text)
    assert len(traced.told()) == 32
    assert len(traced.unknowns()) == 1


@pytest.mark.parametrize("text", ['f() { "$@" --verbose --help; }\nf', 'f() { $@ --version; }\nf'])
def test_options_alone_are_no_command(text: str, trace: Callable) -> None:
    told = details(trace(text))
    assert len(told) == 1
    assert told[0].startswith("runs what ")


def test_where_data_goes_from_an_address_that_only_a_run_knows(trace: Callable) -> None:
    assert trace('socat "$THERE" stdio > /srv/a').told(reads=True) == [
        "filesystem write /srv/a", "remote-host read ${THERE}", "remote-host write ${THERE}"]
    assert trace('socat -u "$THERE" stdio > /srv/a').told(reads=True) == ["filesystem write /srv/a", "remote-host read ${THERE}"]
