"""Sessions of SQLAlchemy that another package hands out: what is done with them is done to the database."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_SESSIONS = {
    "a manager": "from sqlalchemy_helpers import DatabaseManager\nwith DatabaseManager(uri, place).Session() as session:\n    gone(session)\n",
    "a maker": "from sqlalchemy_helpers.manager import DatabaseManager\nmanager = DatabaseManager(uri, place)\ngone(manager.Session())\n",
    "an extension": "from sqlalchemy_helpers.flask_ext import DatabaseExtension\ndb = DatabaseExtension()\ngone(db.session)\n",
    "a lighter extension": "from flask_sqlalchemy_lite import SQLAlchemy\ndb = SQLAlchemy()\ngone(db.session)\n",
    "a middleware": "from fastapi_sqlalchemy import db\ngone(db.session)\n",
    "an engine with sessions": "from alchemical import Alchemical\ndb = Alchemical(uri)\nwith db.begin() as session:\n    gone(session)\n",
}


@pytest.mark.parametrize("name", list(_SESSIONS))
def test_rows_that_are_deleted_through_it_are_told(trace: Callable[..., Walked], name: str) -> None:
    found = trace("from sqlalchemy_helpers import get_base\nBase = get_base()\nclass Order(Base):\n    __tablename__ = 'orders'\n"
                  "def gone(session):\n    session.delete(session.query(Order).filter(Order.old).first())\n    session.commit()\nuri = place = 'x'\n"
                  + _SESSIONS[name])
    assert [(effect.resource, effect.action, effect.target) for effect in found.effects if effect.destructive] == [("database", "delete", "Order")]
    assert not found.unknowns


def test_models_that_write_themselves(trace: Callable[..., Walked]) -> None:
    found = trace("from sqlalchemy_helpers import get_base\nclass Order(get_base()):\n    __tablename__ = 'orders'\n"
                  "order, made = Order.get_or_create(name='a')\nOrder.get_one(name='b')\n")
    assert {(effect.action, effect.target) for effect in found.effects} == {("write", "Order"), ("read", "Order")}


def test_a_session_of_a_package_that_nobody_knows_stays_unknown(trace: Callable[..., Walked]) -> None:
    found = trace("from shopkeeper import Keeper\nKeeper().Session().delete(1)\n")
    assert not found.effects
    assert found.unknowns
