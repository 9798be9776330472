"""Programs that start each other for many things: what is told for certain words, and what for any, so that reading them ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.languages._shell import tracer

BIG = "case $1 in a) rm -rf /srv/a;; b) rm -rf /srv/b;; esac\n" + "ls /srv\n" * 30


@pytest.mark.parametrize(("most", "told"), [
    (8_000, {"filesystem delete /srv/a !"}),
    (20, {"filesystem delete /srv/a !", "filesystem delete /srv/b !"}),          # all that it may do
])
def test_a_program_that_has_started_much(most: int, told: set[str], trace: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracer, "MOST_STARTED", most)
    assert set(trace("./first.sh\n./big.sh a\n", {"first.sh": "ls /srv\n" * 30, "big.sh": BIG}).told()) == told


def test_what_was_started_before_counts_for_each_program_alone(trace: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracer, "MOST_STARTED", 60)
    files = {"one.sh": "./first.sh\n./big.sh a\n", "two.sh": "./first.sh\n./big.sh a\n", "first.sh": "ls /srv\n" * 40, "big.sh": BIG}
    assert set(trace("./one.sh\n./two.sh\n", files).told()) == {"filesystem delete /srv/a !"}
