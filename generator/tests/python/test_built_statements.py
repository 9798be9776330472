"""A statement that a module makes while it is imported is of whoever uses it; importing the module runs nothing."""

from __future__ import annotations

import pytest

MADE = """
    from sqlalchemy import delete, select
    from sqlalchemy.orm import declarative_base
    Base = declarative_base()
    class Order(Base):
        __tablename__ = "orders"
    OLD = delete(Order).where(Order.year < 2000)
    NEW = select(Order)
    ALL = [OLD, NEW]
    Order.latest = Base.registry.map_imperatively(Order, select(Order).distinct().alias())
"""
START = """
    from sqlalchemy import create_engine
    from sqlalchemy.orm import Session
    import made
    from made import ALL, NEW, OLD, Order
    session = Session(create_engine("postgresql://db/shop"))
    {}
"""


@pytest.mark.parametrize(("code", "told"), [
    ("print(Order)", []),
    ("session.execute(NEW)", [("read", "Order", 7)]),
    ("session.execute(made.OLD)", [("delete", "Order", 6)]),
    ("session.execute(OLD.where(Order.paid))", [("delete", "Order", 6)]),
    ("session.execute(ALL[0])", [("delete", "Order", 6)]),
    ("for one in ALL:\n        session.execute(one)", [("delete", "Order", 6), ("read", "Order", 7)]),
    ("session.scalars(made.select(Order))", [("read", "Order", 6)]),
])
def test_it_is_of_whoever_uses_it(trace, code: str, told: list[tuple[str, str, int]]) -> None:
    found = trace(START.format(code), {"made.py": MADE.replace("\n    ", "\n").lstrip("\n")})
    assert sorted((effect.action.value, effect.target, effect.at.line) for effect in found.effects) == told


def test_a_helper_through_which_a_program_sends_all_its_commands_is_read_for_each(trace) -> None:
    lines = "".join(f"execute('touch /srv/{number}')\n" for number in range(80))
    helper = "import shlex, subprocess\ndef execute(command):\n    subprocess.call(shlex.split(command))\n"
    found = trace(f"{helper}{lines}execute('rm /srv/last')\n")
    assert [effect.target for effect in found.effects if effect.destructive] == ["/srv/last"]
    assert found.unknowns == ()


def test_a_helper_with_more_commands_than_anybody_reads_is_not_understood(trace) -> None:
    lines = "".join(f"execute('touch /srv/{number}')\n" for number in range(300))
    found = trace(f"import shlex, subprocess\ndef execute(command):\n    subprocess.call(shlex.split(command))\n{lines}execute('rm /srv/last')\n")
    assert [unknown.kind for unknown in found.unknowns] == ["dynamic-command"]


_LISTED = """
    import os
    import psycopg2
    cursor = psycopg2.connect("").cursor()
    def statements(rows):
        made = []
        for row in rows:
            made.append(f"DROP TABLE {row}_old")
        return made
    def main(rows):
        out = []
        for row in rows:
            out.append("TRUNCATE {}_new;".format(row))
            if row:
                out.append(f"GRANT SELECT ON {row} TO app;")
        HERE
    cursor.execute("SELECT a FROM b")
    main(cursor.fetchall())
"""


@pytest.mark.parametrize(("run", "targets"), [
    ('cursor.execute("; ".join(statements(rows)))', ["${row}_old"]),
    ('cursor.execute("\\n".join(out))', ["${row}_new"]),
    ('cursor.execute("; ".join(f"DROP TABLE {row}_old" for row in rows))', ["${row}_old"]),
    ('cursor.execute("; ".join([f"DROP TABLE {row}_old" for row in rows]))', ["${row}_old"]),
    ('cursor.execute(";".join(statements(rows) + out))', ["${row}_new", "${row}_old"]),
    ('os.system(" && ".join(f"rm -rf /srv/{row}" for row in rows))', ["/srv/${row}"]),
    ('os.system("; ".join(f"rm -rf /srv/{row}" for row in rows))', ["/srv/${row}"]),
])
def test_statements_that_a_loop_puts_into_a_list_are_told_once_each(trace, run: str, targets: list[str]) -> None:
    found = trace(_LISTED.replace("HERE", run))
    assert sorted(effect.target for effect in found.effects if effect.destructive) == targets


@pytest.mark.parametrize("run", ['cursor.execute("; ".join(rows))', 'cursor.execute(", ".join(statements(rows)))', 'os.system("; ".join(rows))',
                                 'cursor.execute("; ".join(os.environ["A"] + row for row in rows))'])
def test_what_is_not_known_to_begin_a_statement_stays_unknown(trace, run: str) -> None:
    found = trace(_LISTED.replace("HERE", run))
    assert not [effect for effect in found.effects if effect.destructive]
    assert found.unknowns
