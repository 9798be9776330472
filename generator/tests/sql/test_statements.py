"""What SQL does, statement by statement: found, and not claimed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover_generator.analysis.sql import analyse_sql
from handover_generator.model.behaviour import Act, Event, Need, Unknown
from handover_generator.model.location import Location
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace

AT = Location("x.sql", 10)


def told(events: Sequence[Event]) -> list[str]:
    """``resource action target[ !][ ALL]``, unknowns as ``unknown kind``."""
    lines = []
    for event in events:
        if isinstance(event, Act):
            marks = ["!"] * event.destructive + ["ALL"] * event.everything
            lines.append(" ".join(part for part in (event.resource, event.action.value, event.target, *marks) if part))
        elif isinstance(event, Unknown):
            lines.append(f"unknown {event.kind}")
    return lines


def sql(text: str, **options: object) -> list[str]:
    return told(analyse_sql(Text.of(text), at=AT, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "expected"), [
    ("select * from a join b on a.x = b.x", ["database read a", "database read b"]),
    ("with d as (delete from a returning *) select * from d", ["database delete a ! ALL"]),
    ("with x as (select 1 from b) select * from x", ["database read b"]),
    ("select * into n from o", ["database write n", "database read o"]),
    ("select nextval('s')", ["database write s"]),
    ("select pg_terminate_backend(pid) from pg_stat_activity", ["database read pg_stat_activity", "database execute"]),
    ("select pg_start_backup('pgdata')", ["database write"]),
    ("select * from pg_backup_stop()", ["database write"]),
    ("select pg_file_unlink('old.csv')", ["database delete !"]),
    ("select DropGeometryColumn('roads', 'shape')", ["database delete !"]),
    ("select AddGeometryColumn('roads', 'shape', 4326, 'POINT', 2)", ["database write"]),
    ("select pg_is_in_backup()", ["database read"]),
    ("select pg_backup_start_time()", ["database read"]),
    ("select lo_unlink(1)", ["database delete !"]),
    ("insert into a select * from b", ["database write a", "database read b"]),
    ("update a set x = 1", ["database write a ! ALL"]),
    ("update a set x = 1 where y = 2", ["database write a"]),
    ("delete from a", ["database delete a ! ALL"]),
    ("delete from a where 1=1", ["database delete a ! ALL"]),
    ("delete from a where x < 5", ["database delete a !"]),
    ("delete a from t as a where a.x = 1", ["database delete t !"]),
    ("truncate a, b cascade", ["database delete a ! ALL", "database delete b ! ALL"]),
    ("drop database if exists main", ["database delete main ! ALL"]),
    ("drop schema public cascade", ["database delete public ! ALL"]),
    ("drop table a, b", ["database delete a ! ALL", "database delete b ! ALL"]),
    ("drop view v", ["database delete v"]),
    ("drop index if exists i on t", ["database delete i"]),
    ("drop trigger g on t", ["database delete g"]),
    ("drop foreign table if exists x cascade", ["database delete x ! ALL"]),
    ("do $$ begin execute format('DROP FOREIGN TABLE IF EXISTS %s CASCADE', t); end; $$", ["database delete ${?} ! ALL"]),
    ("do $$ begin execute format('DROP TABLE IF EXISTS %1$s.%2$I', s, t); end; $$", ["database delete ${?} ! ALL"]),
    ("do $$ begin execute format('DROP TABLE IF EXISTS %%I', t); end; $$", ["database delete ${?} ! ALL"]),
    ("do $$ begin execute format('CREATE ROLE %%I LOGIN PASSWORD %%L', a, b); end; $$", ["permission write ${?}"]),
    ("do $$ begin execute format('ALTER ROLE %I WITH LOGIN PASSWORD %L', a, b); end; $$", ["permission write ${?}"]),
    ("delete from a where b = %s", ["database delete a !"]),
    ("drop index i", ["database delete i"]),
    ("drop subscription s", ["database delete s ! ALL"]),
    ("drop publication p", ["database delete p"]),
    ("\\copy (select * from a) to '/x.csv'", ["database read a", "filesystem write /x.csv"]),
    ("\\copy a (b, c) from '/x.csv'", ["database write a", "filesystem read /x.csv"]),
    ("\\COPY a FROM '/x.csv' CSV HEADER", ["database write a", "filesystem read /x.csv"]),
    ("insert into a\n  (b, c) values\n", ["database write a"]),
    ("exchange tables a and shop.b on cluster c", ["database write a", "database write shop.b"]),
    ("\\copy (select * from a where b in", ["unknown dynamic-sql"]),
    ("drop role x", ["permission delete x"]),
    ("alter table a drop column c", ["database delete a !"]),
    ("alter table a add column c int", ["database write a"]),
    ("alter table a drop constraint c", ["database write a"]),
    ("merge into a using b on a.x = b.x when matched then delete", ["database write a", "database delete a !", "database read b"]),
    ("merge into a using b on a.x = b.x when matched then update set y = 1", ["database write a", "database read b"]),
    ("create table a as select * from b", ["database write a", "database read b"]),
    ("create temp table t as select 1; drop table t", ["database write t", "database delete t ALL"]),
    ("create table if not exists t (x int); drop table t", ["database write t", "database delete t ! ALL"]),
    ("copy t from '/x.csv'", ["database write t", "filesystem read /x.csv"]),
    ("copy t to stdout", ["database read t"]),
    ("copy (select * from a) to '/x.csv'", ["database read a", "filesystem write /x.csv"]),
    ("copy t to program 'gzip > /x'", ["database read t", "process execute gzip > /x", "unknown dynamic-command"]),
    ("grant select on a to b", ["permission write a"]),
    ("revoke all on a from b", ["permission delete a"]),
    ("create user bob", ["permission write bob"]),
    ("call refresh_all()", ["database execute refresh_all"]),
    ("select refresh_all()", ["database execute refresh_all"]),
    ("select cache.purge_old(1) as done", ["database execute cache.purge_old"]),
    ("select refresh_all() from a", ["database read a"]),
    ("select pg_is_in_recovery(), my_id from a", ["database read a"]),
    ("select version()", ["database read"]),
    ("select st_makepoint(1, 2)", ["database read"]),
    ("select shop.get_total(4)", ["database read"]),
    ("select count(*)", ["database read"]),
    ("do $$ begin delete from a; if x then drop table b; end if; end $$", ["database delete a ! ALL", "database delete b ! ALL"]),
    ("do $$ begin execute 'drop table ' || n; end $$", ["database delete ! ALL"]),
    ("do $$ begin execute 'drop table if exists ' || quote_ident(r.name) || ' cascade'; end $$", ["database delete ! ALL"]),
    ("do $$ begin execute 'delete from ' || place; end $$", ["database delete ! ALL"]),
    ("do $$ begin execute 'truncate ' || quote_ident(a) || '.log'; end $$", ["database delete ${?}.log ! ALL"]),
    ("do $$ begin execute concat('drop table a', n, '_old'); end $$", ["database delete a${?}_old ! ALL"]),
    ("do $$ begin execute 'insert into a values (''; drop table c'')' into x; delete from d; end $$",
     ["database write a", "database delete d ! ALL"]),
    ("do $$ begin query := 'delete from ' || 'a'; execute query; end $$", ["database delete a ! ALL", "database execute"]),
    ("do $$ begin update a set note = 'drop table b' where x; end $$", ["database write a"]),
    ("do $$ begin raise notice 'drop table b'; -- don't drop table c\n delete from a; end $$", ["database delete a ! ALL"]),
    ("do $$ begin raise notice 'emptying a'; end $$", []),
    ("do 'begin raise notice ''emptying a''; end'", []),
    ("do $x$ begin if n = 1 then raise exception 'no'; else null; end if; return; end $x$", []),
    ("do $$ begin raise notice 'a'; n := wipe(); end $$", ["database execute"]),
    ("do $$ begin if wipe() then raise notice 'a'; end if; end $$", ["database execute"]),
    ("do $$ begin n := 1; end $$", ["database execute"]),
    ("do $$ begin perform dblink('db=b', 'drop table a'); end $$", ["database execute", "database delete a ! ALL"]),
    ("do $$ begin execute 'drop table a' using b, c into d; end $$", ["database delete a ! ALL"]),
    ("do $$ begin raise notice '%', wipe(); end $$", ["database execute"]),
    ("do $$ begin raise notice 'x'; return wipe(); end $$", ["database execute"]),
    ("do $$ begin delete from a; /* drop table b; end $$", ["database delete a ! ALL"]),
    ("exec('drop table ' + @name)", ["database delete ! ALL"]),
    ("execute immediate concat('drop table ', @name)", ["database delete ! ALL"]),
    ("create function f() returns void as $$ begin delete from a; end $$ language plpgsql", ["database write f"]),
    ("vacuum full a", ["database write a"]),
    ("refresh materialized view v", ["database write v"]),
    ("explain analyze delete from a", ["database delete a ! ALL"]),
    ("explain delete from a", ["database read"]),
    ("set search_path = x", []),
    ("load data infile '/x' into table t", ["database write t", "filesystem read /x"]),
    ("replace into a values (1)", ["database write a"]),
    ("insert overwrite table a select * from b", ["database write a ! ALL", "database read b"]),
    ("delete from a where x = :'y' and z = %s and w = %(w)s and v = ? and u = :u", ["database delete a !"]),
    ("use shop; show tables", ["database read shop"]),
    ("-- drop table a\nselect 1 /* drop table b */", ["database read"]),
    ("select 'drop table a'", ["database read"]),
    ("select * from a for update", ["database read a"]),
    ("please drop the table", ["unknown dynamic-sql"]),
    ("", ["unknown dynamic-sql"]),
])
def test_a_statement(text: str, expected: list[str]) -> None:
    assert sql(text) == expected


def test_what_is_rolled_back_is_no_loss() -> None:
    events = analyse_sql(Text.of("begin; delete from a; rollback; delete from b"), at=AT)
    acts = [event for event in events if isinstance(event, Act)]
    assert [(act.target, act.destructive, act.condition) for act in acts] == [("a", False, "rolled back afterwards"), ("b", True, None)]


@pytest.mark.parametrize(("statement", "expected"), [
    ("copy (select 1 from a) to '/srv/a.csv'", [("database", "read", None), ("filesystem", "write", None)]),
    ("copy a to program 'tee /srv/a.csv'", [("database", "read", None), ("process", "execute", None)]),
    ("insert into b select * from a", [("database", "write", "rolled back afterwards"), ("database", "read", None)]),
])
def test_what_leaves_the_database_is_not_rolled_back(statement: str, expected: list[tuple[str, str, str | None]]) -> None:
    acts = [event for event in analyse_sql(Text.of(f"begin; {statement}; rollback;"), at=AT) if isinstance(event, Act)]
    assert sorted((act.resource, act.action.value, act.condition or "") for act in acts) == sorted((*one[:2], one[2] or "") for one in expected)


def test_a_transaction_is_a_guard_until_it_ends() -> None:
    acts = [event for event in analyse_sql(Text.of("begin; delete from a; commit; delete from b"), at=AT) if isinstance(event, Act)]
    assert [[guard.kind.value for guard in act.guards] for act in acts] == [["transaction"], []]


def test_lines_are_counted_from_the_start_of_the_text() -> None:
    text = "-- head\n\nselect 1\nfrom a;\n\n\ndelete\nfrom b;\n"
    acts = [event for event in analyse_sql(Text((text,), replace(AT, line=5)), at=AT) if isinstance(event, Act)]
    assert [(act.target, act.at.line) for act in acts] == [("a", 7), ("b", 11)]
    assert {act.at.line for act in analyse_sql(Text.of(text), at=AT) if isinstance(act, Act)} == {10}


def test_holes_stand_in_names() -> None:
    events = analyse_sql(Text.of("drop database ", Hole("env", "PILOT_DB")), at=AT)
    assert told(events) == ["database delete ${PILOT_DB} ! ALL"]
    assert told(analyse_sql(Text.of("delete from {table} where id = {id}"), at=AT)) == ["database delete ${table} !"]
    assert told(analyse_sql(Text.of(Hole("env", "QUERY")), at=AT)) == ["unknown dynamic-sql"]
    assert told(analyse_sql(Text.of(Hole("argument", "verb"), " from a"), at=AT)) == ["unknown dynamic-sql"]


def test_psql_commands() -> None:
    text = "\\set x 1\n\\c main\ndrop schema public cascade;\n\\i other.sql\n\\copy (select * from a) to 'out.csv' csv\n\\! rm -rf /srv\nselect 1;\n"
    seen: list[str] = []

    def run_file(path: Text, at: Location) -> tuple[Event, ...]:
        seen.append(f"file {path.render()} {at.line}")
        return ()

    def run_shell(command: Text, at: Location) -> tuple[Event, ...]:
        seen.append(f"shell {command.render()} {at.line}")
        return ()

    events = analyse_sql(Text((text,), replace(AT, line=1)), at=AT, run_file=run_file, run_shell=run_shell)
    assert told(events) == ["database delete public ! ALL", "database read a", "filesystem write out.csv", "database read main"]
    assert seen == ["file other.sql 4", "shell rm -rf /srv 6"]


@pytest.mark.parametrize(("text", "expected"), [
    ("if object_id('a') is not null\n  drop table a\nGO", ["database delete a ! ALL"]),
    ("if exists (select 1 from b)\nbegin\n  delete from a where x = 1;\nend\nGO", ["database delete a !"]),
    ("if @@trancount > 0 print 'delete the rows'", []),
    ("begin\n  execute immediate 'truncate table a';\nend;\n/\n", ["database delete a ! ALL"]),
    ("begin transaction; delete from a; commit", ["database delete a ! ALL"]),
    ("exec('drop table a')", ["database delete a ! ALL"]),
    ("exec sp_executesql N'delete from a where b = 1'", ["database delete a !"]),
    ("exec purge 'drop table a'", ["database execute purge"]),
    ("delete top (100) from a where x = 1", ["database delete a !"]),
    ("delete from top where x = 1", ["database delete top !"]),
    ("alter table a delete where x = 1", ["database delete a !"]),
    ("alter table a on cluster c update y = 2 where x = 1", ["database write a"]),
    ("alter table a add delete_me int", ["database write a"]),
    ("select * from a into outfile '/srv/a.csv'", ["filesystem write /srv/a.csv", "database read a"]),
    ("reset master", ["database delete !"]),
    ("RESET SLAVE ALL", ["database delete !"]),
    ("reset replica all for channel 'a'", ["database delete !"]),
    ("RESET SLAVE", ["database write"]),
    ("CHANGE MASTER TO MASTER_HOST='db2', MASTER_PASSWORD='x'", ["database write"]),
    ("CHANGE REPLICATION SOURCE TO SOURCE_HOST='db2'", ["database write"]),
    ("stop slave; start slave", ["database write", "database write"]),
    ("set global read_only = 1", ["database write"]),
    ("set session sql_mode = ''; reset search_path", []),
    ("select 'drop table ' || x from a \\gexec", ["database read a", "database delete ! ALL", "unknown dynamic-sql"]),
    ("select 'drop them' from a \\gset", ["database read a"]),
    ("delete from :t where x = :y and z = u::text", ["database delete ${t} !"]),
    ("whenever sqlerror exit failure\nset echo off\nrem drop table b\ntruncate table a;\nexit;\n", ["database delete a ! ALL"]),
    ("spool /srv/x.log\ndrop table a;\nspool off\n", ["filesystem write /srv/x.log", "database delete a ! ALL"]),
    ("set\nsearch_path = x; delete\nfrom set where x = 1", ["database delete set !"]),
])
def test_blocks_statements_built_and_the_server_itself(text: str, expected: list[str]) -> None:
    assert sql(text) == expected


def test_a_procedure_whose_body_has_no_quotes_is_told_where_it_is_called() -> None:
    made = "DELIMITER //\ncreate procedure p()\nbegin\n  delete from a;\nend //\nDELIMITER ;\n"
    acts = [event for event in analyse_sql(Text((made + "call p();",), replace(AT, line=1)), at=AT) if isinstance(event, Act)]
    assert ("a", 4, True) in [(act.target, act.at.line, act.destructive) for act in acts]
    assert "database delete a ! ALL" not in sql(made)


@pytest.mark.parametrize(("text", "expected"), [
    ("use shop; source sql/a.sql;", ["sql/a.sql"]), ("SOURCE sql/a.sql", ["sql/a.sql"]), ("@sql/a.sql", ["sql/a.sql"]), ("@@a.sql\n", ["a.sql"]),
    (".read sql/a.sql", ["sql/a.sql"]), ("\\ir sql/a.sql", ["sql/a.sql"]), ("select source from a", []), ("select '@a.sql'", []),
])
def test_files_that_a_client_reads_in(text: str, expected: list[str]) -> None:
    assert [event.name for event in analyse_sql(Text.of(text), at=AT) if isinstance(event, Need)] == expected


def test_data_after_copy_is_not_sql() -> None:
    assert sql("copy t (a) from stdin;\ndrop table x;\n\\.\nselect * from y;") == ["database write t", "database read y"]


def test_delimiters_of_mysql() -> None:
    text = "DELIMITER //\ncreate procedure p() begin delete from a; end//\nDELIMITER ;\ndelete from b;"
    assert sql(text) == ["database write p", "database delete b ! ALL"]


@pytest.mark.parametrize(("text", "expected"), [
    ("/*!40101 SET NAMES utf8 */;\n/*M!100616 SET NOTE_VERBOSITY=0 */;\n/*!40000 ALTER TABLE `t` DISABLE KEYS */;", []),
    ("/*!50001 DROP VIEW IF EXISTS `v`*/;\n", ["database delete v"]),
    ("drop /*!40000 table */ t;", ["database delete t ! ALL"]),
    ("/* drop table t; */ select 1; /*+ hint */", ["database read"]),
    ("/*!50003 drop table a", ["database delete a ! ALL"]),
])
def test_comments_that_mysql_executes(text: str, expected: list[str]) -> None:
    assert sql(text, dialect="mysql") == expected


def test_other_databases() -> None:
    assert sql("drop table `a-b`", dialect="mysql") == ["database delete a-b ! ALL"]
    assert sql("drop table [dbo].[a]\nGO\ntruncate table b\nGO", dialect="mssql") == ["database delete dbo.a ! ALL", "database delete b ! ALL"]
    assert sql("delete from a", dialect="no such dialect") == ["database delete a ! ALL"]


def test_guards_host_and_condition_are_carried() -> None:
    act = next(event for event in analyse_sql(Text.of("delete from a"), at=AT, condition="$X is set", host="db1") if isinstance(event, Act))
    assert (act.condition, act.host, act.resource) == ("$X is set", "db1", "database")


def test_a_large_dump_is_read_in_time() -> None:
    import time

    started = time.process_time()
    events = analyse_sql(Text.of("".join(f"insert into t values ({i}, 'x;y''z');\n" for i in range(5000))), at=AT)
    assert told(events) == ["database write t", "unknown budget"]
    assert time.process_time() - started < 20


WORDS = st.sampled_from(
    [
        "select",
        "delete from",
        "drop table",
        "a",
        "b",
        "where",
        "1=1",
        ";",
        "(",
        ")",
        "'",
        '"',
        "$$",
        "--",
        "/*",
        "*/",
        "\\",
        "\\i",
        "\\.",
        "\n",
        " ",
        "with",
        "as",
        ",",
        "copy",
        "from stdin",
        "do",
        "begin",
        "end",
        "{",
        "}",
        "{x}",
        ":'x'",
        "%s",
        "é",
        "\x00",
        "\udcff",
        "insert into",
        "values",
        "merge",
        "create",
        "E'\\''",
        "`",
    ]
)


@given(st.lists(WORDS, max_size=30).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_no_text_raises(text: str) -> None:
    for event in analyse_sql(Text((text,), replace(AT, line=1)), at=AT):
        assert isinstance(event, Act | Unknown | Need)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000,
        "select " + "(" * 300 + "1" + ")" * 300,
        "select 1 " + "union select 1 " * 2000,
        "'" * 9999,
        "$$" * 999,
        "select " + "a," * 20000 + "a from t",
        "select * from a where " + "x = 1 or " * 3000 + "y = 2",
        "/*" * 5000,
        "\\i " * 3000,
        "do $$ begin execute 'a'" + " into b" * 150_000 + "; end $$",
        "do $$ begin delete from a; " + "/* " * 150_000 + " end $$",
        "do $$ begin " + "execute 'a' || b;" * 5000 + " end $$",
    ],
)
def test_hostile_texts_end_soon(text: str) -> None:
    import time

    started = time.process_time()
    analyse_sql(Text.of(text), at=AT)
    assert time.process_time() - started < 15


@pytest.mark.parametrize(("text", "expected"), [
    (".databases\n.headers on\nselect * from a;", ["database read a"]),
    ("delete from a where b = 1;\n.output /srv/a.csv\n", ["database delete a !", "filesystem write /srv/a.csv"]),
    (".restore /srv/a.db", ["database write /srv/a.db !"]),
    ("select 1\n.5 from a", ["database read a"]),
])
def test_commands_of_the_sqlite_shell(text: str, expected: list[str]) -> None:
    assert sql(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    (".dump users\n.dump profiles\n", ["database read users", "database read profiles"]),
    (".schema --indent\n", ["database read"]),
    (".mode csv\n.headers on\n.bail on\n", []),
    ("select 1 .dump from a", ["database read a"]),
])
def test_the_shell_of_sqlite_copies_tables(text: str, expected: list[str]) -> None:
    assert sql(text, dialect="sqlite") == expected


MADE = "create or replace function app.wipe() returns void as $f$\nbegin\n  delete from a;\nend\n$f$ language plpgsql;\n"


@pytest.mark.parametrize(("then", "expected"), [
    ("select * from wipe();", ["database delete a ! ALL"]),
    ("call app.wipe();", ["database delete a ! ALL"]),
    ("create function twice() returns void as $$ begin perform wipe(); end $$ language plpgsql; select twice();", ["database delete a ! ALL"]),
    ("select wiped();", []),
    ("grant execute on function wipe() to bob;", []),
    ("create trigger t before insert on b execute function wipe();", []),
    ("drop function wipe();", []),
])
def test_what_a_function_does_that_is_made_and_called(then: str, expected: list[str]) -> None:
    assert [line for line in sql(MADE + then) if line.startswith("database delete a")] == expected


def test_the_lines_of_a_block_are_those_of_its_statements() -> None:
    events = analyse_sql(Text((MADE + "select wipe();\ndo $$\nbegin\n\n  drop table b;\nend $$;\n",), AT), at=AT)
    assert [(event.target, event.at.line) for event in events if isinstance(event, Act) and event.destructive] == [("a", 12), ("b", 19)]


@pytest.mark.parametrize(("text", "expected"), [
    ("ANALYZE VERBOSE", ["database write"]), ("ANALYZE VERBOSE orders", ["database write orders"]), ("VACUUM FULL ANALYZE", ["database write"]),
    ("VACUUM (FULL, VERBOSE) orders", ["database write orders"]), ("REINDEX TABLE orders", ["database write orders"]),
    ("CREATE INDEX orders_by_name ON orders (name varchar_pattern_ops, id)", ["database write orders"]),
])
def test_words_of_upkeep_and_of_an_index_are_no_tables(text: str, expected: list[str]) -> None:
    assert sql(text) == expected


def test_an_index_is_one_of_its_table() -> None:
    events = analyse_sql(Text.of("CREATE INDEX orders_by_name ON orders (name)"), at=AT)
    assert [event.what for event in events if isinstance(event, Act)] == ["creates an index of orders"]


@pytest.mark.parametrize(("text", "expected"), [
    ("set @q = 'drop table a'; prepare s from @q; execute s", ["database delete a ! ALL"]),
    ("set @t = 'b'; set @q = concat('drop table ', @t); prepare s from @q; execute s", ["database delete b ! ALL"]),
    ("set @q := concat('truncate ', name); prepare s from @q; execute s", ["database delete ${name} ! ALL"]),
    ("prepare s from 'delete from a'; execute s", ["database delete a ! ALL"]),
    ("prepare s (int) as delete from a where id = $1; execute s(3)", ["database delete a !"]),
    ("prepare s from 'delete from a'", []),                                   # not run
    ("prepare s from 'delete from a'; execute other", ["database execute other"]),
    ("create event e on schedule every 1 day do delete from a", ["database write e", "database delete a ! ALL"]),
    ("select cron.schedule('n', '0 3 * * *', 'delete from a')", ["database execute cron.schedule", "database delete a ! ALL"]),
    ("select cron.schedule('n', '0 3 * * *', $$truncate a$$)", ["database execute cron.schedule", "database delete a ! ALL"]),
    ("select dblink_exec('dbname=x', 'drop table a')", ["database execute", "database delete a ! ALL"]),
    ("select note('drop table a')", ["database execute note"]),                       # a text like any other
])
def test_statements_kept_and_handed_over(text: str, expected: list[str]) -> None:
    assert sql(text) == expected


def test_a_job_of_the_database_runs_later() -> None:
    events = analyse_sql(Text.of("select cron.schedule('n', '0 3 * * *', 'delete from a')"), at=AT)
    assert [event.condition for event in events if isinstance(event, Act) and event.destructive] == ["when the job of the database runs"]


@pytest.mark.parametrize(("text", "expected"), [
    ("create table t (id int, a int references a (id), foreign key (b) references b (id))", ["database write t"]),
    ("alter table t add constraint x foreign key (a) references d (id)", ["database write t"]),
    ("create table t like u", ["database write t"]),
    ("create table t as select * from q", ["database write t", "database read q"]),
    ("insert into t select * from q", ["database write t", "database read q"]),
])
def test_a_table_that_a_key_points_to_is_not_read(text: str, expected: list[str]) -> None:
    assert sql(text) == expected


def test_a_backslash_before_a_quote_inside_a_string() -> None:
    text = r"insert into `t` values ('font:arial,\'b c\',d; delete from u; e')"
    assert sql(text, dialect="mysql") == ["database write t"]
    assert "database delete z ! ALL" in sql("insert into t values ('C:\\'); delete from z")
    assert "database delete z ! ALL" in sql(r"insert into t values ('a\\\\'); delete from z", dialect="mysql")


@pytest.mark.parametrize("dialect", ["mysql", None])
@pytest.mark.parametrize(("statement", "line"), [
    ("DELETE a FROM picked p INNER JOIN orders a ON p.id = a.id", "database delete orders !"),
    ("DELETE a FROM orders a JOIN picked p USING (id)", "database delete orders !"),
    ("UPDATE orders a INNER JOIN picked p USING (id) SET a.x = p.x", "database write orders"),
    ("DELETE a FROM orders a LEFT JOIN picked p ON p.id = a.id", "database delete orders ! ALL"),
    ("UPDATE orders a LEFT JOIN picked p USING (id) SET a.x = p.x", "database write orders ! ALL"),
    ("UPDATE orders SET x = (SELECT max(a.x) FROM rows a JOIN picked p ON p.id = a.id)", "database write orders ! ALL"),
])
def test_rows_of_another_table_that_must_match_narrow_it(statement: str, line: str, dialect: str | None) -> None:
    assert line in told(analyse_sql(Text.of(statement), at=AT, dialect=dialect))


@pytest.mark.parametrize("text", ["ALTER TABLE a ENGINE=InnoDB", "ALTER TABLE a COMMENT='x'", "ALTER TABLE a AUTO_INCREMENT=1",
                                  "ALTER TABLE a ENGINE=InnoDB, FORCE"])
def test_a_table_whose_options_alone_are_altered(text: str) -> None:
    assert sql(text, dialect="mysql") == ["database write a"]
