"""Modes that decide whether a program acts: ``--mode apply`` where ``plan`` is the default."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import GuardKind

_PARSED = "import argparse, os\np = argparse.ArgumentParser()\np.add_argument({})\na = p.parse_args()\n"


def _dry_runs(walked: Walked) -> list[tuple[str, bool | None]]:
    return [(guard.detail, guard.default_on) for effect in walked.effects if effect.destructive for guard in effect.guards
            if guard.kind is GuardKind.DRY_RUN]


@pytest.mark.parametrize("job", [
    "if a.mode == 'apply':\n    os.remove('/srv/a')\n",
    "class Job:\n    def __init__(self, mode):\n        self.mode = mode\n    def run(self):\n        if self.mode != 'apply':\n            return\n"
    "        os.remove('/srv/a')\nJob(a.mode).run()\n",
])
def test_a_word_that_lets_it_act_where_another_is_the_default(trace: Callable[..., Walked], job: str) -> None:
    assert _dry_runs(trace(_PARSED.format("'--mode', choices=['plan', 'apply'], default='plan'") + job)) == [("acts only with --mode apply", True)]


@pytest.mark.parametrize("option", [
    "'--mode', default='apply'", "'--mode', required=True", "'--mode'", "'mode'", "'--mode', default='full'", "'--mode', default=load()"])
def test_a_word_that_lets_it_act_by_itself_is_none(trace: Callable[..., Walked], option: str) -> None:
    assert _dry_runs(trace(_PARSED.format(option) + "if a.mode == 'apply':\n    os.remove('/srv/a')\n")) == []


def test_the_default_that_keeps_it_from_acting(trace: Callable[..., Walked]) -> None:
    job = "if a.mode == 'dryRun':\n    print('x')\nelse:\n    os.remove('/srv/a')\n"
    assert _dry_runs(trace(_PARSED.format("'--mode', default='dryRun'") + job)) == [("dryRun decides whether it acts", True)]
    assert _dry_runs(trace(_PARSED.format("'--mode', default='full'") + job)) == [("dryRun decides whether it acts", False)]
