"""Accounts as MySQL writes them, in quotes and with a host: rights, and no tables or databases that are lost."""

from __future__ import annotations

import pytest

from handover_generator.analysis.sql import analyse_sql
from handover_generator.model.behaviour import Act
from handover_generator.model.location import Location
from handover_generator.model.text import Hole, Text

AT = Location("a.sql", 1)


def told(text: Text) -> list[str]:
    acts = [event for event in analyse_sql(text, at=AT) if isinstance(event, Act)]
    return [" ".join(part for part in (act.resource, act.action.value, act.target, "!" if act.destructive else None) if part) for act in acts]


@pytest.mark.parametrize(("text", "expected"), [
    ("DROP USER 'app'@'localhost'", "permission delete app"),
    ("DROP USER IF EXISTS 'app'@'%', 'old'@'%'", "permission delete app"),
    ("DROP ROLE 'app'", "permission delete app"),
    ("CREATE USER 'app'@'%' IDENTIFIED BY 'x'", "permission write app"),
    ("CREATE USER IF NOT EXISTS 'app'@'%'", "permission write app"),
    ("ALTER USER 'app'@'localhost' IDENTIFIED BY 'x'", "permission write app"),
    ("RENAME USER 'app'@'a' TO 'app'@'b'", "permission write app"),
    ("SET PASSWORD FOR 'app'@'localhost' = PASSWORD('x')", "permission write app"),
    ("SET PASSWORD = 'x'", "permission write"),
    ("DROP SERVER 's'", "database delete s"),
])
def test_an_account_in_quotes(text: str, expected: str) -> None:
    assert told(Text.of(text)) == [expected]


def test_an_account_that_only_a_run_knows() -> None:
    assert told(Text.of("DROP USER '", Hole("unknown", "NAME"), "'@'localhost'")) == ["permission delete ${NAME}"]


@pytest.mark.parametrize(("text", "expected"), [
    ("SET ROLE app", []), ("SET NAMES 'utf8'", []), ("DROP TABLE `user`", ["database delete user !"]), ("RENAME TABLE a TO b", ["database write a"])])
def test_what_is_no_account(text: str, expected: list[str]) -> None:
    assert told(Text.of(text)) == expected
