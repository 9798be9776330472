"""Branches that only say what would be done make a dry run of their test; what is asked in each round of a loop stands before what follows there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import GuardKind


def _before(traced, kind: GuardKind) -> dict[str | None, list[str]]:
    return {effect.target: [guard.detail for guard in effect.guards if guard.kind is kind] for effect in traced.acts() if effect.destructive}


@pytest.mark.parametrize("script", [
    'if [ "$GO" != 1 ]; then\n  echo "Would remove it"\n  exit 0\nfi\nrm -rf /srv/x\n',
    'if [ -z "$GO" ]; then\n  echo "would remove it (use -f)"\nelse\n  rm -rf /srv/x\nfi\n',
    'for f in a b; do\n  if [ "$GO" != 1 ]; then\n    echo "Would remove $f"\n    continue\n  fi\n  rm -rf /srv/x\ndone\n',
])
def test_a_branch_that_says_what_would_be_done_is_a_dry_run(script: str, trace: Callable) -> None:
    assert _before(trace("#!/bin/bash\n" + script), GuardKind.DRY_RUN) == {"/srv/x": ["$GO decides whether it acts"]}


@pytest.mark.parametrize("script", [
    'if [ "$GO" != 1 ]; then\n  echo "Would remove it"\nfi\nrm -rf /srv/x\n',
    'if [ "$GO" != 1 ]; then\n  echo "nothing to do"\n  exit 0\nfi\nrm -rf /srv/x\n',
    'if [ "$GO" != 1 ]; then\n  echo "would do this"\n  touch /srv/y\n  exit 0\nfi\nrm -rf /srv/x\n',
    'if [ "$A" = "$B" ]; then\n  echo "would do this"\n  exit 0\nfi\nrm -rf /srv/x\n',
])
def test_any_other_branch_is_none(script: str, trace: Callable) -> None:
    assert _before(trace("#!/bin/bash\n" + script), GuardKind.DRY_RUN) == {"/srv/x": []}


def test_a_round_of_a_loop_that_is_left_protects_what_follows_in_it_alone(trace: Callable) -> None:
    traced = trace('#!/bin/bash\nfor f in /srv/old/*; do\n  read -p "Delete $f? [y/N] " a\n  if [ "$a" != y ]; then continue; fi\n'
                   '  rm -rf "$f"\ndone\nrm -rf /srv/after\n')
    asked = _before(traced, GuardKind.CONFIRM)
    assert [bool(asked[target]) for target in ("/srv/old/*", "/srv/after")] == [True, False]
