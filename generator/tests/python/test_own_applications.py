"""A project's own application that is called like a known package: beside ``manage.py`` Python finds it first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_LOGIC = "import os\ndef drop():\n    os.remove('/srv/data')\n"
_FILES = {"src/__init__.py": "", "src/manage.py": "import django\n", "src/cms/__init__.py": "", "src/cms/logic.py": _LOGIC}


@pytest.mark.parametrize("lines", ["from cms import logic\nlogic.drop()", "from cms.logic import drop\ndrop()", "import cms.logic\ncms.logic.drop()"])
@pytest.mark.parametrize("path", ["src/cms/jobs/commands/run.py", "src/shop/run.py"])
def test_is_found_below_the_project(trace: Callable[..., Walked], lines: str, path: str) -> None:
    walked = trace(lines, _FILES, path=path)
    assert [effect.target for effect in walked.effects] == ["/srv/data"]


@pytest.mark.parametrize(("path", "left_out"), [
    ("tools/run.py", ""), ("src/shop/run.py", "src/manage.py"), ("src/shop/run.py", "src/cms/__init__.py")])
def test_is_the_package_elsewhere(trace: Callable[..., Walked], path: str, left_out: str) -> None:
    files = {name: text for name, text in _FILES.items() if name != left_out}
    walked = trace("from cms import logic\nlogic.drop()", files, path=path)
    assert not [effect for effect in walked.effects if effect.target == "/srv/data"]
