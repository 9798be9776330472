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
    found = trace("from luigi.contrib.ecs import ECSTask\nclass Load(ECSTask):\n    cluster = 'x'\n", path="tasks.py")
    assert [unknown.kind for unknown in found.unknowns] == ["unmodelled-package"]


@pytest.mark.parametrize(("text", "told"), [
    ("from luigi.contrib.postgres import CopyToTable\nclass Load(CopyToTable):\n    table = 'x'\n", {"database write x"}),
    ("from luigi.contrib.postgres import CopyToTable\nclass Load(CopyToTable):\n    @property\n    def table(self):\n        return 'x'\n", {"database write x"}),
    ("from luigi.contrib.hive import HiveQueryTask\nclass Old(HiveQueryTask):\n    def query(self):\n        return 'DROP TABLE x'\n",
     {"database delete x !"}),
    ("from luigi.contrib.external_program import ExternalProgramTask\nclass Old(ExternalProgramTask):\n    def program_args(self):\n"
     "        return ['rm', '-rf', '/srv/x']\n", {"filesystem delete /srv/x !"}),
    ("from luigi.contrib.spark import PySparkTask\nclass Old(PySparkTask):\n    def main(self, context):\n        import os\n        os.remove('/srv/x')\n",
     {"filesystem delete /srv/x !"}),
])
def test_what_a_base_class_runs(text: str, told: set[str], trace: Callable[..., Walked]) -> None:
    found = trace(text, path="tasks.py")
    assert {f"{effect.resource} {effect.action.value} {effect.target}{' !' * effect.destructive}" for effect in found.effects} == told


TARGET = """
    from luigi.contrib.mysqldb import MySqlTarget
    class Marker(MySqlTarget):
        def __init__(self, host):
            super(Marker, self).__init__(host, "d", "u", "p", "t", "i")
    """


def test_a_target_is_no_task_and_its_connection_is_one_of_a_database(trace: Callable[..., Walked]) -> None:
    found = trace("import luigi\nfrom marker import Marker\nclass Load(luigi.Task):\n    def output(self):\n        return Marker('h')\n"
                  "    def run(self):\n        self.output().connect().cursor().execute('DELETE FROM t')\n        self.output().touch()\n",
                  {"marker.py": TARGET}, path="tasks.py")
    assert {f"{effect.action.value} {effect.target}" for effect in found.effects} == {"delete t", "write the list of finished tasks"}
    assert not found.unknowns


@pytest.mark.parametrize("text", ["import luigi\nluigi.run()\n", "import sys\nimport luigi.retcodes\nluigi.retcodes.run_with_retcodes(sys.argv[1:])\n"])
def test_a_task_that_is_only_named_at_the_start_is_not_known(text: str, trace: Callable[..., Walked]) -> None:
    found = trace(text)
    assert {f"{effect.resource} {effect.action.value}" for effect in found.effects} == {"process execute"}
    assert [unknown.kind for unknown in found.unknowns] == ["dynamic-call"]


def test_what_of_luigi_nobody_looked_at_is_not_harmless(trace: Callable[..., Walked]) -> None:
    found = trace("import luigi\nfrom luigi.contrib.dropbox import DropboxClient\nDropboxClient('t', 'a').upload('x', 'y')\n")
    assert found.unknowns


@pytest.mark.parametrize(("text", "names"), [
    ("import luigi\nclass A(luigi.Task): pass\nclass B(A): pass", ("A", "B")),
    ("from luigi.contrib import external_program as e\nclass A(e.ExternalProgramTask): pass", ("A",)),
    ("import luigi\nclass A(luigi.Config): pass\nclass B(luigi.LocalTarget): pass", ()),
    ("from celery import Task\nclass A(Task): pass", ()),
])
def test_what_is_a_task(text: str, names: tuple[str, ...]) -> None:
    assert tasks_of_luigi(ast.parse(text)) == names
