"""What names hold behind a loop: what they held before, what a whole round left, and what a round left that was broken off."""

from __future__ import annotations

import pytest

HEAD = "import shutil, sys\n\n\nclass Store:\n    def empty(self):\n        shutil.rmtree('/srv/data')\n\n\n"

FOUND = {
    "made and broken off": "store = None\nfor name in sys.argv[1:]:\n    if name:\n        store = Store()\n        break\nstore.empty()\n",
    "made in a try and broken off": ("store = None\nfor attempt in range(3):\n    try:\n        store = Store()\n        break\n"
                                     "    except OSError:\n        print('again')\nstore.empty()\n"),
    "made and gone on": "store = None\nfor name in sys.argv[1:]:\n    if name:\n        store = Store()\n        continue\n    print(name)\nstore.empty()\n",
    "made in a loop in a loop": ("store = None\nfor name in sys.argv[1:]:\n    for letter in name:\n        if letter:\n            store = Store()\n"
                                 "            break\nstore.empty()\n"),
    "made without end": "store = None\nwhile True:\n    store = Store()\n    if sys.argv:\n        break\nstore.empty()\n",
    "made, and looked at where none was": ("store = None\nfor name in sys.argv[1:]:\n    if name:\n        store = Store()\n        break\n"
                                           "else:\n    print('none')\nstore.empty()\n"),
}


@pytest.mark.parametrize("body", FOUND.values(), ids=FOUND)
def test_what_a_round_made_is_known_behind_the_loop(body: str, trace) -> None:
    walked = trace(HEAD + body)
    assert [effect.target for effect in walked.effects] == ["/srv/data"]
    assert not walked.unknowns


DECIDES_NOTHING = {
    "set in a broken round": "found = False\nfor name in sys.argv[1:]:\n    if name:\n        found = True\n        break\nif found:\n    Store().empty()\n",
    "set in a round that went on": ("found = False\nfor name in sys.argv[1:]:\n    if name:\n        found = True\n        continue\n    print(name)\n"
                                    "if found:\n    Store().empty()\n"),
    "not set in any": "found = True\nfor name in sys.argv[1:]:\n    if name:\n        found = False\n        break\nif found:\n    Store().empty()\n",
    "what an earlier round left": ("before = None\nfor name in sys.argv[1:]:\n    if before is not None:\n        Store().empty()\n    before = name\n"),
    "set on the way to an error": ("failed = False\nfor name in sys.argv[1:]:\n    try:\n        print(name)\n    except OSError:\n        failed = True\n"
                                   "if failed:\n    Store().empty()\n"),
}


@pytest.mark.parametrize("body", DECIDES_NOTHING.values(), ids=DECIDES_NOTHING)
def test_what_one_way_through_left_decides_nothing(body: str, trace) -> None:
    assert [effect.target for effect in trace(HEAD + body).effects] == ["/srv/data"]


def test_what_nobody_knows_in_a_round_is_not_known_behind_it(trace) -> None:
    walked = trace(HEAD + "import outside\nstore = None\nfor name in sys.argv[1:]:\n    store = outside.find(name)\nstore.empty()\n")
    assert not walked.effects
    assert walked.unknowns
