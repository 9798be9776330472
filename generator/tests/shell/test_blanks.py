"""A blank at the top of a script that it leaves for is filled in by whoever runs it: what stands behind the test is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

TOLD = ["filesystem delete /srv/a !"]


@pytest.mark.parametrize("text", [
    'ACCOUNT=""\nif [ -z "$ACCOUNT" ]; then\n  echo "fill in ACCOUNT"\n  exit 1\nfi\nrm -rf /srv/a',
    'ACCOUNT=\nTOKEN=\'\'\nif [ -z "$ACCOUNT" ] || [ -z "$TOKEN" ]; then exit 1; fi\nrm -rf /srv/a',
    'ACCOUNT=""\n[ -n "$ACCOUNT" ] || exit 1\nrm -rf /srv/a',
    'ACCOUNT=""\nif [ -n "$ACCOUNT" ]; then :; else exit 1; fi\nrm -rf /srv/a',
    'ACCOUNT=""\n[[ $ACCOUNT == "" ]] && exit 1\nrm -rf /srv/a',
])
def test_a_blank_decides_nothing(text: str, trace: Callable) -> None:
    assert trace("#!/bin/bash\n" + text).told() == TOLD


@pytest.mark.parametrize("text", [
    'ACCOUNT=ana\nif [ -z "$ACCOUNT" ]; then rm -rf /srv/never; fi\nrm -rf /srv/a',
    'FOLDER=""\nFOLDER=/srv\nif [ -z "$FOLDER" ]; then rm -rf /srv/never; fi\nrm -rf /srv/a',
    'NICE=\nif [ "x$NICE" = x ]; then how=""; else how="rm -rf /srv/never"; fi\nrm -rf /srv/a',
    'what=""\nif [ -n "$what" ]; then rm -rf /srv/never; fi\nrm -rf /srv/a',
    'WHAT=$(true >/dev/null)\nif [ "$WHAT" = x ]; then rm -rf /srv/never; fi\nrm -rf /srv/a',
    'go() {\n  local what=""\n  if [ -n "$what" ]; then rm -rf /srv/never; fi\n}\ngo\nrm -rf /srv/a',
])
def test_what_is_known_decides(text: str, trace: Callable) -> None:
    assert trace("#!/bin/bash\n" + text).told() == TOLD
