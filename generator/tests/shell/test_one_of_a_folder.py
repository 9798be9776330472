"""Programs that start one of the files in a folder by a word that they are given, and find the folder only when they run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from handover_generator.model.behaviour import Call, Need, Unknown

_TOOLS = {"libexec/shop-wipe": "#!/bin/sh\nrm -rf /srv/a\n", "libexec/shop-show": "#!/bin/sh\ncat /srv/a\n", "libexec/README": "",
          "docs/shop.txt": ""}


def _traced(trace: Callable, line: str, files: dict[str, str]) -> Any:
    return trace(f"#!/bin/sh\n{line}\n", files, "bin/shop")


@pytest.mark.parametrize("line", [
    'exec "$SHOP_ROOT/libexec/shop-$1" "$@"',
    'exec "${SHOP_HOME}/libexec/shop-${cmd}" "$@"',
    '"$LIBEXEC/shop-$1"',
    'exec "/usr/lib/shop/${0##*/}-$1" "$@"',
    'LIBEXEC=/usr/libexec\nexec $LIBEXEC/shop-$1',
])
def test_each_of_them_may_be_started(trace: Callable, line: str) -> None:
    traced = _traced(trace, line, _TOOLS)
    assert traced.told() == ["filesystem delete /srv/a !"]
    word = "$cmd" if "cmd" in line else "$1"
    conditions = {event.condition for event in traced.events if isinstance(event, Call)}
    assert {condition.removeprefix("$").removeprefix("{").replace("}", "") for condition in conditions} == {
        f"{word.removeprefix('$')} is wipe", f"{word.removeprefix('$')} is show"}
    assert {event.name for event in traced.events if isinstance(event, Need) and event.kind == "script"} == {
        "libexec/shop-wipe", "libexec/shop-show"}
    assert traced.unknowns() == []


@pytest.mark.parametrize("line", [
    'exec "$HOME/libexec/shop-$1"',                          # somebody's own folder, not where the repository lies
    'exec "$SHOP_ROOT/other/shop-$1"',
    'exec "$SHOP_ROOT/$1"', 'exec "$SHOP_ROOT/$LIBEXEC/shop-$1"',
    'exec "/usr/lib/shop/$1"', 'exec "/usr/lib/$1-shop"',
])
def test_a_path_that_tells_too_little_starts_none(trace: Callable, line: str) -> None:
    traced = _traced(trace, line, _TOOLS)
    assert traced.told() == []
    assert len(traced.unknowns()) == 1


def test_files_of_that_name_in_two_folders_are_not_meant(trace: Callable) -> None:
    more = {**_TOOLS, "old/shop-wipe": "#!/bin/sh\nrm -rf /srv/b\n", "old/shop-show": "#!/bin/sh\n"}
    assert _traced(trace, 'exec "/usr/lib/shop/shop-$1"', more).told() == []
    assert _traced(trace, 'exec "$SHOP_ROOT/libexec/shop-$1"', more).told() == ["filesystem delete /srv/a !"]


def test_one_of_many_is_told_as_that(trace: Callable) -> None:
    """Which scripts it starts is known, but not that it does what all of them do."""
    many = {f"libexec/shop-{name}": f"#!/bin/sh\nrm -rf /srv/{name}\n" for name in "abcdefghijklmnop"}
    traced = _traced(trace, 'exec "$(dirname "$0")/../libexec/shop-$1" "$@"', many)
    assert traced.told() == []
    assert [event.detail for event in traced.events if isinstance(event, Unknown)] == ["runs one of 16 files in libexec"]
    assert [event.name for event in traced.events if isinstance(event, Need) and event.kind == "loaded"] == sorted(many)
