"""Statements of SQLAlchemy that nothing narrows hit all rows."""

from __future__ import annotations

import pytest

_START = """import sqlalchemy as sa
from sqlalchemy import create_engine, delete, update
from sqlalchemy.orm import Session, declarative_base
Base = declarative_base()
class Order(Base):
    __tablename__ = "orders"
stock = sa.Table("stock", sa.MetaData())
session = Session(create_engine("postgresql://db/shop"))
"""


def _all_rows(trace, code: str) -> list[tuple[str, str | None]]:
    return sorted({(effect.action.value, effect.target) for effect in trace(_START + code + "\n").effects if effect.everything and effect.destructive})


@pytest.mark.parametrize(("code", "told"), [
    ("session.execute(update(Order).values(state='new'))", [("write", "Order")]),
    ("session.execute(sa.update(Order).values(state='new').execution_options(a=1))", [("write", "Order")]),
    ("u = update(Order)\nu = u.values({'state': 'new'})\nsession.execute(u)", [("write", "Order")]),
    ("session.execute(stock.update().values(count=0))", [("write", "stock")]),
    ("with create_engine('postgresql://db/shop').begin() as c:\n    c.execute(stock.delete())", [("delete", "stock")]),
    ("session.execute(delete(Order))", [("delete", "Order")])])
def test_all_rows(trace, code: str, told: list[tuple[str, str | None]]) -> None:
    assert _all_rows(trace, code) == told


@pytest.mark.parametrize("code", [
    "session.execute(update(Order).where(Order.id == 1).values(state='new'))", "session.execute(update(Order).values(state='new').where(Order.id == 1))",
    "u = update(Order)\nu = u.where(Order.id == 1)\nsession.execute(u)", "session.execute(delete(Order).where(Order.id == 1))",
    "session.execute(stock.update().where(stock.c.id == 1).values(count=0))", "session.execute(sa.insert(Order).values(a=1))",
    "session.execute(sa.select(Order))", "u = update(Order)\nu = u.where(Order.id == 1) if Order.id else u\nsession.execute(u)",
    "update(Order).values(state='new')"])
def test_some_rows_or_none(trace, code: str) -> None:
    assert _all_rows(trace, code) == []
