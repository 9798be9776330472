"""Classes that are found by ``__subclasses__()``: those in the modules that the program imports, whenever these are read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import Confidence

Trace = Callable[..., Walked]

_BASE = """
    class Job:
        name = None
        def run(self):
            pass

    def every():
        return [kind() for kind in Job.__subclasses__()]

    def named(name):
        for kind in Job.__subclasses__():
            if kind.name == name:
                return kind()
        raise LookupError(name)
"""
_FILES = {"jobs/__init__.py": "", "jobs/base.py": _BASE}


def _heir(name: str) -> str:
    return (f"import shutil\nfrom jobs.base import Job\n\n\nclass {name.title()}(Job):\n    name = '{name}'\n"
            f"    def run(self):\n        shutil.rmtree('/srv/{name}')\n")


def _lost(found: Walked) -> list[tuple[str | None, Confidence]]:
    return [(effect.target, effect.confidence) for effect in found.effects if effect.destructive]


@pytest.mark.parametrize("used", [
    "from jobs.base import Job\nfor kind in Job.__subclasses__():\n    kind().run()\n",
    "from jobs.base import every\nfor job in every():\n    job.run()\n",
    "from jobs.base import named\ndef main():\n    named('wipe').run()\nmain()\n",
])
def test_those_of_imported_modules_are_found(trace: Trace, used: str) -> None:
    files = {**_FILES, "jobs/wipe.py": _heir("wipe"), "jobs/drop.py": _heir("drop"), "jobs/all.py": "import jobs.wipe\n"}
    assert _lost(trace("import jobs.wipe\n" + used, files)) == [("/srv/wipe", Confidence.RESOLVED)]
    assert _lost(trace("import jobs.all\n" + used, files)) == [("/srv/wipe", Confidence.RESOLVED)]


def test_where_none_is_imported_something_unseen_loads_them(trace: Trace) -> None:
    found = trace("from jobs.base import every\nfor job in every():\n    job.run()\n",
                  {**_FILES, "jobs/wipe.py": _heir("wipe"), "tests/test_jobs.py": _heir("other")})
    assert _lost(found) == [("/srv/wipe", Confidence.INFERRED)]


def test_of_too_many_nothing_is_said_but_that_it_is_not_known(trace: Trace) -> None:
    many = {f"jobs/{letter * 3}.py": _heir(letter * 3) for letter in "abcdefghijklmnop"}
    found = trace("from jobs.base import every\nfor job in every():\n    job.run()\n", {**_FILES, **many})
    assert _lost(found) == []
    assert found.unknowns
