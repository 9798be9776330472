"""Columns that are filled right after they were added; parts of a statement where nothing stands."""

from __future__ import annotations

import pytest

from handover_generator.analysis.sql import analyse_sql
from handover_generator.model.behaviour import Act, Action
from handover_generator.model.location import Location
from handover_generator.model.text import Hole, Text

AT = Location("a.sql", 1)


def acts(sql: str) -> list[Act]:
    return [event for event in analyse_sql(Text.of(sql), at=AT) if isinstance(event, Act)]


@pytest.mark.parametrize("sql", [
    "ALTER TABLE a ADD COLUMN v text; UPDATE a SET v = '1';",
    "ALTER TABLE a ADD v text; UPDATE a SET v = b.x FROM b;",
    "alter table only s.a add column v text not null default ''; update s.a set v = (select max(x), y from b where b.i = a.i)",
    "ALTER TABLE a ADD COLUMN v text, ADD COLUMN w int; UPDATE a SET v = 'x, y', w = 2",
    'ALTER TABLE "a" ADD COLUMN "v" text; UPDATE a AS t SET t.v = 1',
    "ALTER TABLE a ADD v text; ALTER TABLE a ADD w text; UPDATE a SET w = v;",
])
def test_filling_a_new_column_is_no_loss(sql: str) -> None:
    found = acts(sql)
    assert [act.target for act in found if act.action is Action.WRITE and "fills the new" in act.what]
    assert not any(act.destructive for act in found)


@pytest.mark.parametrize("sql", [
    "UPDATE a SET v = '1';",
    "ALTER TABLE a ADD COLUMN v text; UPDATE a SET v = '1', w = 2;",
    "ALTER TABLE a ADD COLUMN v text; UPDATE b SET v = '1';",
    "ALTER TABLE a ADD COLUMN IF NOT EXISTS v text; UPDATE a SET v = '1';",
    "ALTER TABLE a ADD CONSTRAINT v CHECK (v > 0); UPDATE a SET v = '1';",
    "UPDATE a SET v = '1'; ALTER TABLE a ADD COLUMN v text;",
    "ALTER TABLE a ADD COLUMN v text; UPDATE a SET (v, w) = (1, 2);",
    "ALTER TABLE a ALTER COLUMN v TYPE text; UPDATE a SET v = '1';",
])
def test_overwriting_what_was_there_is_one(sql: str) -> None:
    assert any(act.destructive for act in acts(sql))


@pytest.mark.parametrize("sql", ["SELECT a FROM \n WHERE b = 1\n ORDER BY c", "SELECT FROM \n GROUP BY c", "DELETE FROM  WHERE a = 1",
                                 "SELECT a FROM \n ORDER BY b LIMIT 3", "INSERT INTO SELECT * FROM b"])
def test_where_nothing_stands_no_table_is_named(sql: str) -> None:
    assert {act.target for act in acts(sql)} <= {None, "b"}


def test_a_table_in_quotes_may_be_called_so() -> None:
    assert [act.target for act in acts('DELETE FROM "order" WHERE a = 1')] == ["order"]


def test_a_table_that_is_given_from_outside_is_the_same_one() -> None:
    text = Text.of("ALTER TABLE ", Hole("argument", "1"), " ADD COLUMN v text; UPDATE ", Hole("argument", "1"), " SET v = 'x'")
    assert not any(event.destructive for event in analyse_sql(text, at=AT) if isinstance(event, Act))
    text = Text.of("ALTER TABLE ", Hole("argument", "1"), " ADD COLUMN v text; UPDATE ", Hole("argument", "2"), " SET v = 'x'")
    assert any(event.destructive for event in analyse_sql(text, at=AT) if isinstance(event, Act))
