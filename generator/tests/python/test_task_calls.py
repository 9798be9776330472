"""Functions that tasks of a project call, and recipes that are Python programs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

JOBS = {"shop/__init__.py": "", "shop/jobs.py": "import shutil\ndef wipe(where='/srv/usual'):\n    shutil.rmtree(where)\n"}
PYPROJECT = """\
[tool.pdm.scripts]
func = {call = "shop.jobs:wipe('/srv/called')"}

[tool.poe.tasks]
all = ["func"]
func.script = "shop.jobs:wipe"
"""
JUSTFILE = """\
code:
    #!/usr/bin/env python3
    import shutil
    if True:
        shutil.rmtree("/srv/code")
"""


@pytest.mark.parametrize(
    ("line", "files", "target"),
    [
        ("pdm run func", {"pyproject.toml": PYPROJECT, **JOBS}, "/srv/called"),
        ("poe func", {"pyproject.toml": PYPROJECT, **JOBS}, "/srv/usual"),
        ("poe all", {"pyproject.toml": PYPROJECT, **JOBS}, "/srv/usual"),
        ("just code", {"justfile": JUSTFILE}, "/srv/code"),
    ],
)
def test_functions_that_tasks_call_are_followed(line: str, files: dict[str, str], target: str, trace: Callable[..., Walked]) -> None:
    walked = trace(f"#!/bin/bash\n{line}\n", files, path="run.sh")
    assert [effect.target for effect in walked.effects if effect.destructive] == [target]
