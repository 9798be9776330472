"""A link that is removed: what it leads to stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize("line", [
    "[ -L /srv/a ] && rm /srv/a", 'if [ -h "$1" ]; then rm -f "$1"; fi', 'if [[ -L ${F} ]]; then unlink "$F"; fi',
    "if [ -L /srv/a ] && [ ! -e /srv/a ]; then rm /srv/a; fi", "if [ -L /srv/a -a -n \"$X\" ]; then rm /srv/a; fi"])
def test_it_was_found_to_be_one(line: str, trace: Callable) -> None:
    assert [(act.action.value, act.destructive) for act in trace(f"{line}\n").acts()] == [("delete", False)]


@pytest.mark.parametrize("line", [
    "[ ! -L /srv/a ] && rm /srv/a", "[ -L /srv/a ] && rm /srv/b", "[ -L /srv/a ] || rm /srv/a", "[ -L /srv/a ] && rm /srv/a /srv/b",
    "if [ -L /srv/a ] || [ -f /srv/a ]; then rm /srv/a; fi", "if [ -L /srv/a ]; then true; else rm /srv/a; fi"])
def test_it_may_be_something_else(line: str, trace: Callable) -> None:
    assert any(act.destructive for act in trace(f"{line}\n").acts())
