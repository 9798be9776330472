"""Functions that files of the repository store in a database, followed where a statement elsewhere calls them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import Unknown
from handover_generator.model.inventory import Effect

Effects = Callable[..., tuple[Effect, ...]]
JOBS = """-- what the nightly jobs do
CREATE TABLE IF NOT EXISTS seen (id int);
CREATE OR REPLACE FUNCTION shop.purge_old(days int, force boolean DEFAULT false)
RETURNS void AS $$
BEGIN
    DELETE FROM orders WHERE age > days;
    PERFORM note_it('purged');
END;
$$ LANGUAGE plpgsql;
CREATE FUNCTION note_it(text) RETURNS void AS $$ INSERT INTO notes VALUES ($1); $$ LANGUAGE sql;
CREATE FUNCTION total() RETURNS int AS $f$ SELECT count(*) FROM orders $f$ LANGUAGE sql;
CREATE FUNCTION far() RETURNS int AS $f$ plpy.execute('drop table orders') $f$ LANGUAGE plpython3u;
"""


def _told(effects: tuple[Effect, ...]) -> set[tuple[str, str, str | None, str]]:
    return {(effect.resource, effect.action.value, effect.target, f"{effect.at.path}:{effect.at.line}") for effect in effects
            if effect.resource == "database"}


PURGED = {("database", "delete", "orders", "db/jobs.sql:6"), ("database", "write", "notes", "db/jobs.sql:10")}


@pytest.mark.parametrize("query", [
    "SELECT purge_old(7);", "select shop.purge_old(7, true)", "SELECT purge_old(id) FROM days;", "CALL purge_old(7)", "SELECT * FROM purge_old(7);",
    "DO $$ BEGIN PERFORM purge_old(7); END $$;", 'SELECT "purge_old"(7)',
])
def test_a_function_of_another_file_is_followed(effects: Effects, query: str) -> None:
    told = _told(effects(f"psql shop <<'SQL'\n{query}\nSQL\n", {"db/jobs.sql": JOBS}))
    assert told >= PURGED
    assert not any(action == "execute" for _, action, _, _ in told)


def test_the_trail_of_a_stored_function(effects: Effects) -> None:
    (loss,) = [effect for effect in effects('psql -c "SELECT purge_old(7)"\n', {"db/jobs.sql": JOBS}) if effect.destructive]
    assert [(step.path, step.line, step.name) for step in loss.via] == [("x.sh", 1, "purge_old")]
    assert loss.confidence.value == "inferred"


@pytest.mark.parametrize("query", [
    "SELECT 'purge_old(7)';", "DROP FUNCTION purge_old(int);", "GRANT EXECUTE ON FUNCTION purge_old(int) TO app;", "SELECT purge_older(7);",
    "CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION purge_old(7);",
])
def test_what_does_not_call_it(effects: Effects, query: str) -> None:
    assert not any(effect.target == "orders" for effect in effects(f'psql -c "{query}"\n', {"db/jobs.sql": JOBS}))


def test_a_file_that_only_makes_it_does_not_run_it(effects: Effects) -> None:
    assert not any(effect.target == "orders" for effect in effects("psql -f db/jobs.sql\n", {"db/jobs.sql": JOBS}))


def test_a_function_that_only_reads(effects: Effects) -> None:
    assert _told(effects('psql -c "SELECT total()"\n', {"db/jobs.sql": JOBS})) == {("database", "read", "orders", "db/jobs.sql:11")}


def test_a_function_in_another_language(trace: Callable[..., object]) -> None:
    traced = trace('psql -c "SELECT far()"\n', {"db/jobs.sql": JOBS})
    told = [event.detail for event in traced.events if isinstance(event, Unknown)]  # type: ignore[attr-defined]
    assert told == ["the stored function far is written in plpython3u, which is not followed"]


def test_the_nearest_of_several_counts(effects: Effects) -> None:
    made = "CREATE FUNCTION purge_old(int) RETURNS void AS $$ BEGIN DELETE FROM {}; END $$ LANGUAGE plpgsql;\n"
    files = {"a/x/jobs.sql": made.format("far"), "b/1.sql": made.format("first"), "b/2.sql": made.format("last"),
             "b/run.sql": "SELECT purge_old(1);\n"}
    assert [effect.target for effect in effects("psql -f b/run.sql\n", files) if effect.destructive] == ["last"]


def test_functions_that_call_each_other(effects: Effects) -> None:
    text = ("CREATE FUNCTION ping(int) RETURNS void AS $$ BEGIN PERFORM pong(1); END $$ LANGUAGE plpgsql;\n"
            "CREATE FUNCTION pong(int) RETURNS void AS $$ BEGIN TRUNCATE balls; PERFORM ping(1); END $$ LANGUAGE plpgsql;\n")
    assert [effect.target for effect in effects('psql -c "SELECT ping(1)"\n', {"db/f.sql": text}) if effect.destructive] == ["balls"]


def test_what_is_rolled_back_is_no_loss(effects: Effects) -> None:
    told = effects("psql <<'SQL'\nBEGIN;\nSELECT purge_old(7);\nROLLBACK;\nSQL\n", {"db/jobs.sql": JOBS})
    assert [(effect.action.value, effect.target, effect.condition) for effect in told] == [("execute", "purge_old", "rolled back afterwards")]


@pytest.mark.parametrize(("body", "losses", "reads"), [
    ("EXECUTE format('DROP MATERIALIZED VIEW IF EXISTS %I CASCADE;', name);", [], []),
    ("EXECUTE format('DROP TABLE IF EXISTS %I;', name);", [None], []),
    ("EXECUTE format($q$ INSERT INTO a (b) SELECT b FROM c GROUP BY b HAVING sum(d) > %s\n "
     "ON CONFLICT (b) DO UPDATE SET d = 1; $q$, least);", [], ["c"]),
    ("INSERT INTO a (b) VALUES (1)\n ON CONFLICT (b) DO UPDATE SET d = 1;", [], []),
    ("WHILE more DO UPDATE a SET d = 1; END WHILE;", ["a"], []),
    ("EXECUTE $q$ DELETE FROM a; $q$;", ["a"], []),
    ("query := $q$ DELETE FROM a $q$; EXECUTE query;", ["a"], []),
    ("RAISE NOTICE $q$ DELETE FROM a $q$;", [], []),
    ("RETURN QUERY WITH z AS (SELECT b FROM a) SELECT * FROM z;", [], ["a"]),
    ("SELECT count(*), max(b) INTO total, most FROM a;", [], ["a"]),
    ("FOR one IN SELECT b FROM a LOOP DELETE FROM c WHERE b = one.b; END LOOP;", ["c"], ["a"]),
])
def test_what_a_body_does(effects: Effects, body: str, losses: list[str | None], reads: list[str]) -> None:
    text = f"CREATE FUNCTION work(int) RETURNS void AS $$\nBEGIN\n  {body}\nEND;\n$$ LANGUAGE plpgsql;\n"
    told = effects('psql -c "SELECT work(1)"\n', {"db/f.sql": text})
    assert [effect.target for effect in told if effect.destructive] == losses
    assert [effect.target for effect in told if effect.action.value == "read" and effect.resource == "database"] == reads
