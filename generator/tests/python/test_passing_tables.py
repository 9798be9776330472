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
