"""Rows that somebody filled with blanks cost no time: expressions that are held against each row of a file."""

from __future__ import annotations

import importlib

import pytest

_BLANKS = " " * 30_000


@pytest.mark.parametrize(("module", "name"), [
    ("sources._starters.blocks", "_STATED"), ("sources._starters.context", "_KEY"), ("sources._starters.kinds.salt", "_ID"),
    ("sources._starters.times", "RATE"), ("sources._places.lines", "_INI"), ("analysis._sql_built", "_STARTS_WITH_TEXT"),
    ("languages._shell.templates", "_GO"), ("languages._python.hanging_text", "_SECOND"),
])
@pytest.mark.parametrize("row", [_BLANKS, f"x{_BLANKS}y", f"schedule:{_BLANKS}", f"cron{_BLANKS}= x{_BLANKS}y", f"-{_BLANKS}x{_BLANKS}:"])
def test_a_row_of_blanks_is_done_with_at_once(module: str, name: str, row: str) -> None:
    expression = getattr(importlib.import_module(f"handover_generator.{module}"), name)
    found = expression.match(row)                            # thirty thousand blanks took minutes
    assert found is None or len(found.group()) <= len(row)


@pytest.mark.parametrize(("written", "value"), [
    ("plain", "plain"), (" 'quoted # no comment' # why", "quoted # no comment"), ('"open', "open"), ("a b   # why", "a b"), ("a#b", "a#b"),
    (f"x{_BLANKS}y", f"x{_BLANKS}y"),
])
def test_a_scalar_without_quotes_and_comment(written: str, value: str) -> None:
    context = importlib.import_module("handover_generator.sources._starters.context")
    assert context.unquoted(written) == value


@pytest.mark.parametrize(("row", "key", "value"), [
    ("DB_HOST = db.example", "DB_HOST", "db.example"), ("  log dir: /srv/log ", "log dir", "/srv/log "), ("a=", "a", ""), ("no value", None, None),
])
def test_a_setting_of_a_row(row: str, key: str | None, value: str | None) -> None:
    found = importlib.import_module("handover_generator.sources._places.lines")._INI.match(row)
    assert (found.group(1), found.group(2)) == (key, value) if found is not None else key is None
