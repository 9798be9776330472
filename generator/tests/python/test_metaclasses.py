"""Classes that are kept in a table by the class that makes them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

NEW = "class Meta(type):\n    def __new__(mcs, name, bases, attrs):\n        made = {}\n        {}\n        return made\n"
A = "    name = 'a'\n    def go(self):\n        os.remove('/srv/a')\n"
PUTS = "if made.name:\n            KEPT[made.name] = made"


def _deleted(found: Walked) -> set[str | None]:
    return {effect.target for effect in found.effects if effect.action == "delete"}


@pytest.mark.parametrize("maker", ["super().__new__(mcs, name, bases, attrs)", "super(Meta, mcs).__new__(mcs, name, bases, attrs)",
                                   "type.__new__(mcs, name, bases, attrs)"])
@pytest.mark.parametrize("base", ["class Base(metaclass=Meta):\n    name = ''\n", "class Base(object):\n    __metaclass__ = Meta\n    name = ''\n",
                                  "class Base(six.with_metaclass(Meta, object)):\n    name = ''\n"])
def test_a_metaclass_keeps_each_class(trace: Trace, maker: str, base: str) -> None:
    text = "import os, six\nKEPT = {}\n" + NEW.replace("{}", maker, 1).replace("{}", PUTS, 1) + base + f"class A(Base):\n{A}"
    found = trace(text + "for cls in KEPT.values():\n    cls().go()\n")
    assert _deleted(found) == {"/srv/a"}
    assert not found.unknowns


@pytest.mark.parametrize("base", ["class A(metaclass=Meta):\n", "@six.add_metaclass(Meta)\nclass A(object):\n"])
def test_a_metaclass_keeps_a_class_once_it_is_made(trace: Trace, base: str) -> None:
    meta = "class Meta(type):\n    def __init__(cls, name, bases, attrs):\n        KEPT.append(cls)\n"
    assert _deleted(trace("import os, six\nKEPT = []\n" + meta + base + A + "for cls in KEPT:\n    cls().go()\n")) == {"/srv/a"}


def test_a_metaclass_in_another_module(trace: Trace) -> None:
    files = {"base.py": "KEPT = {}\n" + NEW.replace("{}", "type.__new__(mcs, name, bases, attrs)", 1).replace("{}", "KEPT[name] = made", 1)
             + "class Base(object):\n    __metaclass__ = Meta\ndef kinds():\n    return KEPT\n"}
    text = f"import os\nfrom base import Base, kinds\nclass A(Base):\n{A}class B:\n    def go(self):\n        os.remove('/srv/b')\n"
    assert _deleted(trace(text + "kinds()['A']().go()\n", files)) == {"/srv/a"}


def test_a_metaclass_that_keeps_nothing(trace: Trace) -> None:
    text = "import os, abc\nKEPT = {}\n" + NEW.replace("{}", "type.__new__(mcs, name, bases, attrs)", 1).replace("{}", "pass", 1)
    assert _deleted(trace(text + f"class A(metaclass=Meta):\n{A}class B(metaclass=abc.ABCMeta):\n{A}for c in KEPT.values():\n    c().go()\n")) == set()


LOOKS = """
import os
class Meta(type):
    def drop(cls, value):
        os.remove(cls.folder + value)
    @property
    def first(cls):
        return '/srv/first'
    @staticmethod
    def tidy():
        os.remove('/srv/tidy')
{made}
    folder = '/srv/'
class Order(Base):
    folder = '/srv/orders/'
"""
MADE = ["class Base(metaclass=Meta):", "class Base(object):\n    __metaclass__ = Meta", "import six\nclass Base(six.with_metaclass(Meta, object)):"]


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize(("code", "target"), [
    ("Base.drop('a')", "/srv/a"), ("Order.drop('a')", "/srv/orders/a"), ("os.remove(Order.first)", "/srv/first")])
def test_a_class_has_the_methods_of_what_made_it(made: str, code: str, target: str, trace) -> None:
    walked = trace(LOOKS.replace("{made}", made) + code + "\n")
    assert [(effect.action.value, effect.target, effect.confidence.value) for effect in walked.effects] == [("delete", target, "resolved")]
    assert walked.unknowns == ()


@pytest.mark.parametrize("code", ["Order().drop('a')", "Order.move('a')"])
def test_its_objects_have_none_of_them(code: str, trace) -> None:
    walked = trace(LOOKS.replace("{made}", MADE[0]) + code + "\n")
    assert [effect for effect in walked.effects if effect.confidence.value == "resolved"] == []
