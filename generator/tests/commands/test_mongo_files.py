"""JavaScript for mongosh in a file: each act stands at its line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

WIPE = "// db.other.drop()\ndb.users.drop();\n/* db.more.drop() */\ndb.orders.deleteMany({});\nload('lib/more.js')\n"
FILES = {"ops/wipe.js": WIPE, "lib/more.js": "db.more.find()\n", "ops/only.js": "print('a')\n"}


@pytest.mark.parametrize("line", ["mongosh shop ops/wipe.js", "mongosh shop -f ops/wipe.js", "mongo shop ops/wipe.js --quiet"])
def test_a_file_is_read(line: str, run: Callable, told: Callable) -> None:
    events = run(line, FILES)
    assert told(events) == ["database read more", "database delete users !", "database delete orders !"]
    assert [f"{act.at.path}:{act.at.line}" for act in events if getattr(act, "destructive", False)] == ["ops/wipe.js:2", "ops/wipe.js:4"]


def test_a_file_that_says_nothing_readable_is_unknown(run: Callable, told: Callable) -> None:
    assert told(run("mongosh shop ops/only.js", FILES)) == ["unknown dynamic-code"]
    assert told(run("mongosh shop absent.js", FILES)) == ["unknown dynamic-code"]


@pytest.mark.parametrize(("line", "expected"), [
    ("db.users.updateMany({a: 1}, {$unset: {b: 1}})", "database write users !"),
    ("db.users.updateOne({a: 1}, {$pull: {b: 1}})", "database write users !"),
    ("db.users.updateMany({}, {$set: {b: 1}})", "database write users !"),
    ("db.users.update({}, {$set: {b: 1}}, {multi: true})", "database write users !"),
    ("db.users.updateMany({a: 1}, {$set: {b: 1}})", "database write users"),
    ("db.users.updateOne({}, {$set: {b: 1}})", "database write users"),
    ("db.users.update({}, {$set: {b: 1}})", "database write users"),
])
def test_an_update_that_takes_something_away(line: str, expected: str, run, told) -> None:
    assert told(run(f'mongosh shop --eval "{line}"')) == [expected]
