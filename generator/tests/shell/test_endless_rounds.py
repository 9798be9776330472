"""Loops that only a break leaves: what a round before has set is known behind them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_OPTIONS = "FORCE=\nwhile {}; do case $1 in --force) FORCE={}; shift;; *) break;; esac; done\n"


@pytest.mark.parametrize("start", ["true", ":"])
def test_an_option_that_a_round_before_has_set(start: str, trace: Callable) -> None:
    traced = trace(_OPTIONS.format(start, "--delete") + "rsync -a $FORCE /srv/a web1:/srv")
    assert "remote-host delete web1:/srv !" in traced.told()
    assert "remote-host write web1:/srv" in traced.told()


def test_what_was_set_before_the_loop_may_still_hold(trace: Callable) -> None:
    traced = trace("DIR=/srv/a\nwhile :; do case $1 in -d) DIR=/srv/b; shift;; *) break;; esac; done\nrm -r $DIR")
    assert traced.told() == ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]


def test_a_way_out_that_sets_it_itself_decides(trace: Callable) -> None:
    traced = trace("while :; do case $1 in -d) DIR=/srv/b; shift;; *) DIR=/srv/c; break;; esac; done\nrm -r $DIR")
    assert traced.told() == ["filesystem delete /srv/c !"]


def test_a_way_that_ends_the_script_sets_nothing(trace: Callable) -> None:
    traced = trace("DIR=/srv/a\nwhile :; do case $1 in -h) DIR=/srv/b; exit 1;; *) break;; esac; done\nrm -r $DIR")
    assert traced.told() == ["filesystem delete /srv/a !"]
