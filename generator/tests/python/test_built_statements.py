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
