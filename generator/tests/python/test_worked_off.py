"""A list that a loop works off while it fills it: what it held at first decides nothing for what is taken from it later."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

HEAD = "import collections, os, sys\n"


def _deletes(script: str, trace: Callable[..., Walked]) -> list[tuple[str | None, str]]:
    return [(str(effect.action), effect.confidence.value) for effect in trace(HEAD + script).effects if effect.action == "delete"]


@pytest.mark.parametrize("script", [
    "todo = [None]\nwhile todo:\n    one = todo.pop()\n    if one is None:\n        todo.extend(sys.argv[1:])\n        continue\n    os.remove(one)\n",
    "todo = ['/srv']\nwhile todo:\n    one = todo.pop(0)\n    if one == '/srv':\n        todo.append(sys.argv[1])\n        continue\n    os.remove(one)\n",
    "todo = ['/srv']\nfor one in todo:\n    if one == '/srv':\n        todo.append(sys.argv[1])\n    else:\n        os.remove(one)\n",
    "todo = [0]\nwhile todo:\n    one = todo.pop()\n    if one:\n        os.remove(one)\n    todo += sys.argv\n",
])
def test_what_is_put_in_later_is_taken_too(script: str, trace: Callable[..., Walked]) -> None:
    assert _deletes(script, trace) == [("delete", "resolved")]


@pytest.mark.parametrize("script", [
    "todo = [None]\nwhile todo:\n    one = todo.pop()\n    if one is not None:\n        os.remove(one)\n",
    "todo, done = [None], []\nfor one in todo:\n    done.append(one)\n    if one is not None:\n        os.remove(one)\n",
])
def test_what_only_holds_what_stands_there_is_decided(script: str, trace: Callable[..., Walked]) -> None:
    assert _deletes(script, trace) == []


def test_the_members_of_a_list_that_is_only_gone_through_stay_known(trace: Callable[..., Walked]) -> None:
    found = trace(f"{HEAD}kept = []\nfor one in ['/srv/a', '/srv/b']:\n    os.remove(one)\n    kept.append(one)\n")
    assert [effect.target for effect in found.effects] == ["/srv/a", "/srv/b"]
