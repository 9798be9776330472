"""Tasks of Airflow that are made in two steps, once for each thing of a list."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

_IMPORTS = """
import os
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.ssh.operators.ssh import SSHOperator
def wipe(folder):
    os.remove("/srv/flag")
"""


@pytest.mark.parametrize(("code", "wanted"), [
    ("BashOperator.partial(task_id='a').expand(bash_command=['rm -rf /srv/a', 'rm -rf /srv/b'])", {"/srv/a", "/srv/b"}),
    ("BashOperator.partial(task_id='a', bash_command='rm -rf /srv/a').expand(env=[{}, {}])", {"/srv/a"}),
    ("SSHOperator.partial(task_id='a', command='rm -rf /srv/a').expand(ssh_conn_id=['one', 'two'])", {"/srv/a"}),
    ("later = SQLExecuteQueryOperator.partial(task_id='a', conn_id='b')\nlater.expand(sql=['drop table a'])", {"a"}),
    ("SQLExecuteQueryOperator.partial(task_id='a').expand_kwargs([{'sql': 'truncate a'}, {'sql': 'truncate b'}])", {"a", "b"}),
    ("PythonOperator.partial(task_id='a', python_callable=wipe).expand(op_args=[['x'], ['y']])", {"/srv/flag"}),
    ("given = {'task_id': 'a', 'command': 'rm -rf /srv/a'}\nSSHOperator.partial(**given).expand(ssh_conn_id=list(hosts))", {"/srv/a"}),
])
def test_each_of_the_runs_does_what_it_is_given(code: str, wanted: set[str], trace: Trace) -> None:
    walked = trace(f"import sys\nhosts = sys.argv\n{_IMPORTS}{code}\n")
    assert {effect.target for effect in walked.effects if effect.destructive} == wanted
    assert not walked.unknowns


def test_what_is_not_known_before_the_run_is_an_unknown(trace: Trace) -> None:
    walked = trace(f"{_IMPORTS}def make(commands):\n    BashOperator.partial(task_id='a').expand(bash_command=commands)\nmake(input())\n")
    assert [unknown.kind for unknown in walked.unknowns] == ["dynamic-command"]


def test_a_list_that_a_run_is_given_whole_stays_one(trace: Trace) -> None:
    code = "BashOperator.partial(task_id='a', bash_command='echo a', env={'A': 'rm -rf /srv/a'}).expand(pool=['rm -rf /srv/b'])"
    assert not trace(f"from airflow.operators.bash import BashOperator\n{code}\n").effects
