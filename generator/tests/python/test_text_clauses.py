"""Statements written as text that get their parameters afterwards, or that a query takes in place of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

_MODELS = """
import sqlalchemy
from sqlalchemy import create_engine, sql, text
from sqlalchemy.orm import Session, declarative_base
Base = declarative_base()
class Shop(Base):
    __tablename__ = "shops"
engine = create_engine("postgresql://db1/shop")
session = Session(engine)
"""


@pytest.mark.parametrize(("code", "wanted"), [
    ("query = sql.text('insert into lists (name) values (:n)')\nengine.execute(query.bindparams(n='a'))", {"write lists"}),
    ("session.execute(text('delete from lists where id = any(:ids)').bindparams(ids=[1]))", {"delete lists"}),
    ("session.execute(text('update a set b = 1').execution_options(autocommit=True))", {"write a"}),
    ("session.execute(sqlalchemy.sql.expression.text('drop table old'))", {"delete old"}),
    ("q = 'update {t} set started = now() returning *'.format(t='todo')\nsession.query(Shop).from_statement(text(q)).all()", {"write todo", "read Shop"}),
    ("session.query(Shop).from_statement(text('select * from shops')).first()", {"read shops", "read Shop"}),
])
def test_what_the_text_does_is_told(code: str, wanted: set[str], trace: Trace) -> None:
    walked = trace(_MODELS + code + "\n")
    assert {f"{effect.action.value} {effect.target}" for effect in walked.effects} == wanted
    assert not walked.unknowns


def test_rows_of_a_statement_are_rows_of_the_model(trace: Trace) -> None:
    code = "for shop in session.query(Shop).from_statement(text('select * from shops')).all():\n    session.delete(shop)\n"
    assert "delete Shop" in {f"{effect.action.value} {effect.target}" for effect in trace(_MODELS + code).effects}
