"""Statements and functions that SQLAlchemy runs when tables are created or dropped."""

from __future__ import annotations

import textwrap

import pytest

MODELS = """
    from sqlalchemy import DDL, event
    from sqlalchemy.orm import declarative_base
    Base = declarative_base()
    stmt = open("parts.sql").read()
    event.listen(Base.metadata, "WHEN", DDL("DROP TABLE old_users"))
    """
FUNCTION = """
    import os
    from sqlalchemy import event
    from sqlalchemy.orm import declarative_base
    Base = declarative_base()
    def clean(target, connection, **kw):
        os.remove("/srv/x")
    event.listen(Base.metadata, "WHEN", clean)
    """
DECORATED = FUNCTION.replace("def clean", '@event.listens_for(Base.metadata, "WHEN")\n    def clean').replace(
    '    event.listen(Base.metadata, "WHEN", clean)\n', "")
USES = "from models import Base\nfrom sqlalchemy import create_engine\ne = create_engine('u')\n"


def lost(walked):
    return {(found.target, str(found.action)) for found in walked.effects if str(found.action) == "delete"}


def files(text, when):
    return {"models.py": textwrap.dedent(text).replace("WHEN", when)}


@pytest.mark.parametrize(("text", "target"), [(MODELS, "old_users"), (FUNCTION, "/srv/x"), (DECORATED, "/srv/x")])
def test_what_waits_for_tables_to_be_created(trace, text, target):
    for when in ("before_create", "after_create"):
        assert lost(trace(USES + "Base.metadata.create_all(e)", files(text, when))) == {(target, "delete")}
        assert lost(trace(USES + "print(Base)", files(text, when))) == set()


@pytest.mark.parametrize("text", [MODELS, FUNCTION, DECORATED])
def test_what_waits_for_tables_to_be_dropped(trace, text):
    assert lost(trace(USES + "Base.metadata.create_all(e)", files(text, "after_drop"))) == set()
    assert len(lost(trace(USES + "Base.metadata.drop_all(e)", files(text, "after_drop")))) == 2


@pytest.mark.parametrize("text", [MODELS, FUNCTION, DECORATED])
def test_what_another_program_registers_waits_for_nothing_here(trace, text):
    mine = "from sqlalchemy import MetaData, create_engine\nMetaData().create_all(create_engine('u'))"
    assert lost(trace(mine, files(text, "after_create"))) == set()


@pytest.mark.parametrize("call", ["event.listen(Base.metadata, 'after_create', ddl)", "ddl.execute_if(dialect='mysql')", "print(ddl)"])
def test_making_and_registering_one_runs_nothing(trace, call):
    assert lost(trace(f"from sqlalchemy import DDL, event\nfrom x import Base\nddl = DDL('DROP TABLE a')\n{call}")) == set()


@pytest.mark.parametrize("call", ["ddl.execute(e)", "e.execute(ddl)", "e.connect().execute(ddl)", "e.execute(DDL('DROP TABLE a'))"])
def test_one_that_is_handed_over_is_run(trace, call):
    made = "from sqlalchemy import DDL, create_engine\ne = create_engine('u')\nddl = DDL('DROP TABLE a')\n"
    assert lost(trace(made + call)) == {("a", "delete")}
