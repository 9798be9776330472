"""Names of their own for types: ``OrdersDb = NewType("OrdersDb", Connection)``."""

from __future__ import annotations

import pytest

HEAD = ("import sqlalchemy as sa\nfrom sqlalchemy.engine import Connection\nfrom typing import NewType\n"
        "OrdersDb = NewType('OrdersDb', Connection)\nInnerDb = NewType('InnerDb', OrdersDb)\n")
OWN = ("import os\nfrom typing import NewType\nclass Store:\n    def __init__(self, path='/srv/made'):\n        open(path, 'w')\n"
       "    def wipe(self):\n        os.remove('/srv/orders')\nShop = NewType('Shop', Store)\n")


def told(walked) -> set[tuple[str, str | None]]:
    return {(effect.action.value, effect.target) for effect in walked.effects}


@pytest.mark.parametrize("code", [
    "def tidy(db: OrdersDb):\n    db.execute(sa.text('DELETE FROM orders'))\ntidy(open_somewhere())",
    "def tidy(db: InnerDb):\n    db.execute(sa.text('DELETE FROM orders'))\ntidy(open_somewhere())",
    "def tidy(db: 'OrdersDb | None' = None):\n    db.execute(sa.text('DELETE FROM orders'))\ntidy(open_somewhere())",
    "OrdersDb(sa.create_engine('postgresql://db/shop').connect()).execute(sa.text('DELETE FROM orders'))",
    "OrdersDb(open_somewhere()).execute(sa.text('DELETE FROM orders'))",
])
def test_what_is_of_such_a_type_is_followed(code: str, trace) -> None:
    walked = trace(HEAD + "from elsewhere import open_somewhere\n" + code)
    assert told(walked) == {("delete", "orders")}
    assert not [unknown for unknown in walked.unknowns if "execute" in unknown.detail or "NewType" in unknown.detail]


def test_calling_it_makes_nothing(trace) -> None:
    walked = trace(OWN + "from elsewhere import find\ndef tidy(shop: Shop):\n    shop.wipe()\ntidy(Shop(find()))\n")
    assert told(walked) == {("delete", "/srv/orders")}


def test_a_name_for_a_number_or_a_text_stays_what_it_is(trace) -> None:
    walked = trace("import os\nfrom typing import NewType\nPath = NewType('Path', str)\nNumber = NewType('Number', int)\n"
                   "def tidy(path: Path, number: Number):\n    os.remove(path)\ntidy(Path('/srv/x'), Number(3))\n")
    assert (told(walked), walked.unknowns) == ({("delete", "/srv/x")}, ())
