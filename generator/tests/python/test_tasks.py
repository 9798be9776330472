"""``invoke name`` and ``fab name`` do what the tasks of that name do, and no others."""

from __future__ import annotations

from textwrap import dedent

import pytest

TASKS = dedent("""
    from invoke import task, Collection
    from . import db

    @task
    def clean(c, docs=False):
        c.run("rm -rf /srv/build")
        if docs:
            c.run("rm -rf /srv/docs")

    @task(pre=[clean])
    def build(c):
        c.run("rm -rf /srv/old")

    @task(clean, name="re-start")
    def again(c):
        c.run("rm -rf /srv/again")

    @task
    def drop_all(c):
        c.run("dropdb main")
    """)
FAB = "from fabric import task\n@task\ndef deploy(c):\n    c.run('rm -rf /srv/app')\n"
DB = "from invoke import task\n@task\ndef wipe(c):\n    c.run('dropdb wiped')\n@task\ndef show(c):\n    c.run('dropdb shown')\n"
FILES = {"tasks/__init__.py": TASKS, "tasks/db.py": DB, "fabfile.py": FAB}


def gone(walked):
    return {effect.target for effect in walked.effects if str(effect.action) == "delete"}


@pytest.mark.parametrize(("line", "expected"), [
    ("invoke clean", {"/srv/build", "/srv/docs"}),
    ("inv build", {"/srv/build", "/srv/docs", "/srv/old"}),
    ("inv re-start", {"/srv/build", "/srv/docs", "/srv/again"}),
    ("inv drop-all", {"main"}),
    ("inv drop_all", {"main"}),
    ("inv db.wipe", {"wiped"}),
    ("inv db.show drop-all", {"shown", "main"}),
    ("fab -H web1 deploy", {"/srv/app"}),
    ("inv --list clean", set()),
])
def test_the_tasks_that_are_named_are_run(trace, line, expected):
    assert gone(trace(f"#!/bin/sh\n{line}\n", FILES, path="run.sh")) == expected


def test_a_task_that_is_nowhere_is_unknown(trace):
    walked = trace("#!/bin/sh\ninvoke nothing\n", FILES, path="run.sh")
    assert not walked.effects
    assert [unknown.detail for unknown in walked.unknowns] == ["runs the task nothing, which is not in the repository"]


def test_a_computed_task_is_unknown(trace):
    walked = trace("#!/bin/sh\ninvoke \"$1\"\n", FILES, path="run.sh")
    assert not gone(walked)
    assert [unknown.kind for unknown in walked.unknowns] == ["dynamic-command"]


def test_another_collection_is_read_where_it_is_named(trace):
    files = {"ops/jobs.py": DB, **FILES}
    assert gone(trace("#!/bin/sh\ninvoke -c ops/jobs wipe\n", files, path="run.sh")) == {"wiped"}


OLD = "from fabric.api import env, run\ndef deploy():\n    run('rm -rf /srv/app')\ndef wipe_all():\n    run('dropdb main')\ndef _part():\n    run('dropdb part')\n"


@pytest.mark.parametrize(("line", "expected"), [("fab wipe_all", {"main"}), ("fab deploy wipe_all", {"/srv/app", "main"})])
def test_each_public_function_of_an_old_fabfile_is_a_task(trace, line, expected):
    assert gone(trace(f"#!/bin/sh\n{line}\n", {"fabfile.py": OLD}, path="run.sh")) == expected


def test_an_old_fabfile_is_started_by_each_of_its_functions(trace):
    assert gone(trace(OLD, path="fabfile.py")) == {"/srv/app", "main"}
    marked = "from fabric import api\n@api.task\ndef a():\n    api.run('dropdb a')\ndef b():\n    api.run('dropdb b')\n"
    assert gone(trace(marked, path="fabfile.py")) == {"a"}


@pytest.mark.parametrize("call", ["work.delay_on_commit(1)", "work.apply_async_on_commit(args=[1])"])
def test_a_job_that_is_queued_at_the_commit(trace, call: str) -> None:
    tasks = "import shutil\nfrom celery import shared_task\n@shared_task\ndef work(number):\n    shutil.rmtree('/srv/a')\n"
    walked = trace(f"from tasks import work\n{call}\n", {"tasks.py": tasks})
    assert [(effect.resource, effect.target) for effect in walked.effects] == [("filesystem", "/srv/a"), ("queue", "work")]
