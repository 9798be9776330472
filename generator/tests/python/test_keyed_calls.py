"""Functions that a dictionary has under words: each is called for its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_START = ("import argparse, os, sys\np = argparse.ArgumentParser()\np.add_argument('--do')\np.add_argument('what')\nargs = p.parse_args()\n"
          "def wipe(*a):\n    os.remove('/srv/a')\n    sys.exit(1)\ndef make(*a):\n    os.mkdir('/srv/b')\n"
          "ACTIONS = {'wipe': wipe, 'clear': wipe, 'make': make}\n")


def _told(found: Walked) -> list[tuple[str, str | None]]:
    return sorted((str(effect.target), effect.condition) for effect in found.effects)


@pytest.mark.parametrize(("call", "of"), [
    ("ACTIONS[args.do](args)", "--do"), ("ACTIONS.get(args.do)(args)", "--do"), ("ACTIONS[args.what]()", "what"),
    ("ACTIONS[os.environ['DO']]()", None),
])
def test_each_is_called_for_its_word(call: str, of: str | None, trace: Callable[..., Walked]) -> None:
    told = _told(trace(_START + call))
    if of is None:                                                     # what is no plain name is not read twice
        assert [target for target, _ in told] == ["/srv/a", "/srv/b"]
    else:
        assert told == [("/srv/a", f"if {of} is one of 'wipe', 'clear'"), ("/srv/b", f"if {of} is 'make'")]


@pytest.mark.parametrize("call", ["ACTIONS[load()](args)", "for one in ACTIONS.values():\n    one(args)", "ACTIONS[args.do.lower()](args)"])
def test_where_the_word_is_not_known_nothing_is_said_of_it(call: str, trace: Callable[..., Walked]) -> None:
    assert all(condition is None or "is one of" not in condition for _, condition in _told(trace(_START + call)))


def test_one_that_ends_the_program_leaves_the_others(trace: Callable[..., Walked]) -> None:
    told = _told(trace(_START + "ACTIONS[args.do](args)\nos.remove('/srv/c')\n"))
    assert [target for target, _ in told] == ["/srv/a", "/srv/b", "/srv/c"]
