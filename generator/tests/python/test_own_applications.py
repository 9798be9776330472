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


_APPS = {"manage.py": "import django\n", "shop/__init__.py": "", "shop/apps/__init__.py": "", "shop/apps/cms/__init__.py": "",
         "shop/apps/cms/logic.py": _LOGIC, "shop/apps/cms/apps.py": "from django.apps import AppConfig\n\n\nclass Own(AppConfig):\n    name = 'cms'\n"}


@pytest.mark.parametrize("path", ["shop/apps/cms/management/commands/run.py", "shop/apps/stock/logic.py", "tools/run.py"])
def test_is_found_where_its_configuration_names_it(trace: Callable[..., Walked], path: str) -> None:
    walked = trace("from cms.logic import drop\ndrop()", _APPS, path=path)
    assert [effect.target for effect in walked.effects] == ["/srv/data"]


@pytest.mark.parametrize(("path", "changed"), [
    ("shop/apps/stock/logic.py", {"shop/apps/cms/apps.py": ""}),
    ("shop/apps/stock/logic.py", {"shop/apps/cms/apps.py": "class Own(AppConfig):\n    name = 'shop.apps.cms'\n"}),
    ("other/run.py", {"manage.py": "", "shop/manage.py": "import django\n"})])
def test_is_the_package_where_nothing_says_so(trace: Callable[..., Walked], path: str, changed: dict[str, str]) -> None:
    files = {name: text for name, text in (_APPS | changed).items() if name != "manage.py" or text}
    walked = trace("from cms.logic import drop\ndrop()", files, path=path)
    assert not walked.effects


@pytest.mark.parametrize(("lines", "found"), [("from redis.logic import drop\ndrop()", True), ("import redis\nredis.Redis().flushall()", False)])
def test_of_an_application_its_own_commands_mean_its_modules(trace: Callable[..., Walked], lines: str, *, found: bool) -> None:
    files = {"src/__init__.py": "", "src/redis/__init__.py": "", "src/redis/logic.py": _LOGIC}
    walked = trace(lines, files, path="src/redis/management/commands/run.py")
    assert ("/srv/data" in [effect.target for effect in walked.effects]) is found
    assert len(walked.effects) == 1
