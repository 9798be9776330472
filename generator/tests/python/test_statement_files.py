"""Statements in files of the repository whose folder the settings name, or nobody: what they do is told where they are run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

_SQL = "delete from parents;\ninsert into parents select 1;\n"
_PROJECT = {
    "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
    "shop/__init__.py": "",
    "shop/settings.py": "import os\nfrom pathlib import Path\nAPP = Path(__file__).resolve().parent\nROOT = APP.parent\nBASE = os.path.dirname(os.path.abspath(__file__))\n",
    "shop/sql/restock.sql": _SQL,
    "shop/sql/twice.sql": _SQL,
    "shop/old/sql/twice.sql": _SQL,
    "shop/notes.txt": _SQL,
}


def _lost(found: Walked) -> list[str | None]:
    return [effect.target for effect in found.effects if effect.destructive and effect.resource == "database"]


def _run(trace: Trace, text: str) -> Walked:
    return trace("import os, pathlib, sys\nfrom django.conf import settings\nfrom django.db import connection\n"
                 f"with connection.cursor() as cursor:\n    cursor.execute({text})\n", _PROJECT)


@pytest.mark.parametrize("text", [
    "(settings.APP / 'sql/restock.sql').read_text()",
    "(settings.APP / 'sql' / 'restock.sql').read_text()",
    "settings.APP.joinpath('sql', 'restock.sql').read_text()",
    "open(str(settings.ROOT / 'shop/sql/restock.sql')).read()",
    "(settings.APP.parent / 'shop/sql/restock.sql').read_text()",
    "open(os.path.join(settings.BASE, 'sql/restock.sql')).read()",
    "open(os.path.join(settings.ELSEWHERE, 'sql/restock.sql')).read()",
    "open(os.path.join(os.environ['HERE'], 'restock.sql')).read()",
])
def test_statements_of_the_repository_are_read(trace: Trace, text: str) -> None:
    found = _run(trace, text)
    assert _lost(found) == ["parents"]
    assert not [unknown for unknown in found.unknowns if unknown.kind == "dynamic-sql"]


@pytest.mark.parametrize("text", [
    "open(os.path.join(settings.ELSEWHERE, 'sql/twice.sql')).read()",        # which of two is not known
    "open(os.path.join(settings.ELSEWHERE, 'notes.txt')).read()",
    "open(os.path.join(sys.argv[1], 'sql/restock.sql')).read()",             # a person names the folder
    "open(os.path.join(settings.ELSEWHERE, sys.argv[1] + '.sql')).read()",
    "open(os.path.join(settings.ELSEWHERE, 'sql/gone.sql')).read()",
])
def test_what_may_be_another_file_is_not_known(trace: Trace, text: str) -> None:
    found = _run(trace, text)
    assert _lost(found) == []
    assert [unknown.kind for unknown in found.unknowns] == ["dynamic-sql"]
