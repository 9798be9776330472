"""A query is asked where its rows are wanted, however they are taken."""

from __future__ import annotations

import pytest

_FILES = {"shop/__init__.py": "", "shop/models.py": "from django.db import models\nclass Order(models.Model):\n    pass\n"}


@pytest.mark.parametrize("line", [
    "found = [*rows]", "found = {*rows, 1}", "print(*[*rows])", "found = []; found += rows", "any(rows)", "all(rows)", "bool(rows)", "one in rows", "one not in rows",
    "found = []; found.extend(rows)", "found = list(rows)", "max(rows)", "for row in rows: pass", "len(rows)",
    "import csv; csv.writer(out).writerows(rows)", "out.writerows(rows)", "import pandas as pd; pd.DataFrame(rows)", "import pandas as pd; pd.DataFrame(data=rows)",
    "from django.core import serializers; serializers.serialize('json', rows)", "','.join(rows)", "dict(rows)", "print(rows)",
])
def test_rows_are_read(trace, line: str) -> None:
    walked = trace(f"from shop.models import Order\none = 1\nrows = Order.objects.filter(a=1)\n{line}\n", _FILES)
    assert [(effect.action.value, effect.target) for effect in walked.effects] == [("read", "Order")]


@pytest.mark.parametrize("line", ["found = [rows]", "found = [] + [rows]", "rows is None", "found = (rows, 1)", "rows = rows.filter(b=1)",
                                  "from django.db.models import Subquery; Subquery(rows)", "rows = rows.union(rows)",
                                  "def dump(a): pass\ndump(rows)"])
def test_rows_are_not_read(trace, line: str) -> None:
    assert not trace(f"from shop.models import Order\nrows = Order.objects.filter(a=1)\n{line}\n", _FILES).effects


def test_a_table_that_is_joined_is_not_read(trace) -> None:
    code = "from sqlalchemy.orm import Session\nfrom shop.tables import A, B\ndef both(session: Session):\n    return session.query(A).join(session.query(B))\n"
    tables = "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\nclass A(Base):\n    __tablename__ = 'a'\nclass B(Base):\n    __tablename__ = 'b'\n"
    assert not trace(f"{code}both(Session())\n", {"shop/__init__.py": "", "shop/tables.py": tables}).effects


@pytest.mark.parametrize("line", ["found = [*Order.objects.all()]", "found = []; found += Order.objects.all()"])
def test_what_was_taken_out_is_deleted(trace, line: str) -> None:
    walked = trace(f"from shop.models import Order\n{line}\nfor row in found:\n    row.delete()\n", _FILES)
    assert [effect.target for effect in walked.effects if effect.destructive] == ["Order"]
    assert not walked.unknowns


def test_rows_that_a_serializer_shows_are_read(trace) -> None:
    files = {"app/__init__.py": "", "app/models.py": "from django.db import models\nclass Site(models.Model):\n    pass\n",
             "app/shown.py": "from rest_framework import serializers\nfrom app.models import Site\n"
                             "class Shown(serializers.ModelSerializer):\n    class Meta:\n        model = Site\n"}
    script = "from app.models import Site\nfrom app.shown import Shown\nprint(Shown({}, many=True).data)\n"
    told = [[(effect.action, effect.target) for effect in trace(script.format(rows), files).effects]
            for rows in ("instance=Site.objects.filter(a=1)", "Site.objects.all()", "[]")]
    assert told == [[("read", "Site")], [("read", "Site")], []]
