"""What is started by a name that only a decorator tells: tasks of workers, sub-commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

Started = Callable[[str, Mapping[str, str]], list[str]]
PY = "if __name__ == '__main__':\n    pass\n"


def test_celery_beat_by_the_name_that_a_task_was_given(started: Started) -> None:
    schedule = ("CELERY = {'beat_schedule': {\n  'a': {'task': 'delete-old',\n    'schedule': crontab(minute=5)},\n"
                "  'b': {'task': 'twice', 'schedule': 30.0},\n}}\n")
    tasks = "@queue.task(bind=True, name='delete-old')\ndef delete_old(self):\n    pass\n@queue.task(name='twice')\ndef twice():\n    pass\n"
    other = "@queue.task(name='twice')\ndef again():\n    pass\n@queue.task(name='once')\ndef once():\n    pass\n"
    texts = {"shop/__init__.py": "", "shop/tasks.py": tasks, "shop/other.py": other, "shop/config.py": schedule}
    assert started("shop/tasks.py", texts) == ["shop/config.py:2 celery 5 * * * * beat schedule"]
    assert started("shop/other.py", texts) == []
    once = schedule.replace("'twice'", "'once'")
    assert started("shop/other.py", {**texts, "shop/config.py": once}) == ["shop/config.py:4 celery every 30 seconds beat schedule"]


def test_a_schedule_of_several_lines(started: Started) -> None:
    schedule = ("CELERY = {'beat_schedule': {\n  'a': {\n    'task': 'delete-old',\n    'schedule': crontab(\n"
                "      minute=0, hour=23, day_of_month=1,\n      month_of_year=7\n    ),  # late\n    'options': {'queue': 'a'},\n  },\n}}\n")
    texts = {"shop/__init__.py": "", "shop/tasks.py": "@queue.task(name='delete-old')\ndef delete_old():\n    pass\n", "shop/config.py": schedule}
    assert started("shop/tasks.py", texts) == ["shop/config.py:3 celery 0 23 1 7 * beat schedule"]


_CLOCK = """from celery.schedules import crontab
from shop import jobs, other as others
from .jobs import wipe as clean
from shop.jobs import forget

@app.task
def here():
    pass

@app.on_after_configure.connect
def set_up(sender, **kwargs):
    LINE
