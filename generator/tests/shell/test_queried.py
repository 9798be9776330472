"""Statements that a query writes and that are then run, by whichever way they come to the client."""

from __future__ import annotations

import pytest

DROPS = "select 'drop table ' || tablename || ';' from pg_tables"


def _lost(found) -> list[str]:
    return sorted(told for told in found.told() if told.endswith("!"))


@pytest.mark.parametrize("script", [
    f'psql -t -c "{DROPS}" db | psql db',
    f'psql -Atc "{DROPS}" db | psql db',
    f'psql --tuples-only --command="{DROPS}" db | psql db',
    f'psql -t -c "{DROPS}" db | grep -v keep | psql db',
    f'sudo -u postgres psql -t -c "{DROPS}" db | sudo -u postgres psql db',
    f'docker exec db psql -t -c "{DROPS}" db | psql db',
    f'psql -f <(psql -t -c "{DROPS}" db) db',
    f'psql db < <(psql -t -c "{DROPS}" db)',
    f'psql -t -c "{DROPS}" db > /tmp/x.sql\npsql -f /tmp/x.sql db',
    f'SQL=$(psql -t -c "{DROPS}" db)\npsql -c "$SQL" db',
    f'SQL=$(psql -t -c "{DROPS}" db)\necho "$SQL" | psql db',
    f"psql -t db <<'E' | psql db\n{DROPS};\nE",
    f'psql -t -c "{DROPS}" db | while read -r line; do psql -c "$line" db; done',
    "psql -t -c \"select format('drop table %I', t) from s\" db | psql db",
    "psql -t -c \"select string_agg('drop table ' || t, ';') from s\" db | psql db",
    "mysql -Nse \"SELECT CONCAT('DROP TABLE ', table_name, ';') FROM information_schema.tables\" | mysql db",
    "mysql -e 'SELECT concat(\"DROP TABLE \", table_name, \";\") FROM t' | tail -n +2 | mysql db",
    "mysql --execute=\"SELECT CONCAT('DROP TABLE ', t) FROM s\" | mysql db",
    "sqlite3 a.db \"select 'drop table ' || name || ';' from sqlite_master\" | sqlite3 a.db",
])
def test_statements_that_a_query_writes_are_told_where_they_are_run(trace, script: str) -> None:
    assert "database delete ${row} !" in _lost(trace(script + "\n"))


@pytest.mark.parametrize("script", [
    f'psql -t -c "{DROPS}" db',                                             # only shown
    f'psql -t -c "{DROPS}" db > /tmp/x.sql',
    f'psql -t -c "{DROPS}" db | less',
    "psql -t -c \"select name from t where word = 'drop table a'\" db | psql db",
    "psql -t -c \"select count(*) from t\" db | psql db",
])
def test_what_is_not_run_or_no_statement_is_no_loss(trace, script: str) -> None:
    assert _lost(trace(script + "\n")) == []


@pytest.mark.parametrize(("script", "lost"), [
    ('source <(echo "rm -rf /srv/d")', "filesystem delete /srv/d !"),
    ('. <(printf "rm -rf %s" /srv/d)', "filesystem delete /srv/d !"),
    ('bash <(echo "rm -rf /srv/d")', "filesystem delete /srv/d !"),
    ('psql -f <(echo "drop table a;") db', "database delete a !"),
])
def test_what_is_printed_into_a_file_of_its_own_is_run(trace, script: str, lost: str) -> None:
    found = trace(script + "\n")
    assert _lost(found) == [lost]
    assert not found.unknowns()


@pytest.mark.parametrize("script", ['diff <(echo "rm -rf /srv/d") <(echo b)', 'cat <(echo "rm -rf /srv/d")', 'sort <(printf "b\\na") > /dev/null'])
def test_what_is_only_read_from_there_is_nothing(trace, script: str) -> None:
    assert not trace(script + "\n").told()
