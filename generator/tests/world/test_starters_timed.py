"""Functions that say themselves when a worker runs them are started at that time, by nothing else in the repository."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

Started = Callable[..., list[str]]
Scripts = Callable[[Mapping[str, str]], dict[str, tuple[str, ...]]]
AT = "shop/work.py"


@pytest.mark.parametrize(("text", "told"), [
    ("from huey import RedisHuey, crontab\nhuey = RedisHuey()\n@huey.periodic_task(crontab(minute='0', hour='3'))\ndef nightly():\n    pass\n",
     "3 cron 0 3 * * * calls nightly"),
    ("from celery.task import periodic_task\nfrom celery.schedules import crontab\n"
     "@periodic_task(run_every=crontab(minute=0, hour=4), name='a')\ndef nightly():\n    pass\n",
     "3 cron 0 4 * * * calls nightly"),
    ("from uwsgidecorators import cron\n@cron(0, 3, -1, -1, -1)\ndef nightly(num):\n    pass\n", "2 cron 0 3 * * * calls nightly"),
    ("import uwsgidecorators\n@uwsgidecorators.timer(30, target='mule')\ndef often(num):\n    pass\n", "2 cron every 30 seconds calls often"),
    ("import procrastinate\n@app.periodic(cron='*/10 * * * *')\n@app.task\ndef often(timestamp):\n    pass\n", "2 cron */10 * * * * calls often"),
    ("import dramatiq\nfrom periodiq import cron\n@dramatiq.actor(periodic=cron('0 * * * *'))\ndef hourly():\n    pass\n",
     "3 cron 0 * * * * calls hourly"),
    ("from arq import cron\nasync def tidy(ctx): pass\nclass WorkerSettings:\n    cron_jobs = [cron(tidy, hour=3)]\n", "4 cron hour=3 calls tidy"),
])
def test_a_function_with_a_time(started: Started, scripts: Scripts, text: str, told: str) -> None:
    files = {"shop/__init__.py": "", AT: text}
    assert started(AT, files) == [f"{AT}:{told}"]
    assert scripts(files) == {AT: ("started by cron",)}


@pytest.mark.parametrize("text", [
    "from huey import RedisHuey\n@huey.task()\ndef now():\n    pass\n",
    "import dramatiq\nfrom periodiq import cron\n@dramatiq.actor(queue_name='a')\ndef now():\n    pass\n",
    "from shop.times import cron, timer\n@cron(0, 3, -1, -1, -1)\ndef nightly(num):\n    pass\n@timer(3)\ndef f(): pass\n",
    "from celery import shared_task\n@shared_task\ndef now():\n    pass\n",
])
def test_one_without_a_time_starts_nothing(started: Started, text: str) -> None:
    assert started(AT, {"shop/__init__.py": "", AT: text}) == []


def test_a_long_decorator_costs_no_time(started: Started) -> None:
    text = "import huey\n" + "@huey.periodic_task(" + "(" * 2000 + "a, " * 20_000 + "\ndef f(): pass\n"
    assert started(AT, {AT: text}) == []


def test_a_list_of_jobs(started: Started) -> None:
    listed = "from flask_apscheduler import APScheduler\nclass Config:\n    JOBS = [\n" \
             "        {'id': 'a', 'func': 'shop.work:tidy', 'trigger': 'interval', 'seconds': 10}\n    ]\n"
    files = {"shop/__init__.py": "", AT: "def tidy(): pass\n", "shop/app.py": listed}
    assert started(AT, files) == ["shop/app.py:4 cron interval, seconds: 10 calls tidy"]
    assert started(AT, files | {"shop/app.py": listed.replace("flask_apscheduler", "elsewhere").replace("APScheduler", "Other")}) == []