"""


@pytest.mark.parametrize(("line", "path", "told"), [
    ("sender.add_periodic_task(crontab(hour=5, minute=30), forget.s(days=2))", "shop/jobs.py", "30 5 * * *"),
    ("sender.add_periodic_task(crontab(minute='*/5'), forget)", "shop/jobs.py", "*/5 * * * *"),
    ("sender.add_periodic_task(30.0, clean.si(), name='x')", "shop/jobs.py", "every 30 seconds"),
    ("sender.add_periodic_task(schedule=30.0, sig=clean.signature())", "shop/jobs.py", "every 30 seconds"),
    ("sender.add_periodic_task(30.0, jobs.wipe.s())", "shop/jobs.py", "every 30 seconds"),
    ("sender.add_periodic_task(30.0, others.wipe)", "shop/other.py", "every 30 seconds"),
    ("sender.add_periodic_task(30.0, here.s())", "shop/clock.py", "every 30 seconds"),
])
def test_what_a_program_gives_to_the_clock_of_its_workers(started: Started, line: str, path: str, told: str) -> None:
    tasks = "@app.task\ndef wipe():\n    pass\n@app.task\ndef forget(days=1):\n    pass\n"
    texts = {"shop/__init__.py": "", "shop/jobs.py": tasks, "shop/other.py": tasks, "shop/clock.py": _CLOCK.replace("LINE", line)}
    assert [row for row in started(path, texts) if "celery" in row] == [f"shop/clock.py:12 celery {told} beat schedule"]


@pytest.mark.parametrize("line", ["sender.add_periodic_task(30.0)", "sender.add_periodic_task(30.0, made())", "sender.add_periodic_task(30.0, pid)",
                                  "sender.add_task(30.0, forget.s())"])
def test_what_is_no_task_of_the_repository_is_not_started(started: Started, line: str) -> None:
    tasks = "@app.task\ndef wipe():\n    pass\n@app.task\ndef forget(days=1):\n    pass\n"
    texts = {"shop/__init__.py": "", "shop/jobs.py": tasks, "shop/clock.py": _CLOCK.replace("LINE", line)}
    assert [row for row in (*started("shop/jobs.py", texts), *started("shop/clock.py", texts)) if "celery" in row] == []


@pytest.mark.parametrize(("line", "starts"), [
    ("python -m shop search re-index --all", True),
    ("docker compose run --rm web python -m shop search re-index", True),
    ("python -m shop --debug search re-index now", True),
    ("python -m shop search", True),
    ("python -m shop re-index", True),                # behind no group: whichever group it is in
    ("python -m shop users re-index", False),
    ("python -m shop show && search re-index", False),
    ("python -m other search re-index", False),
])
def test_the_file_that_defines_a_sub_command_is_started_with_it(started: Started, line: str, starts: bool) -> None:
    search = ("@shop.group()\ndef search():\n    pass\n\n@search.command('re-index')\n# deprecated\n@click.option('--all', is_flag=True)\n"
              "@click.pass_obj\ndef again(config, all):\n    pass\n")
    texts = {"shop/__init__.py": "", "shop/__main__.py": PY, "shop/cli/__init__.py": "", "shop/cli/search.py": search, "Makefile": f"x:\n\t{line}\n",
             "shop/cli/users.py": "@shop.group()\ndef users():\n    pass\n", "shop/cli/show.py": "@shop.command()\ndef show():\n    pass\n"}
    assert [row.split(" ")[0] for row in started("shop/cli/search.py", texts)] == (["Makefile:2"] if starts else [])


RECIPES = {"Makefile": "reset: stop\n\tdropdb x\nstop:\n\ttrue\n", "ops/Makefile": "ship:\n\ttrue\n", "justfile": "reset-db:\n  dropdb x\n"}


@pytest.mark.parametrize(("path", "text", "rows"), [
    (".github/workflows/n.yml", "on:\n  schedule:\n    - cron: '0 3 * * *'\njobs:\n  a:\n    steps:\n      - run: make reset\n",
     ["7 ci 0 3 * * * UTC job a"]),
    (".github/workflows/n.yml", "jobs:\n  a:\n    steps:\n      - run: make -j4 V=1 stop reset\n", ["4 ci job a", "4 ci job a"]),    # each recipe
    ("crontab", "5 4 * * * cd /srv/shop && make reset\n", ["1 cron 5 4 * * *"]),
    ("Dockerfile", "FROM x\nRUN make stop\n", ["2 dockerfile RUN"]),
    ("deploy.sh", "#!/bin/sh\nmake reset\n", ["2 script"]),
    ("deploy.sh", "#!/bin/sh\n# make reset\n", ["2 docs in a comment"]),
    ("run.py", "import os\nos.system('make reset')\n", ["2 script"]),
    ("run.py", "import subprocess\nsubprocess.run(['make', 'reset'])\n", ["2 script"]),
    ("README.md", "Run `make reset` to start anew.\n", ["1 docs"]),
    ("deploy.sh", "#!/bin/sh\nmake other\nmakereset\nmake -C ops reset\nmake --version\n", []),
    ("README.md", "Then make sure that it runs.\n", []),
])
def test_whoever_runs_a_recipe_starts_its_file(started: Started, path: str, text: str, rows: list[str]) -> None:
    assert started("Makefile", {**RECIPES, path: text}) == [f"{path}:{row}" for row in rows]


@pytest.mark.parametrize("line", ["make -C ops ship", "make --directory=ops ship", "cd ops && make ship", "make -f ops/Makefile ship"])
def test_a_recipe_of_another_folder(started: Started, line: str) -> None:
    texts = {**RECIPES, "deploy.sh": f"#!/bin/sh\n{line}\n"}
    assert started("ops/Makefile", texts) == ["deploy.sh:2 script"]
    assert started("Makefile", texts) == []


def test_the_recipe_of_a_makefile_beside(started: Started) -> None:
    texts = {**RECIPES, "ops/deploy.sh": "#!/bin/sh\nmake ship\njust reset-db\n"}
    assert started("ops/Makefile", texts) == ["ops/deploy.sh:2 script"]
    assert started("justfile", texts) == ["ops/deploy.sh:3 script"]
