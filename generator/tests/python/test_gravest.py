"""A look at the place is a guard of a script only where it stands before something that is changed, or where nothing is but messages."""

from __future__ import annotations

import pytest

from handover_generator.analysis.assemble import deeds_of
from handover_generator.model.ownership import Ownership

_HEAD = """
import os
import shutil
from django.conf import settings
from django.core.mail import mail_admins

def tell(message):
    if settings.DEBUG:
        print(message)
    else:
        mail_admins("failed", message)
"""


@pytest.mark.parametrize(("body", "kept"), [
    ("try:\n    shutil.rmtree('/srv/a')\nexcept OSError as error:\n    tell(str(error))", False),
    ("open('/srv/a', 'w')\ntell('done')", False),
    ("tell('done')", True),                                          # nothing else is done
    ("if settings.DEBUG:\n    shutil.rmtree('/srv/a')\ntell('done')", True),
    ("if not settings.DEBUG:\n    raise SystemExit(1)\nshutil.rmtree('/srv/a')", True),
    ("if settings.DEBUG:\n    open('/srv/b', 'w')\nshutil.rmtree('/srv/a')", True),
])
def test_a_look_at_the_place_counts_before_a_change(trace, body: str, kept: bool) -> None:
    walked = trace(f"{_HEAD}\n{body}\n")
    guards = deeds_of(walked, (), "run.py", Ownership(), lambda _: None, "2026-01-01").guards
    assert any(guard.kind.value == "env_check" for guard in guards) is kept
