"""What stands in for the real thing in a dry run: choosing between the two is a dry run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

_CLASSES = ("import argparse, os\nclass DryRunRemover:\n    def go(self, path):\n        print(path)\nclass Remover:\n    def go(self, path):\n"
            "        os.remove(path)\np = argparse.ArgumentParser()\np.add_argument('--dry-run', action='store_true')\n"
            "p.add_argument('--quick', action='store_true')\nargs = p.parse_args()\n")


@pytest.mark.parametrize(("choice", "guarded"), [
    ("DryRunRemover() if args.dry_run else Remover()", True), ("(DryRunRemover if args.dry_run else Remover)()", True),
    ("Remover() if not args.dry_run else DryRunRemover()", True), ("DryRunRemover() if args.quick else Remover()", False),
    ("Remover() if args.dry_run else Remover()", False),
])
def test_choosing_a_stand_in_is_a_dry_run(trace: Trace, choice: str, guarded: bool) -> None:
    effect = next(one for one in trace(f"{_CLASSES}remover = {choice}\nremover.go('/srv/a')\n").effects if one.action == "delete")
    assert [guard.kind.value for guard in effect.guards] == (["dry_run"] if guarded else [])
