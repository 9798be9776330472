"""A dry run holds back what stands on its acting side only: not what runs where the acting side has left already."""

from __future__ import annotations

import pytest

HEAD = ("import argparse, shutil, sys\np = argparse.ArgumentParser()\np.add_argument('--commit', action='store_true')\n"
        "p.add_argument('--dry-run', action='store_true')\nargs = p.parse_args()\n")


def _before(walked, target: str) -> list[bool | None]:
    (loss,) = [effect for effect in walked.effects if effect.target == target]
    return [guard.default_on for guard in loss.guards if guard.kind.value == "dry_run"]


@pytest.mark.parametrize(("test", "told"), [
    ("args.commit", []), ("not args.commit", [True]), ("args.commit is True", []), ("args.commit is False", [True]), ("args.commit == False", [True]),
    ("args.dry_run", [False]), ("not args.dry_run", []), ("not not args.commit", []),
])
def test_what_stands_behind_a_side_that_has_left(trace, test: str, told: list[bool]) -> None:
    walked = trace(f"{HEAD}if {test}:\n    shutil.rmtree('/srv/a')\n    sys.exit(0)\nshutil.rmtree('/srv/b')\n")
    assert _before(walked, "/srv/b") == told


@pytest.mark.parametrize(("test", "told"), [("args.commit", [True]), ("not args.commit", [])])
def test_what_stands_behind_an_else_that_has_left(trace, test: str, told: list[bool]) -> None:
    walked = trace(f"{HEAD}if {test}:\n    print('goes on')\nelse:\n    shutil.rmtree('/srv/a')\n    sys.exit(0)\nshutil.rmtree('/srv/b')\n")
    assert _before(walked, "/srv/b") == told


def test_the_side_itself_is_held_back(trace) -> None:
    walked = trace(f"{HEAD}if args.commit:\n    shutil.rmtree('/srv/a')\n    sys.exit(0)\nshutil.rmtree('/srv/b')\n")
    assert _before(walked, "/srv/a") == [True]
    assert {effect.target: effect.condition for effect in walked.effects if effect.destructive} == {
        "/srv/a": "if --commit is given", "/srv/b": "if --commit is not given"}
