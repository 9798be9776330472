"""Words of a command line that Python splits: quotes count, also around what only a run fills in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_START = "import os\nimport shlex\nimport subprocess\nname = os.environ['NAME']\ncmd = 'celery worker -A shop'\n"


@pytest.mark.parametrize(("call", "targets"), [
    ("subprocess.run(shlex.split(f'pkill -f \"{cmd}\"'))", ["celery worker -A shop"]),
    ("subprocess.run(shlex.split(f\"rm '/srv/{name} x' /srv/b\"))", ["/srv/${NAME} x", "/srv/b"]),
    ("subprocess.run(shlex.split('rm \"/srv/a b\"'))", ["/srv/a b"]),
    ("subprocess.run(shlex.split('rm /srv/a\\\\ b'))", ["/srv/a b"]),
    ("subprocess.run(shlex.split(f'rm /srv/{name}'))", ["/srv/${NAME}"]),
    ("subprocess.run('rm \"/srv/a b\"')", ["/srv/a b"]),
    ("subprocess.run(\"rm /srv/a's /srv/b\")", ["/srv/a's", "/srv/b"]),
    ("subprocess.run('rm /srv/a /srv/b'.split())", ["/srv/a", "/srv/b"]),
])
def test_quotes_count(call: str, targets: list[str], trace: Callable[..., Walked]) -> None:
    found = trace(f"{_START}{call}\n")
    assert sorted(effect.target or "" for effect in found.effects if effect.action.value == "delete") == targets
