"""Packages whose ``__all__`` is made of the files in their folder: who takes all of such a package loads every module that lies there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

_BASE = "class Job:\n    name = None\n    def run(self):\n        pass\n\n\ndef every():\n    return [kind() for kind in Job.__subclasses__()]\n"
_WIPE = "import shutil\nfrom jobs.base import Job\n\n\nclass Wipe(Job):\n    name = 'wipe'\n    def run(self):\n        shutil.rmtree('/srv/data')\n"
_LISTED = {
    "a loop": "import os\n__all__ = []\nfor each in os.listdir(os.path.dirname(__file__)):\n    root, end = os.path.splitext(each)\n"
              "    if end == '.py' and root not in ('__init__', 'base'):\n        __all__.append(root)\n",
    "a pattern": "from os.path import dirname, basename, join\nimport glob\nfound = glob.glob(join(dirname(__file__), '*.py'))\n"
                 "__all__ = [basename(each)[:-3] for each in found if not each.endswith('__init__.py')]\n",
    "a walk": "import os\n_, __all__, files = next(os.walk(os.path.dirname(__file__)))\n__all__.extend(name[:-3] for name in files)\n",
    "paths": "from pathlib import Path\n__all__ = [each.stem for each in Path(__file__).parent.glob('*.py')]\n",
}
_RUN = "from jobs.base import every\nfor job in every():\n    job.run()\n"


def _lost(trace: Trace, package: str, script: str, **more: str) -> list[str | None]:
    files = {"jobs/__init__.py": package, "jobs/base.py": _BASE, "jobs/wipe.py": _WIPE, **more}
    return [effect.target for effect in trace(script, files).effects if effect.destructive]


@pytest.mark.parametrize("listed", _LISTED)
def test_they_are_loaded_by_the_package_itself(trace: Trace, listed: str) -> None:
    assert _lost(trace, _LISTED[listed] + "from . import *\n", "import jobs\n" + _RUN) == ["/srv/data"]


@pytest.mark.parametrize("listed", _LISTED)
def test_they_are_loaded_by_who_takes_all_of_it(trace: Trace, listed: str) -> None:
    assert _lost(trace, _LISTED[listed], "from jobs import *\n" + _RUN) == ["/srv/data"]
    assert _lost(trace, _LISTED[listed], "from jobs import *\nwipe.Wipe().run()\n") == ["/srv/data"]


@pytest.mark.parametrize("package", ["", "__all__ = ['base']\n", "from . import *\n", "import os\nfound = os.listdir(os.path.dirname(__file__))\n"])
def test_of_a_package_that_does_not_offer_them_they_are_not(trace: Trace, package: str) -> None:
    assert _lost(trace, package, "from jobs import *\nwipe.Wipe().run()\n") == []


def test_tests_that_lie_there_are_not(trace: Trace) -> None:
    more = {"jobs/test_wipe.py": _WIPE.replace("/srv/data", "/srv/test").replace("Wipe", "Other")}
    assert _lost(trace, _LISTED["a loop"] + "from . import *\n", "import jobs\n" + _RUN, **more) == ["/srv/data"]
