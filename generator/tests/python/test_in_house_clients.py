"""Clients of a database that nobody described: the statements that they are given are read, and are no surer than inferred."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from handover_generator.analysis._commands_clients import _NAMED, _STATEMENT
from handover_generator.analysis.walk import Walked


def _said(walked: Walked) -> list[str]:
    return [f"{e.resource} {e.action.value} {e.target or ''}".strip() + (" !" if e.destructive else "") for e in walked.effects]


@pytest.mark.parametrize(("text", "told"), [
    ('shop-mysql db1 zoo -e "truncate table carts;"', ["database delete carts !"]),
    ('CLIENT=`which shop-mysql`\n$CLIENT db1 -e "TRUNCATE carts"', ["database delete carts !"]),
    ('runner --command="DELETE FROM jobs"', ["database delete jobs !"]),
    ('prod_psql "drop table invoices"', ["database delete invoices !"]),
    ('echo "INSERT INTO carts VALUES (1);" | shop-mysql db1', ["database write carts"]),
    ('shop-mysql db1 -BN -e "select server from hosts;"', ["database read hosts"]),
    ('shop-mysql db1 -e "STOP SLAVE; ALTER TABLE carts ENGINE=InnoDB;"', ["database write", "database write carts"]),
])
def test_a_statement_is_read_whoever_runs_it(text: str, told: list[str], trace: Callable) -> None:
    walked = trace("#!/bin/bash\n" + text, path="run.sh")
    assert sorted(_said(walked)) == told
    assert {effect.confidence.value for effect in walked.effects} == {"inferred"}
    assert any(unknown.kind == "unmodelled-command" for unknown in walked.unknowns)


@pytest.mark.parametrize("text", [
    'notify -c "update me"', 'notify -e "Table dropped: create a new one"', 'runner "drop table jobs"', 'shop-mysql db1', 'shop-mysql drop carts',
    'announce --sql "selected from many"', 'echo "DROP TABLE carts" | notify',
])
def test_what_is_no_statement_or_is_not_run_is_not(text: str, trace: Callable) -> None:
    assert _said(trace("#!/bin/bash\n" + text, path="run.sh")) == []


@pytest.mark.parametrize("text", ["shop-mysql db1 < sql/carts.sql", "cat sql/carts.sql | shop-mysql db1",
                                  "{ echo 'USE shop;'; cat sql/carts.sql; } | shop-mysql db1"])
def test_a_file_of_statements_that_it_is_fed(text: str, trace: Callable) -> None:
    walked = trace("#!/bin/bash\n" + text, {"sql/carts.sql": "DROP TABLE carts;"}, path="run.sh")
    assert "database delete carts !" in _said(walked)
    assert not any("repository" in unknown.detail for unknown in walked.unknowns)


def test_a_program_in_python_that_starts_one(trace: Callable) -> None:
    walked = trace("""
        import subprocess
        def run_sql(host, statement):
            subprocess.run('shop-mysql {} -N -e "{}"'.format(host, statement), shell=True)
        run_sql("db1", "delete from carts;")
        """)
    assert _said(walked) == ["database delete carts !"]


def test_long_texts_cost_little() -> None:
    began = time.perf_counter()
    for text in ("select " * 40_000, "grant " + "to" * 80_000, "update " + "x" * 200_000, "select " + " from" * 1 + "\n" * 200_000):
        _STATEMENT.match(text)
    for name in ("sql" * 30_000 + "x", "-mysqlx" * 20_000):
        _NAMED.fullmatch(name)
    assert time.perf_counter() - began < 2
