"""A command that stands in a variable from outside: what the variable's name tells, and what it does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("text", "expected"), [
    ("$KUBECTL delete pod x", "cluster delete x !"),
    ("\"${terraform_bin}\" destroy -auto-approve", "cloud delete infrastructure !"),
    ("$PG_DUMP shop -f a.sql", "filesystem write a.sql"),
    ("FLY=\"$FLY_CMD -t ci\"\n$FLY destroy-pipeline -n -p shop", "cloud delete shop !"),
])
def test_a_variable_named_after_a_command(text: str, expected: str, trace: Callable) -> None:
    traced = trace(text)
    assert traced.act(expected).confidence.value == "name-only"
    assert traced.unknowns() == ["dynamic-command"]                   # what it holds stays unknown


@pytest.mark.parametrize("text", ["$SERVICE stop", "$WHAT rm /srv/a", "$HOST example.org", "\"$rm\"", "$ECHO a > /dev/null", "\"$1\" delete pod x"])
def test_a_variable_named_otherwise(text: str, trace: Callable) -> None:
    assert trace(text).told() == []


def test_a_variable_that_holds_another_command(trace: Callable) -> None:
    assert trace("KUBECTL=echo\n$KUBECTL delete pod x").told() == []
