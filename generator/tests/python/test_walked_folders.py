"""Going through a tree of folders: what lies in it is called by where it began."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_START = "import os\nfrom pathlib import Path\nTOP = '/srv/media'\n"


@pytest.mark.parametrize(("loop", "targets"), [
    ("for root, dirs, files in os.walk(TOP):\n    for f in files:\n        os.remove(os.path.join(root, f))", ["/srv/media/**/${name}"]),
    ("for root, dirs, files in os.walk(TOP):\n    for f in dirs:\n        os.rmdir(os.path.join(root, f))", ["/srv/media/**/${name}"]),
    ("for root, dirs, files, fd in os.fwalk(TOP):\n    os.rmdir(root)", ["/srv/media/**"]),
    ("for root, dirs, files in Path(TOP).walk():\n    for f in files:\n        (root / f).unlink()", ["/srv/media/**/${name}"]),
    ("for step in os.walk(TOP):\n    os.rmdir(step[0])", ["/srv/media/**"]),
    ("for root, dirs, files in os.walk(TOP):\n    if root == '/srv/other':\n        os.rmdir(root)", ["/srv/media/**"]),
    ("for root, dirs, files in os.walk(TOP):\n    print(root, files)", []),
])
def test_what_is_removed_lies_under_the_top(loop: str, targets: list[str], trace: Callable[..., Walked]) -> None:
    found = trace(f"{_START}{loop}\n")
    assert [effect.target for effect in found.effects if effect.action.value == "delete"] == targets
    assert not found.unknowns
