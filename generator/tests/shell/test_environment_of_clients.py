"""Variables of the environment that a client of a database reads by itself, where its command line says nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("line", "told"), [
    ("pg_dump > a.sql", "database read ${PGDATABASE}"), ("zcat d.gz | psql", "database write ${PGDATABASE} !"),
    ("psql < $1", "database execute ${PGDATABASE}")])
def test_it_is_the_target_and_the_script_needs_it(trace: Callable, line: str, told: str) -> None:
    traced = trace(line + "\n")
    assert told in traced.told(reads=True)
    assert "PGDATABASE" in traced.needs("env")


@pytest.mark.parametrize(("line", "told"), [
    ("export PGDATABASE=shop\npg_dump > a.sql", "database read shop"), ("PGDATABASE=shop psql < $1", "database execute shop"),
    ("env PGDATABASE=shop psql < $1", "database execute shop"), ("PGDATABASE=$SHOP psql < $1", "database execute ${SHOP}"),
    ("psql shop < $1", "database execute shop"), ("export PGDATABASE=other\npsql -d shop < $1", "database execute shop")])
def test_what_the_script_says_itself_is_that(trace: Callable, line: str, told: str) -> None:
    traced = trace(line + "\n")
    assert told in traced.told(reads=True)
    assert "PGDATABASE" not in traced.needs("env")


@pytest.mark.parametrize("line", ["psql -c 'drop table a'", "ssh db1 'psql < /srv/a.sql'", "docker exec db psql < $1", "psql --version", "mysql < $1",
                                  "sudo -u postgres psql -c 'select 1'"])
def test_where_it_names_nothing_that_is_told_nobody_needs_it(trace: Callable, line: str) -> None:
    traced = trace(line + "\n")
    assert "PGDATABASE" not in traced.needs("env")
    assert not [told for told in traced.told(reads=True) if "PGDATABASE" in told]


def test_a_variable_that_is_not_handed_on_is_not_read(trace: Callable) -> None:
    assert "database execute ${PGDATABASE}" in trace("PGDATABASE=shop\npsql < $1\n").told()


@pytest.mark.parametrize(("lines", "kept"), [
    ("PGHOST=a pg_dump shop > s.sql\nPGHOST=b dropdb shop", False), ("PGHOST=a pg_dump shop > s.sql\nPGHOST=a dropdb shop", True),
    ("pg_dump -h a shop > s.sql\nPGHOST=b dropdb shop", False), ("export PGHOST=a\npg_dump shop > s.sql\ndropdb shop", True),
    ("pg_dump shop > s.sql\ndropdb shop", True), ("MYSQL_HOST=a mysqldump shop > s.sql\nMYSQL_HOST=b mysql -e 'drop database shop'", False)])
def test_a_dump_of_another_server_is_no_backup(trace: Callable, lines: str, kept: bool) -> None:
    assert ("backup" in trace(lines + "\n").guards("database delete shop")) is kept
