"""What packaging names as the start of a command, where it is no function of the file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

GONE = "import functools\nimport os\ndef gone(path):\n    os.remove(path)\n"


@pytest.mark.parametrize(("text", "name", "told"), [
    ("class Tidy:\n    def __init__(self):\n        gone('/srv/a')\n", "Tidy", {"/srv/a"}),
    ("class Tidy:\n    @classmethod\n    def main(cls):\n        gone('/srv/a')\n", "Tidy.main", {"/srv/a"}),
    ("class Tidy:\n    def __call__(self):\n        gone('/srv/a')\nrun = Tidy()\n", "run", {"/srv/a"}),
    ("class Tidy:\n    def main(self):\n        gone('/srv/a')\nrun = Tidy()\n", "run.main", {"/srv/a"}),
    ("run = functools.partial(gone, '/srv/a')\n", "run", {"/srv/a"}),
    ("class Tidy:\n    def main(self):\n        gone('/srv/a')\n", "Tidy", set()),
])
def test_what_is_named_is_called(text: str, name: str, told: set[str], trace: Callable[..., Walked]) -> None:
    found = trace(GONE + text, path="shop/run.py", functions={"shop/run.py": [name]})
    assert {effect.target for effect in found.effects} == told


def test_a_task_that_is_named_is_run_whichever_module_its_base_stands_in(trace: Callable[..., Walked]) -> None:
    found = trace("import os\nfrom base import Base\nclass Load(Base):\n    def run(self):\n        os.remove('/srv/a')\n"
                  "class Other(Base):\n    def run(self):\n        os.remove('/srv/b')\n",
                  {"base.py": "import luigi\nclass Base(luigi.Task):\n    pass\n"}, path="load.py", functions={"load.py": ["Load"]})
    assert {effect.target for effect in found.effects} == {"/srv/a"}
