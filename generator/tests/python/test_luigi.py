"""Luigi makes tasks by their name and runs them after those that they require."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked
from handover_generator.languages._python.luigi_tasks import tasks_of_luigi

TASKS = """
    import os, shutil
    import luigi
    class Raw(luigi.ExternalTask):
        def output(self):
            return luigi.LocalTarget("/srv/raw")
    class Clean(luigi.Task):
        year = luigi.IntParameter()
        def requires(self):
            return [Raw()]
        def output(self):
            return luigi.LocalTarget("/srv/clean")
        def run(self):
            os.remove("/srv/data/%d.csv" % self.year)
    class Report(luigi.Task):
        def requires(self):
            return {"clean": Clean(year=2015)}
        def run(self):
            with self.output().open("w") as out:
                out.write("x")
        def output(self):
            return luigi.LocalTarget("/srv/report")
    class Wipe(luigi.Task):
        def run(self):
            shutil.rmtree("/srv/all")
            yield Report()
    """
CLEAN, REPORT, WIPE = "delete /srv/data/${--year}.csv", "write /srv/report", "delete /srv/all"


@pytest.mark.parametrize(("command", "told"), [
    ("luigi --module tasks Clean --year 2015", {CLEAN}),
    ("luigi --module tasks Report --local-scheduler", {CLEAN, REPORT}),
    ("python -m luigi --module tasks Wipe", {CLEAN, REPORT, WIPE}),
    ("luigi --module tasks $TASK", {CLEAN, REPORT, WIPE}),
    ("luigi --module tasks Raw", set()),
])
def test_the_task_that_is_named_is_run(command: str, told: set[str], trace: Callable[..., Walked]) -> None:
    found = trace(f"#!/bin/sh\n{command}\n", {"tasks.py": TASKS}, path="run.sh")
    assert {f"{effect.action.value} {effect.target}" for effect in found.effects} == told
    assert not found.unknowns


@pytest.mark.parametrize(("script", "told"), [
    ("import luigi\nfrom tasks import Clean\nluigi.build([Clean()])\n", {CLEAN}),
    ("import luigi\nfrom tasks import Wipe\nluigi.run(main_task_cls=Wipe)\n", {CLEAN, REPORT, WIPE}),
    ("from tasks import Wipe\nWipe()\n", set()),
    (textwrap.dedent(TASKS) + "\nif __name__ == '__main__':\n    luigi.run()\n", {CLEAN, REPORT, WIPE}),
])
def test_a_program_runs_tasks(script: str, told: set[str], trace: Callable[..., Walked]) -> None:
    found = trace(script, {"tasks.py": TASKS})
    assert {f"{effect.action.value} {effect.target}" for effect in found.effects} == told


def test_a_task_of_a_package_is_told_as_unknown(trace: Callable[..., Walked]) -> None:
    found = trace("from luigi.contrib.postgres import CopyToTable\nclass Load(CopyToTable):\n    table = 'x'\n", path="tasks.py")
    assert [unknown.kind for unknown in found.unknowns] == ["unmodelled-package"]


@pytest.mark.parametrize(("text", "names"), [
    ("import luigi\nclass A(luigi.Task): pass\nclass B(A): pass", ("A", "B")),
    ("from luigi.contrib import external_program as e\nclass A(e.ExternalProgramTask): pass", ("A",)),
    ("import luigi\nclass A(luigi.Config): pass\nclass B(luigi.LocalTarget): pass", ()),
    ("from celery import Task\nclass A(Task): pass", ()),
])
def test_what_is_a_task(text: str, names: tuple[str, ...]) -> None:
    assert tasks_of_luigi(ast.parse(text)) == names
