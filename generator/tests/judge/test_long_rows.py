"""Rows that somebody filled with blanks cost no time: expressions that are held against each row of a file."""

from __future__ import annotations

import importlib
import re

import pytest

_BLANKS = " " * 30_000


@pytest.mark.parametrize(("module", "name"), [
    ("sources._starters.blocks", "_STATED"), ("sources._starters.context", "_KEY"), ("sources._starters.kinds.salt", "_ID"),
    ("sources._starters.times", "RATE"), ("sources._places.lines", "_INI"), ("analysis._sql_built", "_STARTS_WITH_TEXT"),
    ("languages._shell.templates", "_GO"), ("languages._python.hanging_text", "_SECOND"),
])
@pytest.mark.parametrize("row", ["{}", "x{}y", "schedule:{}", "cron{}= x{}y", "-{}x{}:", "{}schedule: '0 3 * * *'", "x{}:", "{}'word'"])
def test_what_is_found_does_not_hang_on_the_blanks(module: str, name: str, row: str) -> None:
    expression = getattr(importlib.import_module(f"handover_generator.{module}"), name)
    few, many = (expression.match(row.replace("{}", blanks)) for blanks in ("  ", _BLANKS))        # thirty thousand blanks took minutes
    assert _words(few) == _words(many)


def _words(found: re.Match[str] | None) -> list[str] | None:
    return found.group().split() if found is not None else None


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
