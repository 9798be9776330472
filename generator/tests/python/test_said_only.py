"""Switches by which a program only says what it would do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import GuardKind

_OPTIONS = ("import argparse, logging, os\np = argparse.ArgumentParser()\np.add_argument('--force', action='store_true')\n"
            "p.add_argument('--check', action='store_true')\np.add_argument('path')\nargs = p.parse_args()\nfound = []\n")


def _dry(found: Walked) -> list[tuple[str, bool | None]]:
    return [(guard.detail, guard.default_on) for effect in found.effects if effect.destructive for guard in effect.guards
            if guard.kind is GuardKind.DRY_RUN]


@pytest.mark.parametrize(("body", "told"), [
    ("def drop(path, force=False):\n    if not force:\n        logging.info('Would have deleted %s', path)\n        return\n    os.remove(path)\n"
     "drop(args.path, force=args.force)\n", ("acts only with --force", True)),
    ("if args.force:\n    os.remove(args.path)\nelse:\n    print(f'would remove {args.path}')\n", ("acts only with --force", True)),
    ("for path in os.listdir(args.path):\n    if args.check:\n        print('Would remove', path)\n        continue\n    os.remove(path)\n",
     ("--check decides whether it acts", False)),
    ("if not args.check:\n    os.remove(args.path)\nelse:\n    print('would remove it')\n", ("--check decides whether it acts", False)),
    ("for path in os.listdir(args.path):\n    if args.check:\n        found.append(path)\n    else:\n        os.remove(path)\n",
     ("--check decides whether it acts", False)),
    ("def drop(path, careful):\n    if careful:\n        print('Would remove', path)\n        return\n    os.remove(path)\ndrop(args.path, asked())\n",
     ("careful decides whether it acts", None)),
])
def test_a_branch_that_says_what_would_be_done_is_a_dry_run(body: str, told: tuple[str, bool | None], trace: Callable[..., Walked]) -> None:
    assert _dry(trace(_OPTIONS + body)) == [told]


@pytest.mark.parametrize("body", [
    "if not args.force:\n    print('Removing', args.path)\nos.remove(args.path)\n",
    "if not args.force:\n    print('Would be nice to give --force')\nos.remove(args.path)\n",
    "if args.check:\n    os.mkdir('/srv/checked')\nelse:\n    os.remove(args.path)\n",
    "if args.force:\n    os.remove(args.path)\nelse:\n    found.append(args.path)\n",
    "if os.path.exists(args.path):\n    os.remove(args.path)\nelse:\n    print('nothing there')\n",
])
def test_any_other_branch_is_none(body: str, trace: Callable[..., Walked]) -> None:
    assert not _dry(trace(_OPTIONS + body))
