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
def test_a_dump_of_postgresql_is_loaded(trace, line: str) -> None:
    assert acts(trace, line) == [("write", "shop", False)]


@pytest.mark.parametrize("line", ["./make_sql | mysql shop", "mysql shop < schema.sql", "cat $FILE | mysql shop", "curl -s https://h/a | psql shop"])
def test_what_is_not_to_be_seen_is_no_dump(trace, line: str) -> None:
    assert [(action, destructive) for action, _, destructive in acts(trace, line)] == [("execute", False)]


def test_statements_that_are_there_are_read(trace) -> None:
    assert acts(trace, "echo 'delete from dumps' | mysql shop") == [("delete", "dumps", True)]
    assert acts(trace, "mysql shop -e 'insert into backup values (1)'") == [("write", "backup", False)]
