"""What follows an early exit depends on what the exit asked for."""

from __future__ import annotations

import pytest

START = ("import argparse, os, shutil, sys\nENABLED = os.getenv('CLEAN_UP', 'no') == 'yes'\np = argparse.ArgumentParser()\n"
         "p.add_argument('--push', action='store_true')\nargs = p.parse_args()\n")
LOSS = "shutil.rmtree('/srv/data')\n"


def told(walked) -> list[str | None]:
    return [effect.condition for effect in walked.effects if effect.destructive]


@pytest.mark.parametrize(("text", "condition"), [
    ("if not ENABLED:\n    sys.exit(0)\n" + LOSS, "if ENABLED is set"),
    ("def go():\n    if not ENABLED:\n        print('off')\n        return\n    shutil.rmtree('/srv/data')\ngo()\n", "if ENABLED is set"),
    ("if not args.push:\n    sys.exit()\n" + LOSS, "if --push is given"),
    ("for x in os.listdir('.'):\n    if not args.push:\n        continue\n    shutil.rmtree('/srv/data')\n", "if --push is given"),
    ("if args.push:\n    pass\nelse:\n    sys.exit(0)\n" + LOSS, "if --push is given"),
    ("def erase():\n    shutil.rmtree('/srv/data')\ndef go():\n    if not ENABLED:\n        return\n    erase()\ngo()\n", "if ENABLED is set")])
def test_what_follows_depends_on_the_switch(trace, text: str, condition: str) -> None:
    assert told(trace(START + text)) == [condition]


@pytest.mark.parametrize("text", [
    "if not args.push:\n    p.error('no')\n" + LOSS, "if not args.push:\n    sys.exit('no')\n" + LOSS, "if not args.push:\n    raise ValueError\n" + LOSS,
    "if len(sys.argv) < 2:\n    sys.exit(0)\n" + LOSS, "def go():\n    if not ENABLED:\n        return\ngo()\n" + LOSS,
    "for x in os.listdir('.'):\n    if not args.push:\n        continue\n" + LOSS])
def test_what_is_left_with_an_error_and_what_lies_behind_does_not(trace, text: str) -> None:
    assert told(trace(START + text)) == [None]


def test_what_is_known_after_an_exit_stays_known(trace) -> None:
    text = START + "where = '/srv/a'\nif not args.push:\n    sys.exit()\nwhere = '/srv/data'\nshutil.rmtree(where)\n"
    assert [effect.target for effect in trace(text).effects if effect.destructive] == ["/srv/data"]
