"""Functions and classes that a library of cron jobs runs by their names: nothing of the repository calls them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.toolbox import Toolbox
from handover_generator.analysis.walk import Walked, commands_of
from handover_generator.languages.python import LANGUAGE
from handover_generator.model.source import Module, SourceFile

_KEPT = "import functools\ndef capture(f):\n    @functools.wraps(f)\n    def inner(*args, **kwargs):\n        open('/srv/log', 'w')\n        return f(*args, **kwargs)\n" \
        "    return inner\n"
_JOBS = {
    "plain": "import cronjobs\n@cronjobs.register\ndef purge():\n    os.remove('/srv/old')\n",
    "by its name": "from cronjobs import register\n@register\ndef purge():\n    os.remove('/srv/old')\n",
    "wrapped": "import cronjobs\nfrom shop.kept import capture\n@cronjobs.register\n@capture\ndef purge():\n    os.remove('/srv/old')\n",
    "with its time": "import kronos\n@kronos.register('0 3 * * *')\ndef purge():\n    os.remove('/srv/old')\n",
    "of an application": "from flask_crontab import Crontab\ncrontab = Crontab()\n@crontab.job(hour='3')\ndef purge():\n    os.remove('/srv/old')\n",
    "a class": "from django_cron import CronJobBase, Schedule\nclass Purge(CronJobBase):\n    schedule = Schedule(run_every_mins=5)\n    code = 'shop.purge'\n"
               "    def do(self):\n        os.remove('/srv/old')\n",
    "a class by its day": "from django_extensions.management.jobs import DailyJob\nclass Job(DailyJob):\n    def execute(self):\n        os.remove('/srv/old')\n",
}


def _starts(text: str) -> tuple[str, ...]:
    module = LANGUAGE.read(SourceFile(path="shop/cron.py", blob="", size=len(text), text=text))
    assert isinstance(module, Module)
    return module.starts


@pytest.mark.parametrize("name", list(_JOBS))
def test_a_registered_job_starts_and_does_what_it_does(trace: Callable[..., Walked], name: str) -> None:
    text = "import os\n" + _JOBS[name] + "def unused():\n    os.remove('/srv/never')\n"
    assert _starts(text) == ("command line command",)
    found = trace(text, {"shop/__init__.py": "", "shop/kept.py": _KEPT}, path="shop/cron.py")
    assert [(effect.action, effect.target) for effect in found.effects if effect.action == "delete"] == [("delete", "/srv/old")]
    assert ("/srv/log" in {effect.target for effect in found.effects}) == (name == "wrapped")
    assert not found.unknowns


@pytest.mark.parametrize("text", [
    "from shop.signals import register\n@register\ndef purge(): pass\n",
    "from django.contrib import admin\n@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin): pass\n",
    "from django_cron import CronJobBase\ndef purge(job: CronJobBase): pass\n",
    "from django_extensions.db.models import TimeStampedModel\nclass Order(TimeStampedModel): pass\n",
])
def test_what_registers_elsewhere_is_no_job(text: str) -> None:
    assert _starts(text) == ()


def test_each_job_is_told_by_its_own_name(tools: Callable[..., Toolbox]) -> None:
    text = "import os, cronjobs\n@cronjobs.register\ndef purge_old():\n    os.remove('/srv/old')\n@cronjobs.register\ndef fill():\n    open('/srv/new', 'w')\n"
    toolbox = tools(text, path="cron.py")
    found = commands_of(toolbox.starts("cron.py"), toolbox.routine, "cron.py")
    assert {one.name for one in found} == {"purge_old", "fill"}
