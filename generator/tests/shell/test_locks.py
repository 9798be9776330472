"""What keeps a script from running twice at once, and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.inventory import Effect

Effects = Callable[..., tuple[Effect, ...]]


def locks(effects: Effects, text: str, target: str = "/srv/a") -> list[Guard]:
    """The locks that stand before what happens to a target."""
    return [guard for effect in effects(text) if effect.target == target for guard in effect.guards if guard.kind is GuardKind.LOCK]


@pytest.mark.parametrize("text", [
    "exec 9> /run/x.lock\nflock -n 9 || exit 1\nrm -rf /srv/a",
    "exec 9> /run/x.lock\nif ! flock -n 9; then\n  echo busy\n  exit 1\nfi\nrm -rf /srv/a",
    "exec 9> /run/x.lock\nflock 9\nrm -rf /srv/a",
    "(\n  flock -w 10 200 || exit 1\n  rm -rf /srv/a\n) 200> /run/x.lock",
    "flock -n /run/x rm -rf /srv/a",
    "flock /run/x -c 'rm -rf /srv/a'",
    "run-one rm -rf /srv/a",
    "setlock -n /run/x rm -rf /srv/a",
    "[ \"$LOCKED\" != \"$0\" ] && exec env LOCKED=\"$0\" flock -en \"$0\" \"$0\" \"$@\" || :\nrm -rf /srv/a",
    "mkdir /run/lock || exit 1\nrm -rf /srv/a",
    "LOCKDIR=/run/x\nif ! mkdir \"$LOCKDIR\"; then exit 1; fi\nrm -rf /srv/a",
    "if mkdir /run/x.lock; then rm -rf /srv/a; fi",
    "if mkdir /run/x.lock; then :; else exit 1; fi\nrm -rf /srv/a",
    "mkdir /run/x.lock && rm -rf /srv/a",
    "ln -s $$ /run/lock || exit 1\nrm -rf /srv/a",
    "lockfile -r 0 /run/x || exit 1\nrm -rf /srv/a",
    "if ( set -o noclobber; echo $$ > /run/x ) 2> /dev/null; then rm -rf /srv/a; fi",
])
def test_a_lock_that_is_taken(effects: Effects, text: str) -> None:
    assert [guard.strong for guard in locks(effects, text)] == [True]


@pytest.mark.parametrize("text", [
    "PIDFILE=/run/x\nif [ -f \"$PIDFILE\" ]; then exit 1; fi\nrm -rf /srv/a",
    "[ -e /run/x.pid ] && exit\nrm -rf /srv/a",
    "if [ ! -f /tmp/x.lock ]; then touch /tmp/x.lock; rm -rf /srv/a; fi",
    "test ! -f /tmp/lock && rm -rf /srv/a",
    "F=/run/shop.pid\nif [ -f $F ] && kill -0 $(cat $F); then exit 1; fi\nrm -rf /srv/a",
    "if pidof -x \"$(basename \"$0\")\" -o $$ > /dev/null; then exit 1; fi\nrm -rf /srv/a",
    "if pgrep -f \"$0\" | grep -v $$ > /dev/null; then exit; fi\nrm -rf /srv/a",
])
def test_another_run_that_is_looked_for(effects: Effects, text: str) -> None:
    assert [guard.strong for guard in locks(effects, text)] == [False]


@pytest.mark.parametrize("text", [
    "flock -n 9\nrm -rf /srv/a",                                                   # it gives up, and nobody asks
    "mkdir -p /run/lock || exit 1\nrm -rf /srv/a",                                 # succeeds for everybody
    "mkdir /run/lock\nrm -rf /srv/a",
    "mkdir /srv/blocks || exit 1\nrm -rf /srv/a",
    "ln -sf /etc/x /run/lock || exit 1\nrm -rf /srv/a",
    "if [ ! -f /run/x.pid ]; then echo 'does not run'; exit 0; fi\nrm -rf /srv/a",  # goes on where another runs
    "[ -f /run/x.pid ] || exit 1\nrm -rf /srv/a",
    "if [ -f /run/x.pid ]; then rm -rf /srv/a; fi",
    "[ -f yarn.lock ] && exit 1\nrm -rf /srv/a",                                   # pins versions
    "if [ -f /srv/lib/poetry.lock ]; then exit 1; fi\nrm -rf /srv/a",
    "if [ -f /srv/clock ]; then exit 1; fi\nrm -rf /srv/a",
    "if pgrep nginx > /dev/null; then exit 1; fi\nrm -rf /srv/a",
    "if [ -f /run/x.pid ]; then echo busy; fi\nrm -rf /srv/a",                     # goes on either way
    "flock -n /run/x true\nrm -rf /srv/a",
    "flock -n /run/x touch /srv/b\nrm -rf /srv/a",
])
def test_what_only_looks_like_a_lock(effects: Effects, text: str) -> None:
    assert locks(effects, text) == []


def test_a_lock_ends_with_what_it_is_held_for(effects: Effects) -> None:
    text = "(\n  flock 200\n  rm -rf /srv/a\n) 200> /run/x.lock\nrm -rf /srv/b"
    assert locks(effects, text)
    assert locks(effects, text, "/srv/b") == []
