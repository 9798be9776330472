"""Classes of the repository with a type in brackets."""

from __future__ import annotations

import pytest

HEAD = ("import os\nfrom typing import Generic, TypeVar\nT = TypeVar('T')\nclass Store(Generic[T]):\n    def __init__(self, name):\n        self.name = name\n"
        "    def drop(self):\n        os.remove(self.name)\n")
MADE = {
    "where it is called": "Store[int]('/srv/a').drop()\n",
    "under another name": "Texts = Store[str]\nTexts('/srv/a').drop()\n",
    "with two types": "Store[dict[str, int], list[str]]('/srv/a').drop()\n",
    "as a base": "class Big(Store[int]):\n    pass\nBig('/srv/a').drop()\n",
    "as what a function is given": "def act(kind):\n    kind('/srv/a').drop()\nact(Store[int])\n",
    "of an abstract class": "from abc import ABCMeta\nclass Other(Store[int], metaclass=ABCMeta):\n    pass\nOther[int]('/srv/a').drop()\n",
    "of a class that says what it makes of it": (
        "class Table:\n    def __class_getitem__(cls, key):\n        return cls\n    def clear(self):\n        os.remove('/srv/a')\nTable['x']().clear()\n"),
}


@pytest.mark.parametrize("text", MADE.values(), ids=MADE)
def test_it_is_the_class(text: str, trace) -> None:
    walked = trace(HEAD + text)
    assert [effect.target for effect in walked.effects] == ["/srv/a"]
    assert walked.unknowns == ()


@pytest.mark.parametrize("text", [
    "class Kind(type):\n    def __getitem__(cls, key):\n        return key\nclass Row(metaclass=Kind):\n    def drop(self):\n        os.remove('/srv/a')\n"
    "Row[1].drop()\n",
    "import peewee\nclass Row(peewee.Model):\n    def drop(self):\n        os.remove('/srv/a')\nRow[1]().drop()\n",
])
def test_a_class_whose_brackets_mean_something_else_is_not_called(text: str, trace) -> None:
    assert [effect for effect in trace(HEAD + text).effects if effect.target == "/srv/a"] == []
