"""Statements that are handed to a layer of the project's own around its database, which converts them before it runs them."""

from __future__ import annotations

import pytest

from handover_generator.model.behaviour import Confidence

LAYER = {"db.py": (
    "import re\nimport psycopg2\n\n\ndef convert(*given):\n    parts = ''\n    for part in re.split('(x)', given[0]):\n        parts += part\n"
    "    return (parts, given[1:])\n\n\nclass Answer:\n    def __init__(self, cursor, given):\n        text = re.sub('%', '%%', given[0])\n"
    "        cursor.execute(text, given[1])\n        self.cursor = cursor\n\n    def rows(self):\n        return self.cursor.fetchall()\n\n\n"
    "class Handler:\n    def __init__(self):\n        self._db = psycopg2.connect('').cursor()\n\n    def query(self, *given):\n"
    "        return Answer(self._db, convert(*given))\n\n    def say(self, text):\n        print(text)\n")}
HEAD = "from db import Handler\ndb = Handler()\n"


def acts(walked) -> set[tuple[str, str | None, bool]]:
    return {(effect.action.value, effect.target, effect.destructive) for effect in walked.effects if effect.resource == "database"}


@pytest.mark.parametrize(("line", "wanted"), [
    ("db.query('DELETE FROM jobs WHERE state = %s', 1)", {("delete", "jobs", True)}),
    ("db.query('''\n    SELECT id\n    FROM topics\n''').rows()", {("read", "topics", False)}),
    ("db.query('DROP TABLE IF EXISTS doubles')", {("delete", "doubles", True)}),
    ("db.query(f'UPDATE doubles_{db.year} SET a = 1 WHERE b = 2')", {("write", "doubles_${year}", False)}),
    ("db.query('insert into doubles (a) values (%s)', 1)", {("write", "doubles", False)}),
    ("db.query('SELECT cache.purge()')", {("execute", "cache.purge", False)}),
    ("db.query('with a as (select 1) delete from jobs')", {("delete", "jobs", True)}),
])
def test_what_is_handed_in_is_what_is_run(line: str, wanted: set[tuple[str, str | None, bool]], trace) -> None:
    walked = trace(HEAD + line, LAYER)
    assert acts(walked) == wanted
    assert {effect.confidence for effect in walked.effects if effect.resource == "database"} == {Confidence.INFERRED}
    assert [unknown.kind for unknown in walked.unknowns] == ["dynamic-sql"]          # how it is run is not known word by word


@pytest.mark.parametrize("line", [
    "db.say('DELETE FROM jobs')",                          # runs no SQL
    "db.query('Select one of these')",                     # no statement
    "db.query(open('x').read())",
])
def test_what_is_no_statement_or_is_not_run(line: str, trace) -> None:
    assert acts(trace(HEAD + line, LAYER)) == set()


def test_what_is_followed_to_its_end_is_told_once_and_is_proven(trace) -> None:
    layer = {"db.py": "import psycopg2\ncursor = psycopg2.connect('').cursor()\n\n\ndef run(text):\n    cursor.execute(text)\n"}
    walked = trace("from db import run\nrun('DELETE FROM jobs')\n", layer)
    assert [(effect.target, effect.at.path, effect.confidence) for effect in walked.effects] == [("jobs", "db.py", Confidence.RESOLVED)]
