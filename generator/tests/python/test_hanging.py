"""Rows that go with a deleted one: told by the names of their models, of a query and of one row alike."""

from __future__ import annotations

import time

import pytest

from handover_generator.languages._python.hanging_text import hanging

MODELS = """
    from django.conf import settings
    from django.contrib.contenttypes.fields import GenericRelation
    from django.db import models

    class Dated(models.Model):
        maker = models.ForeignKey("Customer", on_delete=models.CASCADE)
        class Meta:
            abstract = True

    class Customer(models.Model):
        pass

    class Order(models.Model):
        customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="orders")

    class Line(models.Model):
        order = models.OneToOneField("shop.Order", models.CASCADE)
        parent = models.ForeignKey("self", models.CASCADE)

    class Bill(models.Model):
        customer = models.ForeignKey(
            to=Customer,
            null=True,
            on_delete=models.SET_NULL,
        )
        order = models.ForeignKey(Order, models.PROTECT)

    class Note(models.Model):
        about = GenericRelation("shop.Tag")
        by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

    class Tag(models.Model):
        pass
"""
FILES = {"shop/models.py": MODELS, "shop/__init__.py": "", "manage.py": ""}


def _said(trace, text: str, files: dict[str, str] | None = None) -> list[str]:
    walked = trace(text, {**FILES, **(files or {})})
    return [effect.what for effect in walked.effects if effect.destructive]


@pytest.mark.parametrize(("deletes", "said"), [
    ("Customer.objects.filter(a=1).delete()", "deletes rows in Customer, and with them rows of Order and Line"),
    ("Customer.objects.get(a=1).delete()", "deletes a row in Customer, and with it rows of Order and Line"),
    ("for one in Order.objects.all():\n    one.delete()", "deletes a row in Order, and with it rows of Line"),
    ("Note.objects.all().delete()", "deletes rows in Note, and with them rows of Tag"),
    ("Line.objects.all().delete()", "deletes rows and what hangs on them"),          # none that is known
    ("Bill.objects.get(a=1).delete()", "deletes a row and what hangs on it"),
    ("Customer.objects.all()._raw_delete('default')", "deletes rows"),  # takes nothing along
])
def test_what_goes_with_a_row_of_django(trace, deletes: str, said: str) -> None:
    assert _said(trace, f"from shop.models import Bill, Customer, Line, Note, Order\n{deletes}\n") == [said]


def test_a_model_of_another_application_may_have_more(trace) -> None:
    assert _said(trace, "from django.contrib.auth.models import Group\nGroup.objects.filter(a=1).delete()\n") == [
        "deletes rows and what hangs on them"]


def test_the_users_of_a_project(trace) -> None:
    text = "from people.models import Member\nMember.objects.filter(a=1).delete()\n"
    files = {"people/models.py": "from django.contrib.auth.models import AbstractUser\nclass Member(AbstractUser): pass\n", "people/__init__.py": "",
             "config/settings.py": "AUTH_USER_MODEL = 'people.Member'\nINSTALLED_APPS = ['people']\n", "config/__init__.py": "",
             "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings')\n"}
    assert _said(trace, text, files) == ["deletes rows in Member, and with them rows of Note and Tag"]


def test_of_two_models_with_one_name_each_has_what_stands_beside_it(trace) -> None:
    other = {"blog/models.py": "from django.db import models\nclass Customer(models.Model):\n    pass\nclass Visit(models.Model):\n"
                               "    customer = models.ForeignKey(Customer, models.CASCADE)\n", "blog/__init__.py": ""}
    assert _said(trace, "from blog.models import Customer\nCustomer.objects.filter(a=1).delete()\n", other) == [
        "deletes rows in Customer, and with them rows of Visit"]


def test_many_models_are_told_as_a_number(trace) -> None:
    more = "".join(f"class Part{number}(models.Model):\n    of = models.ForeignKey('Thing', models.CASCADE)\n" for number in range(9))
    files = {"things/models.py": f"from django.db import models\nclass Thing(models.Model):\n    pass\n{more}", "things/__init__.py": ""}
    assert _said(trace, "from things.models import Thing\nThing.objects.filter(a=1).delete()\n", files) == [
        "deletes rows in Thing, and with them rows of Part0, Part1, Part2 and 6 more models"]


_MAPPED = """
    from sqlalchemy import Column, ForeignKey, Integer
    from sqlalchemy.orm import Mapped, backref, declarative_base, relationship
    Base = declarative_base()

    class Client(Base):
        __tablename__ = "customers"
        id = Column(Integer, primary_key=True)
        orders = relationship("Deal", cascade="all, delete-orphan", back_populates="customer")
        bills = relationship("Invoice", back_populates="customer")
        visits: Mapped[list["Visit"]] = relationship(cascade="save-update, delete")

    class Deal(Base):
        __tablename__ = "orders"
        customer_id = Column(ForeignKey("customers.id"))
        customer = relationship("Client", back_populates="orders")

    class Invoice(Base):
        __tablename__ = "bills"
        customer = relationship("Client", back_populates="bills")

    class Visit(Base):
        __tablename__ = "visits"

    class Step(Base):
        __tablename__ = "lines"
        order = relationship("Deal", backref=backref("lines", cascade="all"))
"""


@pytest.mark.parametrize(("deletes", "said"), [
    ("session.delete(session.query(Client).get(1))", "deletes rows in Client, and with them rows of Deal, Visit and Step"),
    ("session.delete(session.query(Invoice).get(1))", "deletes rows"),
    ("session.query(Client).filter(Client.id == 1).delete()", "deletes rows"),           # the database alone knows what goes with them
])
def test_what_goes_with_a_row_of_sqlalchemy(trace, deletes: str, said: str) -> None:
    text = f"from sqlalchemy.orm import Session\nfrom stock.tables import Client, Invoice\nsession = Session()\n{deletes}\n"
    assert _said(trace, text, {"stock/tables.py": _MAPPED, "stock/__init__.py": ""}) == [said]


@pytest.mark.parametrize(("text", "pairs"), [
    ("class A(Model):\n    b = ForeignKey('B')\n", [("B", "A")]),                                    # before Django 2 it need not be said
    ("class A(Model):\n    b = ForeignKey('B', on_delete=models.DO_NOTHING)\n", []),
    ("class A(Model):\n    b = fields.TreeForeignKey(get_user_model(), models.CASCADE)\n", [("AUTH_USER_MODEL", "A")]),
    ("class A(Base):\n    b_id = Column(ForeignKey('b.id'))\n", []),
    ("class A(Model):\n    b = GenericForeignKey('type', 'id')\n", []),
    ("b = ForeignKey('B')\n", []),
])
def test_pairs_in_a_text(text: str, pairs: list[tuple[str, str]]) -> None:
    assert list(hanging(text)) == pairs


def test_hostile_texts_cost_no_time() -> None:
    started = time.monotonic()
    head = "class A(Model):\n"
    for text in ("    a = ForeignKey((\n" * 20_000, "    a = ForeignKey(" + "(a" * 100_000, "    " + "a." * 100_000 + " = ForeignKey(",
                 "    a = " + "a." * 100_000 + "ForeignKey(b", "    a: " + "['" * 100_000 + " = relationship(cascade='all')",
                 "    a = relationship(" + "cascade='" * 50_000 + ")", "    a = ForeignKey(" + " " * 200_000, "class A:\n" * 30_000 + "ForeignKey("):
        list(hanging(head + text))
    assert time.monotonic() - started < 3
