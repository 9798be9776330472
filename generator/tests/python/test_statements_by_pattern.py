"""Files of SQL that a program goes through by a pattern, and gives to a database one by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_FILES = {"db/sql/01.sql": "create table a (b int);\n", "db/sql/02.sql": "drop table c;\n", "db/notes/x.txt": "drop table d;\n"}
_START = "import glob, os, psycopg2\nfrom pathlib import Path\ndb = psycopg2.connect('')\n"


@pytest.mark.parametrize("code", [
    "for path in sorted(Path(__file__).parent.glob('sql/*.sql')):\n    db.cursor().execute(path.read_text())",
    "for path in Path('db/sql').glob('*.sql'):\n    db.cursor().execute(path.read_text())",
    "for path in sorted(glob.glob('db/sql/*.sql')):\n    with open(path) as file:\n        db.cursor().execute(file.read())",
    "here = os.path.dirname(os.path.abspath(__file__))\nfor path in glob.glob(os.path.join(here, 'sql', '*.sql')):\n    db.cursor().execute(open(path).read())",
])
def test_each_of_them_is_read(code: str, trace: Callable[..., Walked]) -> None:
    found = trace(f"{_START}{code}\n", _FILES, path="db/up.py")
    assert [effect.target for effect in found.effects if effect.destructive] == ["c"]
    assert not found.unknowns


@pytest.mark.parametrize("code", [
    "for path in Path('/srv').glob('*.sql'):\n    db.cursor().execute(path.read_text())",
    "for path in Path('db/notes').glob('*.txt'):\n    db.cursor().execute(path.read_text())",
    "for path in Path('other').glob('*.sql'):\n    db.cursor().execute(path.read_text())",
])
def test_files_elsewhere_are_not_known(code: str, trace: Callable[..., Walked]) -> None:
    found = trace(f"{_START}{code}\n", _FILES, path="db/up.py")
    assert not [effect for effect in found.effects if effect.destructive]
    assert [unknown.kind for unknown in found.unknowns] == ["dynamic-sql"]
