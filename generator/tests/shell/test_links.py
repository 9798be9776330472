"""A link that is removed: what it leads to stays. So it is with a file that holds nothing."""

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


@pytest.mark.parametrize("line", [
    "[ -s out.txt ] || rm out.txt", "[ ! -s \"$f\" ] && rm -f \"$f\"", "if [[ ! -s ${F} ]]; then rm \"$F\"; fi",
    "test -s log || rm log", "test ! -s \"$f\" && rm $f",
    "if [ -s a ]; then cat a; else rm a; fi", "if ! [ -s a ]; then unlink a; fi", "if [ -f a ] && [ ! -s a ]; then rm a; fi"])
def test_a_file_that_holds_nothing_is_no_loss(line: str, trace: Callable) -> None:
    assert [(act.action.value, act.destructive) for act in trace(f"{line}\n").acts()] == [("delete", False)]


@pytest.mark.parametrize("line", [
    "[ -s a ] && rm a", "[ ! -s a ] || rm a", "[ ! -s a ] && rm b", "test -s a && rm a", "if [ -s a ]; then rm a; fi",
    "if [ ! -s a ] || [ -n \"$X\" ]; then rm a; fi", "[ ! -z a ] && rm a"])
def test_a_file_that_holds_something_is_one(line: str, trace: Callable) -> None:
    assert any(act.destructive for act in trace(f"{line}\n").acts())
