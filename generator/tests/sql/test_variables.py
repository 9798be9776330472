"""Variables of psql: what ``-v`` and ``\\set`` say stands for ``:name`` in statements; what nobody says stays open."""

from __future__ import annotations

import time

import pytest

from handover_generator.analysis._sql_variables import given, put_in, used
from handover_generator.analysis.sql import analyse_sql
from handover_generator.model.behaviour import Act
from handover_generator.model.location import Location
from handover_generator.model.text import Hole, Text

_ENV = Hole("env", "TABLE")


def _lost(text: Text | str, **variables: Text | str) -> list[str | None]:
    events = analyse_sql(text if isinstance(text, Text) else Text.of(text), at=Location("x.sql", 1),
                         variables={name: Text.of(value) for name, value in variables.items()})
    return [event.target for event in events if isinstance(event, Act) and event.destructive]


@pytest.mark.parametrize(("text", "target"), [
    ("DROP TABLE :t", "orders"), ('TRUNCATE :"t"', "orders"), ("DELETE FROM shop.:t", "shop.orders"), ("DELETE FROM :t WHERE id = :'t'", "orders"),
    ("DROP TABLE :other", "${other}"), ("DELETE FROM a WHERE b = 'x'::t", "a"), ("DROP TABLE :tt", "${tt}"),
])
def test_what_is_given_is_put_in(text: str, target: str) -> None:
    assert _lost(text, t="orders") == [target]


def test_a_value_that_only_a_run_knows() -> None:
    assert _lost("DROP TABLE :t", t=Text.of("old_", _ENV)) == ["old_${TABLE}"]


@pytest.mark.parametrize(("text", "targets"), [
    ("\\set t orders\nDROP TABLE :t;", ["orders"]),
    ("\\set t 'orders'\nTRUNCATE :\"t\";", ["orders"]),
    ("DROP TABLE :t;\n\\set t orders\n", ["${t}"]),
    ("\\set t `cat name`\nDROP TABLE :t;", ["${t}"]),
    ("\\set t orders\n\\set t `cat name`\nDROP TABLE :t;", ["${t}"]),
    ("\\set t orders\n\\set u :t\nDROP TABLE :u;", ["orders"]),
    ("\\set t orders\n\\set t bills\nDROP TABLE :t;", ["bills"]),
])
def test_what_the_statements_set_themselves(text: str, targets: list[str]) -> None:
    assert _lost(text) == targets


@pytest.mark.parametrize(("variables", "target"), [({}, "orders"), ({"t": "bills"}, "bills")])
def test_a_default_where_nothing_is_given(variables: dict[str, str], target: str) -> None:
    assert _lost("\\if :{?t}\n\\else\n\\set t orders\n\\endif\nDROP TABLE :t;", **variables) == [target]


def test_what_a_shell_puts_behind_set() -> None:
    assert _lost(Text.of("\\set t ", _ENV, "\nDROP TABLE :t;")) == ["${TABLE}"]


def test_the_words_that_give_variables() -> None:
    assert given([Text.of("a=1"), Text.of("b=", _ENV), Text.of("c"), Text.of(_ENV), Text.of("a=2")]) == {"a": Text.of("2"), "b": Text.of(_ENV)}


def test_only_what_a_text_asks_for_tells_it_apart() -> None:
    variables = {"t": Text.of("a"), "ON_ERROR_STOP": Text.of("1")}
    assert set(used("drop table :t", variables)) == {"t"}
    assert used("drop table t", variables) == {}
    assert set(used("\\i more.sql", variables)) == set(variables)


def test_long_and_hostile_texts_cost_no_time() -> None:
    started = time.monotonic()
    for text in (":'" * 60_000, "\\set a " * 20_000, ":a" * 80_000, " " * 150_000 + "\\set", "\\if\n" * 30_000, ":{?" * 50_000):
        put_in(Text.of(text), {"a": Text.of("b")})
        used(text, {"a": Text.of("b")})
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(("body", "told"), [
    ("PERFORM purge_old();", ["calls the stored function purge_old"]),
    ("PERFORM pg_terminate_backend(1);", ["ends database connections"]),
    ("PERFORM 1 FROM users WHERE id = 1;", ["reads users"]),
    ("PERFORM setval('ids', 1);", ["sets a sequence ids"]),
    ("PERFORM purge(a) FROM orders; DELETE FROM bills;", ["runs PERFORM purge(a) FROM orders", "deletes all rows of bills"]),
    ("PERFORM pg_sleep(1);", ["reads from the database"]),
    ("PERFORM ((;", ["runs PERFORM (("]),
])
def test_perform_is_a_select_of_which_nobody_takes_the_result(body: str, told: list[str]) -> None:
    events = analyse_sql(Text.of(f"DO $$ BEGIN {body} END $$"), at=Location("x.sql", 1))
    assert sorted(event.what for event in events if isinstance(event, Act)) == sorted(told)


def test_what_a_function_loses_that_a_block_performs() -> None:
    made = "CREATE FUNCTION purge() RETURNS void AS $$ BEGIN DELETE FROM logs; END $$ LANGUAGE plpgsql;\n"
    assert _lost(made + "DO $$ BEGIN PERFORM purge(); END $$;") == ["logs"]
    assert _lost(made) == []
