"""The server that a client of a store is told to speak with: it says where a loss lands, whatever the database is called."""

from __future__ import annotations

import json
from typing import Any

import pytest

from handover_generator.analysis.servers import named

SETTINGS = "import os\nDATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'shop', 'HOST': 'localhost'}}\n"


@pytest.fixture
def told(handover: Any, make_repo: Any) -> Any:
    def run(line: str) -> Any:
        repo = make_repo()
        repo.commit({"settings/dev.py": SETTINGS, "ops/tidy.sh": f"#!/bin/sh\n{line}\n"}, "first")
        (script,) = json.loads(handover("scan", "--no-cache", "-q", "--format", "json", cwd=repo.root).out)["scripts"]
        return script
    return run


@pytest.mark.parametrize(("line", "server", "reaches"), [
    ("mysql -h db1.prod.example.org shop -e 'DROP TABLE orders'", "db1.prod.example.org", ["production"]),
    ("DB=production.c1x2y3.us-east-1.rds.amazonaws.com\npsql -h $DB shop -c 'DROP TABLE orders'", "production.c1x2y3.us-east-1.rds.amazonaws.com",
     ["production"]),
    ("psql postgresql://app:x@prod-db.example.org:5432/shop -c 'DROP TABLE orders'", "prod-db.example.org", ["production"]),
    ("psql -h \"$SHOP_DB_HOST\" shop -c 'DROP TABLE orders'", "${SHOP_DB_HOST}", []),
    ("psql -h localhost shop -c 'DROP TABLE orders'", None, []),
    ("psql shop -c 'DROP TABLE orders'", None, []),
])
def test_a_loss_is_told_with_the_server_of_its_data(told: Any, line: str, server: str | None, reaches: list[str]) -> None:
    script = told(line)
    (loss,) = [effect for effect in script["effects"] if effect["destructive"]]
    assert (loss["server"], script["environments"]["reaches"]) == (server, reaches)
    assert (f" at {server}" in script["verdict"]["headline"]) is (server is not None)
    assert "c1x2y3" in script["verdict"]["because"][0] or "c1x2y3" not in line


def test_the_same_table_on_two_servers_is_two_things(told: Any) -> None:
    script = told("psql -h staging-db shop -c 'DROP TABLE orders'\npsql -h prod-db shop -c 'DROP TABLE orders'")
    assert {effect["server"] for effect in script["effects"] if effect["destructive"]} == {"staging-db", "prod-db"}
    assert "production" in script["environments"]["reaches"]


def test_a_dump_of_a_named_server_is_not_of_the_place_that_has_a_database_of_its_name(told: Any) -> None:
    """``shop`` is the database of development; the one on the server of production is another."""
    assert told("mysqldump --host=production.example.org shop > shop.sql")["environments"]["reaches"] == ["production"]
    assert told("mysqldump --host=db7.example.org shop > shop.sql")["environments"]["reaches"] == []


def test_a_change_of_the_server_is_told_in_a_review(handover: Any, make_repo: Any) -> None:
    repo = make_repo()
    line = "#!/bin/sh\npsql -h {} shop -c 'DROP TABLE orders'\n"
    repo.commit({"ops/tidy.sh": line.format("db1.example.org")}, "first")
    repo.commit({"ops/tidy.sh": line.format("db2.example.org")}, "second")
    told = handover("review", "--no-cache", "HEAD~1", "HEAD", cwd=repo.root).out
    assert "drops the table orders at db2.example.org" in told
    assert "drops the table orders at db1.example.org" in told
    assert told.startswith("1 new destructive effect, 0 new gaps, 0 fixed\n")


def test_a_store_can_be_declared_of_one_server(handover: Any, make_repo: Any) -> None:
    repo = make_repo()
    repo.commit({"ops/tidy.sh": "#!/bin/sh\npsql -h db1 shop -c 'DROP TABLE orders'\npsql -h db2 shop -c 'DROP TABLE orders'\n",
                 "handover/stores.yml": "stores:\n  live: {kind: database, match: ['db1:orders'], environments: [production]}\n"}, "first")
    (script,) = json.loads(handover("scan", "--no-cache", "-q", "--format", "json", cwd=repo.root).out)["scripts"]
    assert {(effect["server"], effect["store"]) for effect in script["effects"] if effect["destructive"]} == {("db1", "live"), ("db2", None)}


@pytest.mark.parametrize(("written", "read"), [
    ("app@db1:5432", "db1"), ("${DB_HOST}:3306", "${DB_HOST}"), ("127.0.0.1", None), ("/var/run/postgresql", None), ("${?}", None), (None, None),
    ("[::1]:5432", None), ("db1 and others", None),
])
def test_the_machine_that_people_read(written: str | None, read: str | None) -> None:
    assert named(written) == read
