"""Tables that last as long as a connection."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("made", "lost"), [
    ("CREATE TEMP TABLE passing AS SELECT id FROM orders WHERE day = %(day)s", False), ("CREATE TEMPORARY TABLE passing (id int)", False),
    ("CREATE TABLE passing (id int)", True), ("CREATE TEMP TABLE other (id int)", True),
])
def test_dropping_what_the_script_makes_for_its_own_connection_loses_nothing(trace, made: str, lost: bool) -> None:
    walked = trace(f"import sqlite3\nc = sqlite3.connect('a.db')\nc.execute('DROP TABLE IF EXISTS passing')\nc.execute('{made}')\n")
    assert [effect.destructive for effect in walked.effects if effect.action.value == "delete"] == [lost]


_LOADER = """
    import sqlite3
    cursor = sqlite3.connect('a.db').cursor()

    def make():
        cursor.execute('CREATE TEMP TABLE passing AS SELECT * FROM orders LIMIT 0')

    def fill():
        cursor.execute('INSERT INTO passing SELECT * FROM orders')

    def change():
        cursor.execute('{}')

    make()
    fill()
    change()
"""


@pytest.mark.parametrize(("changed", "lost"), [
    ("UPDATE passing SET day = 1", False), ("DELETE FROM passing", False), ("DELETE FROM passing WHERE day = 1", False), ("DROP TABLE passing", False),
    ("ALTER TABLE passing DROP COLUMN day", False), ("UPDATE orders SET day = 1", True), ("DELETE FROM orders", True), ("DROP SCHEMA passing", True),
])
def test_what_a_temporary_table_holds_is_lost_by_nobody(trace, changed: str, lost: bool) -> None:
    assert any(effect.destructive for effect in trace(_LOADER.format(changed)).effects) is lost
