"""Functions that are made of functions."""

from __future__ import annotations

import pytest

HEAD = ("import os\ndef find(folder):\n    return [folder + '/a']\ndef wipe(names):\n    for name in names:\n        os.remove(name)\n"
        "def both(first, second):\n    os.remove(first)\n    os.remove(second)\n")


def removed(walked) -> list[tuple[str | None, str]]:
    return sorted((effect.target, effect.confidence.value) for effect in walked.effects if effect.action == "delete")


@pytest.mark.parametrize("made", [
    "import toolz\ntoolz.compose(wipe, find)('/srv')",
    "from cytoolz import compose_left\ncompose_left(find, wipe)('/srv')",
    "from toolz import pipe\npipe('/srv', find, wipe)",
    "from returns.pipeline import flow\nflow('/srv', find, wipe)",
    "import funcy\nfuncy.rcompose(find, wipe)('/srv')",
    "from toolz import curry, pipe\npipe('/srv', curry(find), wipe)",
])
def test_each_takes_what_the_one_before_gave(made: str, trace) -> None:
    assert removed(trace(f"{HEAD}{made}\n")) == [("/srv/a", "resolved")]


@pytest.mark.parametrize("call", ["curry(both)('/a')('/b')", "curry(both, '/a')('/b')", "curry(both)('/a', '/b')", "curry(both)(second='/b')('/a')"])
def test_a_function_waits_for_its_arguments(call: str, trace) -> None:
    assert removed(trace(f"{HEAD}from toolz import curry\n{call}\n")) == [("/a", "resolved"), ("/b", "resolved")]


@pytest.mark.parametrize("made", ["toolz.compose(wipe, find)", "toolz.curry(both)('/a')", "toolz.curry(both)"])
def test_what_is_only_made_does_nothing(made: str, trace) -> None:
    assert removed(trace(f"{HEAD}import toolz\n{made}\nprint('made')\n")) == []
