"""Relationships of SQLAlchemy lead to the rows of another model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]
_MODELS = """
    from sqlalchemy import Column, ForeignKey, Integer, create_engine
    from sqlalchemy.orm import Mapped, DeclarativeBase, relationship, backref, sessionmaker
    class Base(DeclarativeBase):
        pass
    class Recipe(Base):
        __tablename__ = "recipe"
        RELATIONSHIP
        title = Column(Integer)
    class Task(Base):
        __tablename__ = "task"
        recipe = relationship(Recipe)
        def drop(self):
            open("/srv/dropped", "w")
    class Note(Base):
        __tablename__ = "note"
        recipe = relationship("Recipe", backref=backref("notes", lazy="dynamic"))
    Session = sessionmaker(bind=create_engine("postgresql:///shop"))
    """
_START = "from models import Recipe, Task, Note, Session\nsession = Session()\n"


def _lost(trace: Trace, code: str, stated: str = 'tasks: Mapped[list["Task"]] = relationship(back_populates="recipe")') -> list[str | None]:
    found = trace(_START + code, {"models.py": _MODELS.replace("RELATIONSHIP", stated)})
    return [effect.target for effect in found.effects if effect.destructive]


@pytest.mark.parametrize("stated", [
    'tasks: Mapped[list["Task"]] = relationship(back_populates="recipe")', 'tasks: "Mapped[List[Task]]" = relationship()',
    'tasks = relationship("Task")', 'tasks = relationship("models.Task", lazy="dynamic")', "tasks = relationship(lambda: Task)",
    'tasks = relationship(argument="Task")',
])
@pytest.mark.parametrize("rows", ["session.query(Recipe).all()", "session.query(Recipe).filter(Recipe.title == 1)", "[session.get(Recipe, 1)]", "[Recipe()]"])
@pytest.mark.parametrize("loop", ["recipe.tasks", "sorted(recipe.tasks, key=len, reverse=True)", "list(recipe.tasks)", "recipe.tasks[:5]"])
def test_rows_that_hang_on_a_row_are_called_by_their_own_model(trace: Trace, stated: str, rows: str, loop: str) -> None:
    assert _lost(trace, f"for recipe in {rows}:\n    for task in {loop}:\n        session.delete(task)\n", stated) == ["Task"]


def test_the_row_itself_keeps_its_name(trace: Trace) -> None:
    code = "for recipe in session.query(Recipe).all():\n    print(recipe.tasks, recipe.title)\n    session.delete(recipe)\n"
    assert _lost(trace, code) == ["Recipe"]


@pytest.mark.parametrize(("code", "lost"), [
    ("session.delete(session.query(Task).first().recipe)\n", ["Recipe"]),
    ("for task in session.query(Task).all():\n    for one in task.recipe.tasks:\n        session.delete(one)\n", ["Task"]),
    ("for recipe in session.query(Recipe).all():\n    for note in recipe.notes:\n        session.delete(note)\n", ["Note"]),
    ("for note in Recipe().notes:\n    session.delete(note)\n", ["Note"]),
])
def test_it_leads_on_and_back(trace: Trace, code: str, lost: list[str]) -> None:
    assert _lost(trace, code) == lost


def test_a_model_that_nobody_can_name_is_not_taken_for_the_row(trace: Trace) -> None:
    lost = _lost(trace, "for recipe in session.query(Recipe).all():\n    for task in recipe.tasks:\n        session.delete(task)\n",
                 "tasks = relationship(made())")
    assert "Recipe" not in lost
    assert len(lost) == 1


_STORE = """
    from flask_sqlalchemy import SQLAlchemy
    class Store(SQLAlchemy):
        def __init__(self):
            super().__init__()
            self.names = {}
    db = Store()
    """
_ROOMS = """
    from store import db
    class Meeting(db.Model):
        __tablename__ = "meeting"
        room = db.relationship("Room", backref="session")
    class Room(db.Model):
        __tablename__ = "room"
        meetings = db.relationship("Meeting", lazy="dynamic")
    """


@pytest.mark.parametrize(("code", "lost"), [
    ("db.session.execute('DELETE FROM room')\n", ["room"]), ("db.session.delete(Room.query.get(1))\n", ["Room"]),
    ("for meeting in Room.query.first().session:\n    db.session.delete(meeting)\n", ["Meeting"]),
    ("Room.query.first().meetings.delete()\n", ["Meeting"]), ("Room.query.first().meetings.filter_by(old=True).delete()\n", ["Meeting"]),
    ("Room.query.first().meetings.append(x)\n", []),
])
def test_a_way_back_is_no_member_of_what_is_no_row(trace: Trace, code: str, lost: list[str]) -> None:
    found = trace("from store import db\nfrom rooms import Room, Meeting\n" + code, {"store.py": _STORE, "rooms.py": _ROOMS})
    assert [effect.target for effect in found.effects if effect.destructive] == lost


def test_a_plain_object_has_no_way_back_of_rows(trace: Trace) -> None:
    code = "from rooms import Room\nclass Plain:\n    pass\nPlain().session.delete(1)\n"
    found = trace(code, {"store.py": _STORE, "rooms.py": _ROOMS})
    assert not found.effects


_BOOKED = """
    from store import db
    class Room(db.Model):
        __tablename__ = "room"
        open = db.Column(db.Boolean)
        label = "room"
        def close(self):
            self.open = False
        def name(self):
            self.label = "another"
    """


@pytest.mark.parametrize(("code", "changed"), [
    ("Room.query.get(1).close()", ["Room"]), ("for room in Room.query: room.close()", ["Room"]), ("db.session.query(Room).first().close()", ["Room"]),
    ("Room.query.get(1).name()", []), ("Room().close()", []),
])
def test_a_method_that_sets_a_column_of_its_row_changes_it(trace: Trace, code: str, changed: list[str]) -> None:
    found = trace(f"from store import db\nfrom booked import Room\ndef go():\n    {code}\ngo()\n", {"store.py": _STORE, "booked.py": _BOOKED})
    assert [effect.target for effect in found.effects if effect.action.value == "write"] == changed
