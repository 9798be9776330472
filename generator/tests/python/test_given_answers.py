"""Functions that ask a person and say True or False by the answer."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import GuardKind

Trace = Callable[..., Walked]


def _asked(trace: Trace, function: str, use: str = "if sure():\n    shutil.rmtree('/srv/a')\n") -> list[list[tuple[bool, str | None]]]:
    """For each loss, the questions before it: whether each is strong, and what goes round it."""
    head = "import argparse, shutil, sys\np = argparse.ArgumentParser()\np.add_argument('--yes', action='store_true')\nargs = p.parse_args()\n"
    walked = trace(head + textwrap.dedent(function) + use)
    return [[(guard.strong, guard.bypass) for guard in effect.guards if guard.kind is GuardKind.CONFIRM] for effect in walked.effects if effect.destructive]


_BOTH = """
    def sure():
        answer = input("Sure? ")
        if answer == "yes":
            return True
        return False
"""


@pytest.mark.parametrize("function", [
    _BOTH,
    "def sure():\n    if input('Sure? ') == 'y':\n        return True\n    else:\n        return False\n",
    "def sure():\n    if input('Sure? ') != 'y':\n        return\n    return True\n",
    "def sure():\n    if input('Sure? ') == 'y':\n        return True\n",
    "def sure():\n    while True:\n        answer = input('Sure? ')\n        if answer == 'y':\n            return True\n"
    "        elif answer == 'n':\n            return False\n        print('y or n')\n",
    "def sure():\n    if not sys.stdin.isatty():\n        return False\n    if input('Sure? ') == 'y':\n        return 1\n    return 0\n",
])
def test_what_its_caller_does_then_has_been_asked_for(function: str, trace: Trace) -> None:
    assert _asked(trace, function) == [[(True, None)]]


@pytest.mark.parametrize("use", ["if not sure():\n    sys.exit(1)\nshutil.rmtree('/srv/a')\n", "ok = sure()\nif ok:\n    shutil.rmtree('/srv/a')\n",
                                 "def go():\n    if not sure():\n        return\n    shutil.rmtree('/srv/a')\ngo()\n"])
def test_however_its_caller_asks_for_it(use: str, trace: Trace) -> None:
    assert _asked(trace, _BOTH, use) == [[(True, None)]]


def test_what_goes_round_it_is_named(trace: Trace) -> None:
    assert _asked(trace, _BOTH, "if args.yes or sure():\n    shutil.rmtree('/srv/a')\n") == [[(True, "--yes")]]
    inside = "def sure():\n    if args.yes:\n        return True\n    if input('Sure? ') == 'y':\n        return True\n    return False\n"
    assert _asked(trace, inside) == [[(True, "--yes")]]


@pytest.mark.parametrize(("function", "wanted"), [
    ("def sure():\n    if input('Sure? ') == 'y':\n        return True\n    return True\n", []),
    ("def sure():\n    return True\n", []),
    ("def sure():\n    name = ''\n    while not name:\n        name = input('Name? ')\n    if sys.argv[1:]:\n        return True\n    return False\n", []),
    ("def sure():\n    if input('List them? ') == 'y':\n        print('a')\n    if sys.argv[1:]:\n        return True\n    return False\n", []),
    ("def sure():\n    if sys.argv[1:]:\n        if input('Sure? ') == 'y':\n            return True\n        return False\n    return True\n", [(False, None)]),
])
def test_what_says_yes_without_asking_is_no_question(function: str, wanted: list[tuple[bool, str | None]], trace: Trace) -> None:
    assert _asked(trace, function) == [wanted]
