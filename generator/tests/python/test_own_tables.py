"""A table that a function makes and removes again, statement by statement: no loss. One that may have been there before is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_START = "import sqlite3\nc = sqlite3.connect('shop.db').cursor()\n"


def _lost(found: Walked) -> list[str | None]:
    return [effect.target for effect in found.effects if effect.destructive]


@pytest.mark.parametrize("made", ["CREATE TABLE kept (a int)", "CREATE TABLE kept AS SELECT * FROM orders", "SELECT * INTO kept FROM orders"])
@pytest.mark.parametrize("gone", ["DROP TABLE kept", "DROP TABLE IF EXISTS kept", "DELETE FROM kept", "TRUNCATE TABLE kept", "UPDATE kept SET a = 1"])
def test_what_was_made_before_is_no_loss(trace: Callable[..., Walked], made: str, gone: str) -> None:
    assert _lost(trace(f"{_START}c.execute('{made}')\nc.execute('{gone}')\n")) == []


@pytest.mark.parametrize("text", [
    "c.execute('CREATE TABLE IF NOT EXISTS kept (a int)')\nc.execute('DROP TABLE kept')\n",
    "c.execute('DROP TABLE kept')\nc.execute('CREATE TABLE kept (a int)')\n",
    "if c.rowcount:\n    c.execute('CREATE TABLE kept (a int)')\nc.execute('DROP TABLE kept')\n",
    "c.execute('CREATE TABLE other (a int)')\nc.execute('DROP TABLE kept')\n",
])
def test_what_may_have_been_there_is_a_loss(trace: Callable[..., Walked], text: str) -> None:
    assert _lost(trace(_START + text)) == ["kept"]


def test_that_it_is_only_made_where_it_is_missing_is_told(trace: Callable[..., Walked]) -> None:
    found = trace(f"{_START}c.execute('CREATE TABLE IF NOT EXISTS kept (a int)')\n")
    assert [effect.what for effect in found.effects] == ["creates the table kept if it is missing"]
