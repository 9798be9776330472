"""Models and the tables that they stand in."""

from __future__ import annotations

import ast

import pytest

from handover_generator.analysis.tables import application_of, tables_of
from handover_generator.languages._python.tables import tables_in
from handover_generator.model.source import Mapped, Module, SourceFile

DJANGO = "from django.db import models\n"
ORDER = DJANGO + "class Order(models.Model):\n    pass\n"


def tables(sources: dict[str, str]) -> dict[str, str]:
    files = {path: SourceFile(path=path, blob="b", size=len(text), text=text) for path, text in sources.items()}
    return tables_of([Module(path=path, language="python", tables=tables_in(path, text, ast.parse(text))) for path, text in sources.items()], files)


@pytest.mark.parametrize(("path", "text", "table"), [
    ("shop/models.py", ORDER, "shop_order"),
    ("src/shop/models/orders.py", ORDER, "shop_order"),
    ("shop/models.py", DJANGO + "class Order(models.Model):\n    class Meta:\n        db_table = 'orders'\n", "orders"),
    ("shop/models.py", DJANGO + "class Order(models.Model):\n    class Meta:\n        app_label = 'store'\n", "store_order"),
    ("shop/db.py", "class Order(Base):\n    __tablename__ = 'orders'\n", "orders"),
    ("shop/db.py", "class Order(Base):\n    __tablename__: str = 'orders'\n", "orders"),
    ("shop/db.py", "class Order(Entity):\n    class Meta:\n        table_name = 'orders'\n", "orders"),
    ("shop/db.py", "class OrderLine(db.Model):\n    id = db.Column(db.Integer)\n", "order_line"),
])
def test_a_table_is_stated_or_named_by_the_framework(path: str, text: str, table: str) -> None:
    assert list(tables({path: text}).values())[:1] == [table]


@pytest.mark.parametrize(("path", "text"), [
    ("shop/models.py", DJANGO + "class Order(models.Model):\n    class Meta:\n        abstract = True\n"),
    ("shop/models.py", DJANGO + "class Order(models.Model):\n    class Meta:\n        db_table = PREFIX + 'orders'\n"),
    ("shop/models.py", DJANGO + "class OrderManager(models.Manager):\n    pass\n"),
    ("shop/db.py", "class Order(Base):\n    __tablename__ = name_of('order')\n"),
    ("shop/views.py", DJANGO + "class Order(models.Model):\n    pass\n"),          # models that Django knows lie among models
    ("shop/tests/models.py", ORDER),
    ("shop/migrations/models.py", ORDER),
    ("models.py", ORDER),                                                          # of no application
])
def test_what_is_not_certain_is_not_said(path: str, text: str) -> None:
    assert "Order" not in tables({path: text})


def test_a_name_that_means_two_tables_means_none() -> None:
    assert "Order" not in tables({"shop/models.py": ORDER, "depot/models.py": ORDER})
    assert tables({"shop/models.py": ORDER, "depot/models.py": ORDER.replace("Order", "Crate")})["Crate"] == "depot_crate"


def test_models_that_django_brings_have_known_tables_unless_they_are_replaced() -> None:
    assert tables({"shop/models.py": ORDER})["User"] == "auth_user"
    assert tables({"shop/models.py": ORDER, "people/models.py": ORDER.replace("Order", "User")})["User"] == "people_user"
    assert "User" not in tables({"shop/db.py": "class Order(Base):\n    __tablename__ = 'orders'\n"})


@pytest.mark.parametrize(("said", "label"), [("    name = 'x.shop'\n", "shop"), ("    name = 'x.shop'\n    label = 'store'\n", "store"),
                                             ("    label = LABEL\n", ""), ("    label = 'a'\nclass B:\n    label = 'b'\n", "")])
def test_an_application_says_what_it_is_called(said: str, label: str) -> None:
    apps = "class ShopConfig(AppConfig):\n" + said
    assert application_of("x/shop/models.py", {"x/shop/apps.py": SourceFile(path="x/shop/apps.py", blob="b", size=1, text=apps)}) == label


def test_a_class_is_told_with_its_module() -> None:
    assert tables_in("a/models.py", ORDER, ast.parse(ORDER)) == (Mapped(model="Order"),)
