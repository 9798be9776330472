"""A dump that is fed to a database client is a dump, wherever it comes from; any other text that is not to be seen is that."""

from __future__ import annotations

import pytest


def acts(trace, line: str) -> list[tuple[str, str | None, bool]]:
    return [(act.action.value, act.target, act.destructive) for act in trace(f"{line}\n").acts() if act.resource == "database"]


@pytest.mark.parametrize("line", [
    "xz -d -c $DUMP | mysql -h db -u me shop", "zcat d.gz | mysql shop", "mysql shop < nightly_dump.sql", "cat backup.sql | mysql --database shop",
    "pv a.sql.gz | gunzip | mysql shop", "mysqldump -h old shop | mysql -h new shop"])
def test_a_dump_of_mysql_replaces_the_tables(trace, line: str) -> None:
    assert acts(trace, line) == [("write", "shop", True)]


@pytest.mark.parametrize("line", ["gunzip -c a.gz | psql shop", "psql -d shop < /var/dumps/a", "psql -f /srv/backup/shop.sql shop"])
def test_a_dump_of_postgresql_may_replace_the_tables_or_mix_with_them(trace, line: str) -> None:
    """Whether its statements drop what is there stands in the dump, which is not to be seen: it is told as likely."""
    assert acts(trace, line) == [("write", "shop", True)]
    assert [act.confidence.value for act in trace(f"{line}\n").acts() if act.destructive] == ["inferred"]


@pytest.mark.parametrize("line", [
    "pg_restore -c a.dump | psql shop", "pg_dump --clean --if-exists old | psql shop", "ssh db1 'pg_dump -c old' | psql -d shop",
    "docker exec old pg_dump --clean old | psql shop", "zcat d.gz | mysql shop", "mysql shop -e 'source /srv/dumps/a.sql'",
    "kubectl exec db-0 -- mysqldump old | mysql shop"])
def test_one_that_drops_first_is_told_as_that(trace, line: str) -> None:
    assert [act.confidence.value for act in trace(f"{line}\n").acts() if act.destructive and act.target == "shop"] == ["resolved"]


@pytest.mark.parametrize(("line", "database"), [
    ("psql shop < \"$1\"", "shop"), ("./make_sql | mysql -h db shop", "shop"), ("mysql -D shop < \"$1\"", "shop"),
    ("sqlite3 shop.db < \"$1\"", "shop.db"),
    ("psql -f \"$1\" -d shop", "shop"), ("mysql < \"$1\"", None)])
def test_statements_that_nobody_sees_are_told_with_their_database(trace, line: str, database: str | None) -> None:
    assert acts(trace, line) == [("execute", database, False)]


@pytest.mark.parametrize(("made", "lost"), [
    ("createdb shop", False), ("createdb shop || exit 1", False), ("psql -c 'create database shop'", False), ("createdb other", True),
    ("psql -c 'create database if not exists shop'", True), ("[ -n \"$NEW\" ] && createdb shop", True), ("", True)])
def test_a_database_that_was_made_for_it_loses_nothing(effects, made: str, lost: bool) -> None:
    for load in ("zcat d.gz | psql shop", "pg_restore --clean -d shop a.dump"):
        assert bool([effect for effect in effects(f"{made}\n{load}\n") if effect.destructive]) is lost


@pytest.mark.parametrize("line", ["./make_sql | mysql shop", "mysql shop < schema.sql", "cat $FILE | mysql shop", "curl -s https://h/a | psql shop"])
def test_what_is_not_to_be_seen_is_no_dump(trace, line: str) -> None:
    assert [(action, destructive) for action, _, destructive in acts(trace, line)] == [("execute", False)]


def test_statements_that_are_there_are_read(trace) -> None:
    assert acts(trace, "echo 'delete from dumps' | mysql shop") == [("delete", "dumps", True)]
    assert acts(trace, "mysql shop -e 'insert into backup values (1)'") == [("write", "backup", False)]
