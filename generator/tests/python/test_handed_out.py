"""Rows and other things that a library only hands out again: their methods are those of the repository, or they are not known."""

from __future__ import annotations

import pytest

_MODELS = """
    from sqlalchemy import delete
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    class Base(DeclarativeBase):
        pass

    class Note(Base):
        text: Mapped[str]

    class Project(Base):
        name: Mapped[str]

        def forget_notes(self, session):
            session.execute(delete(Note))
"""
_HEAD = """
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import sessionmaker
from models import Note, Project
session = sessionmaker()(bind=create_engine("postgresql://db/app"))
"""


@pytest.mark.parametrize("line", [
    "for row in session.scalars(select(Project)).all():\n    row.forget_notes(session)",
    "for row in session.scalars(select(Project)):\n    row.forget_notes(session)",
    "session.scalars(select(Project)).one().forget_notes(session)",
    "session.scalar(select(Project).limit(1)).forget_notes(session)",
    "for row in session.execute(select(Project)).scalars():\n    row.forget_notes(session)",
    "for row in session.execute(select(Project)).unique().scalars().all():\n    row.forget_notes(session)",
    "session.execute(select(Project)).scalar_one().forget_notes(session)",
    "for row in session.execute(select(Project)):\n    row[0].forget_notes(session)",
    "for row, in session.execute(select(Project)).all():\n    row.forget_notes(session)",
    "for row in session.query(Project).all():\n    row.forget_notes(session)",
])
def test_a_row_is_one_of_the_class_that_was_selected(trace, line: str) -> None:
    found = trace(f"{_HEAD}{line}\n", {"models.py": _MODELS})
    assert [(effect.action.value, effect.target) for effect in found.effects if effect.destructive] == [("delete", "Note")]
    assert not found.unknowns


def test_a_row_of_another_class_has_not_its_methods(trace) -> None:
    found = trace(f"{_HEAD}for row in session.scalars(select(Note)):\n    row.forget_notes(session)\n", {"models.py": _MODELS})
    assert not [effect for effect in found.effects if effect.destructive]


@pytest.mark.parametrize("line", [
    "for row in session.scalars(text(query)).all():\n    row.forget_notes(session)",
    "for row in session.scalars(select(Note)):\n    row.project.forget_notes(session)",
    "import csv\nfor row in csv.reader(open('a')):\n    row.forget_notes(session)",
    "for row in session.execute(text(query)):\n    row.purge()",
])
def test_a_method_of_something_unknown_is_not_understood(trace, line: str) -> None:
    found = trace(f"{_HEAD}{line}\n", {"models.py": _MODELS})
    assert [unknown.detail for unknown in found.unknowns if "()" in unknown.detail]
    assert found.resolved < found.reachable


@pytest.mark.parametrize("line", [
    "for row in session.execute(text(query)):\n    row.total.strip()",
    "for row in session.scalars(select(Note)):\n    row.text.removeprefix('a')",
    "import re\nfor found in re.finditer('a', name):\n    found.group()",
    "import csv\nfor row in csv.DictReader(open('a')):\n    row.pop('a')",
    "import bs4\nfor part in bs4.BeautifulSoup(page, 'html.parser').find_all('a'):\n    part.forget_notes()",
])
def test_what_every_text_list_or_library_has_is_understood(trace, line: str) -> None:
    found = trace(f"{_HEAD}{line}\n", {"models.py": _MODELS})
    assert not [unknown for unknown in found.unknowns if "()" in unknown.detail and "statement" not in unknown.detail]


@pytest.mark.parametrize(("line", "told"), [
    ("for row in session.scalars(select(Project)):\n    row.name = 'a'", ["Project"]),
    ("for row in session.execute(select(Project)).scalars().all():\n    row.name = 'a'", ["Project"]),
    ("session.scalar(select(Project)).name = 'a'", ["Project"]),
    ("for row in session.scalars(select(Project)):\n    row.seen = True", []),
    ("row = Project(name='a')\nrow.name = 'b'", []),
])
def test_setting_a_column_of_a_selected_row_changes_it(trace, line: str, told: list[str]) -> None:
    found = trace(f"{_HEAD}{line}\n", {"models.py": _MODELS}).effects
    assert [effect.target for effect in found if effect.action.value == "write"] == told
