"""Flows of tasks: what Airflow runs and calls back, and where it finds the modules that a flow imports."""

from __future__ import annotations

import ast

import pytest

from handover_generator.languages._python.flows import makes_flow

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


PLUGIN = OPERATOR + "\nfrom airflow.plugins_manager import AirflowPlugin\nclass Plug(AirflowPlugin):\n    name = 'plug'\n    operators = [Wipe]\n"
FROM_AIRFLOW = "from airflow.operators import Wipe\nwipe = Wipe(task_id='a', folder='/srv/x')\n"


def test_a_plug_in_is_imported_from_airflow(trace) -> None:
    assert removed(trace(FROM_AIRFLOW, {"flows/plugins/wipe.py": PLUGIN}, path="flows/dags/a.py")) == [("/srv/x", "when the task runs")]


@pytest.mark.parametrize(("path", "text"), [("flows/plugins/wipe.py", OPERATOR), ("other/plugins/wipe.py", PLUGIN), ("flows/tools/wipe.py", PLUGIN)])
def test_what_is_no_plug_in_beside_the_flows_is_not(trace, path: str, text: str) -> None:
    walked = trace(FROM_AIRFLOW, {path: text}, path="flows/dags/a.py")
    assert removed(walked) == []
    assert [unknown.detail for unknown in walked.unknowns] == ["airflow.operators.Wipe()"]


@pytest.mark.parametrize("made", ["from airflow.providers.acme.operators.acme import AcmeOperator as A; A(task_id='a')",
                                  "from airflow.contrib.operators.acme import A; A(task_id='a')",
                                  "from airflow.providers.acme.hooks.acme import AcmeHook as A; A().wipe('b')"])
def test_an_operator_or_a_hook_that_nobody_knows_is_unknown(trace, made: str) -> None:
    assert trace(made).unknowns


@pytest.mark.parametrize("made", ["from airflow import DAG\nwith DAG('a') as d:\n    pass",
                                  "from airflow.operators.empty import EmptyOperator as E; E(task_id='a') >> E(task_id='b')",
                                  "from airflow.models import Variable; Variable.get('a')"])
def test_what_makes_a_flow_is_no_unknown(trace, made: str) -> None:
    walked = trace(made)
    assert (walked.effects, walked.unknowns) == ((), ())


def test_a_task_of_the_shell_with_a_command_put_together(trace) -> None:
    made = "from airflow.operators.bash import BashOperator\nclass Remove(BashOperator):\n    def __init__(self, folder, **kwargs):\n" \
           "        kwargs['bash_command'] = 'rm -r ' + folder\n        super().__init__(**kwargs)\nRemove('/srv/x', task_id='a')\n"
    assert [target for target, _ in removed(trace(made))] == ["/srv/x"]


def test_making_a_hook_calls_none_of_its_methods(trace) -> None:
    made = "import shutil\nfrom airflow.contrib.hooks.acme_hook import AcmeHook\nclass Mine(AcmeHook):\n    def __init__(self, conn):\n" \
           "        AcmeHook.__init__(self, conn_id=conn)\n    def clean(self):\n        shutil.rmtree('/srv/x')\n"
    assert removed(trace(made + "Mine('a')\n")) == []
    assert len(removed(trace(made + "Mine('a').clean()\n"))) == 1


@pytest.mark.parametrize("made", ["from airflow import DAG\nflow = DAG('a')\n", "import airflow\nwith airflow.DAG('a') as flow:\n    pass\n",
                                  "from airflow import DAG\ndef make(name):\n    return DAG(name)\nflow = make('a')\n",
                                  "from airflow.decorators import dag\n@dag(schedule='@daily')\ndef flow():\n    pass\nmade = flow()\n",
                                  "from airflow import models\nflow = models.DAG('a')\n"])
def test_a_file_that_makes_a_flow(made: str) -> None:
    assert makes_flow(ast.parse(made))


@pytest.mark.parametrize("made", ["from airflow import DAG\ndef make(name):\n    return DAG(name)\n", "from networkx import DAG\nflow = DAG('a')\n",
                                  "from airflow.models import Variable\nx = Variable.get('a')\n",
                                  "from airflow.decorators import dag\n@dag(schedule='@daily')\ndef flow():\n    pass\n"])
def test_a_file_that_makes_none(made: str) -> None:
    assert not makes_flow(ast.parse(made))


def test_statements_inside_the_configuration_of_a_job_are_read(trace) -> None:
    head = "from airflow.providers.google.cloud.operators.bigquery import BigQueryInsertJobOperator as Job\n"

    def told(text: str) -> set[str]:
        return {f"{effect.action.value} {effect.target}{' !' * effect.destructive}" for effect in trace(head + text).effects}

    assert told("Q = 'DELETE FROM d.a WHERE x = 1'\nJob(configuration={'query': {'query': Q, 'useLegacySql': False}})") == {"delete d.a !"}
    assert told("Job(configuration={'load': {'writeDisposition': 'WRITE_TRUNCATE'}})") == {"write BigQuery job !"}
    assert told("Job(configuration={'extract': {}})") == told("Job(configuration=given())") == {"execute BigQuery job"}
