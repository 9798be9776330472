"""Statements that a query gave are run all the same, though nobody can read them here."""

from __future__ import annotations

import pytest

PG = "import psycopg2\ncur = psycopg2.connect('dbname=shop').cursor()\n"
TOOLKIT = "import sqlalchemy as sa\nconn = sa.create_engine('postgresql://db/shop').connect()\n"
LISTED = "cur.execute('SELECT ddl FROM waiting')\n"


@pytest.mark.parametrize(("code", "detail"), [
    (PG + LISTED + "cur.execute(cur.fetchone()[0])", "row"),
    (PG + LISTED + "statement = cur.fetchone()[0]\ncur.execute(statement)", "row"),
    (PG + LISTED + "for row in cur.fetchall():\n    cur.execute(row[0])", "row"),
    (PG + LISTED + "for (statement,) in cur.fetchall():\n    cur.execute(statement)", "row"),
    (PG + LISTED + "for row in cur:\n    cur.execute(row[0])", ""),
    (TOOLKIT + "conn.execute(sa.text(conn.execute(sa.text('SELECT ddl FROM waiting')).scalar()))", ""),
    (TOOLKIT + "for row in conn.execute(sa.text('SELECT ddl FROM waiting')):\n    conn.execute(row.ddl)", ""),
])
def test_what_a_query_gave_is_run(code: str, detail: str, trace) -> None:
    found = trace(code)
    told = [unknown for unknown in found.unknowns if unknown.kind == "dynamic-sql"]
    assert len(told) == 1
    assert detail in told[0].detail
    assert [(effect.action.value, effect.target) for effect in found.effects] == [("read", "waiting")]


@pytest.mark.parametrize("code", [
    "from sqlalchemy.orm import Session\nsession = Session(conn)\nsession.execute(orders.delete().where(orders.c.id == session.query(orders).first().id))",
    "conn.execute(orders.delete().where(orders.c.id.in_(conn.execute(orders.select()).scalars().all())))",
    "for table in reversed(meta.sorted_tables):\n    conn.execute(table.delete())",
    "for table in (orders, orders):\n    conn.execute(table.delete())",
])
def test_what_a_library_built_is_known(code: str, trace) -> None:
    found = trace(TOOLKIT + "meta = sa.MetaData()\norders = sa.Table('orders', meta, sa.Column('id', sa.Integer))\n" + code)
    assert "dynamic-sql" not in {unknown.kind for unknown in found.unknowns}
    assert "delete" in {effect.action.value for effect in found.effects}


@pytest.mark.parametrize(("query", "wanted"), [
    ("SELECT 'DROP TABLE ' || tablename FROM pg_tables", [("delete", None, True)]),
    ("SELECT format('DELETE FROM %I', tablename) FROM pg_tables", [("delete", None, True)]),
    ("SELECT 'VACUUM ' || tablename FROM pg_tables", []),
    ("SELECT ddl FROM waiting", []),
])
def test_what_the_query_puts_together_is_told(query: str, wanted: list[tuple[str, str | None, bool]], trace) -> None:
    walked = trace(PG + f"cur.execute({query!r})\nfor row in cur.fetchall():\n    cur.execute(row[0])\n")
    told = [(effect.action.value, effect.target, effect.destructive) for effect in walked.effects if effect.action.value == "delete"]
    assert told == wanted
    assert {effect.confidence.value for effect in walked.effects if effect.action.value == "delete"} <= {"inferred"}
    assert "dynamic-sql" in {unknown.kind for unknown in walked.unknowns}


def test_a_query_whose_rows_are_not_run_drops_nothing(trace) -> None:
    walked = trace(PG + "cur.execute(\"SELECT 'DROP TABLE ' || tablename FROM pg_tables\")\nfor row in cur.fetchall():\n    print(row[0])\n")
    assert {effect.action.value for effect in walked.effects} == {"read"}


@pytest.mark.parametrize("code", [
    "import requests\ncur.execute(requests.get('http://shop/sql').text)",
    "import requests\nfor one in requests.get('http://shop/sql').json():\n    cur.execute(one['sql'])",
    "import redis\ncur.execute(redis.Redis().get('sql'))",
    "import boto3\ncur.execute(boto3.client('s3').get_object(Bucket='shop', Key='wipe.sql')['Body'].read())",
    "import pymongo\nfor one in pymongo.MongoClient().shop.waiting.find():\n    cur.execute(one['sql'])",
    "import pandas\nfor one in pandas.read_csv('waiting.csv')['sql']:\n    cur.execute(one)",
])
def test_what_another_service_gave_is_run(code: str, trace) -> None:
    walked = trace(PG + code + "\n")
    assert "dynamic-sql" in {unknown.kind for unknown in walked.unknowns}


def test_a_statement_of_one_library_that_another_runs_is_known(trace) -> None:
    walked = trace("import databases, sqlalchemy as sa\norders = sa.Table('orders', sa.MetaData(), sa.Column('id', sa.Integer))\n"
                   "async def tidy():\n    await databases.Database('postgresql://db/shop').execute(orders.delete())\nimport asyncio\nasyncio.run(tidy())\n")
    assert ("delete", "orders") in {(effect.action.value, effect.target) for effect in walked.effects}
    assert "dynamic-sql" not in {unknown.kind for unknown in walked.unknowns}
