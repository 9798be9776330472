"""Flows of tasks: what Airflow runs and calls back, and where it finds the modules that a flow imports."""

from __future__ import annotations

import pytest

OPERATOR = """
import shutil
from airflow.models import BaseOperator

class Wipe(BaseOperator):
    def __init__(self, folder, **kwargs):
        super().__init__(**kwargs)
        self.folder = folder

    def execute(self, context):
        shutil.rmtree(self.folder)
"""


def removed(walked) -> list[tuple[str | None, str | None]]:
    return [(e.target, e.condition) for e in walked.effects if e.action.value == "delete"]


def test_a_task_of_ones_own_runs_when_it_is_made(trace) -> None:
    flow = "from operators.wipe import Wipe\nwipe = Wipe(task_id='a', folder='/srv/x')\n"
    assert removed(trace(flow, {"flows/plugins/operators/wipe.py": OPERATOR}, path="flows/dags/a.py")) == [("/srv/x", "when the task runs")]


def test_plug_ins_lie_beside_the_flows(trace) -> None:
    flow = "from operators.wipe import Wipe\nwipe = Wipe(task_id='a', folder='/srv/x')\n"
    assert removed(trace(flow, {"other/plugins/operators/wipe.py": OPERATOR}, path="flows/dags/a.py")) == []
    assert removed(trace(flow, {"flows/plugins/operators/wipe.py": OPERATOR}, path="flows/web/a.py")) == []


def test_a_class_that_is_no_task_does_not_run(trace) -> None:
    plain = OPERATOR.replace("from airflow.models import BaseOperator", "class BaseOperator:\n    def __init__(self, **kwargs):\n        pass\n")
    assert removed(trace(plain + "\nWipe('/srv/x')\n")) == []
    assert removed(trace(OPERATOR)) == []


@pytest.mark.parametrize("made", ["Wipe.partial(task_id='a', folder='/srv/x').expand(day=[1])",
                                  "Wipe.partial(task_id='a').expand_kwargs([{'folder': '/srv/x'}])"])
def test_a_task_made_in_two_steps_runs(trace, made: str) -> None:
    assert len(removed(trace(f"{OPERATOR}\n{made}\n"))) == 1


def test_a_sensor_is_asked(trace) -> None:
    sensor = "import os\nfrom airflow.sensors.base import BaseSensorOperator\nclass Gone(BaseSensorOperator):\n    def poke(self, context):\n" \
             "        os.remove('/srv/flag')\nGone(task_id='a')\n"
    assert removed(trace(sensor)) == [("/srv/flag", "when the task runs")]


TOLD = "import os\nfrom airflow import DAG\nfrom airflow.operators.empty import EmptyOperator\ndef tell(context):\n    os.remove('/srv/flag')\n"


@pytest.mark.parametrize("made", ["DAG('a', on_failure_callback=tell)", "DAG('a', default_args={'on_failure_callback': tell})",
                                  "EmptyOperator(task_id='a', on_failure_callback=[tell])"])
def test_callbacks_are_called(trace, made: str) -> None:
    assert removed(trace(f"{TOLD}\n{made}\n")) == [("/srv/flag", "on failure")]


def test_what_is_given_under_another_name_is_no_callback(trace) -> None:
    assert removed(trace(f"{TOLD}\nDAG('a', default_args={{'owner': tell}})\n")) == []


def test_tasks_as_functions_run_where_they_are_called(trace) -> None:
    flow = "import os\nfrom airflow.decorators import dag, task\n@task\ndef clean():\n    os.remove('/srv/x')\n@task\ndef unused():\n" \
           "    os.remove('/srv/y')\n@dag(schedule='@daily')\ndef flow():\n    clean()\nflow()\n"
    assert [target for target, _ in removed(trace(flow))] == ["/srv/x"]
