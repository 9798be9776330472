"""Rows that the same program has just made: who deletes them again loses nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_MODELS = {"shop/models.py": "from django.db import models\n\n\nclass Shelf(models.Model):\n    pass\n\n\n"
                             "class Book(models.Model):\n    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE)\n", "shop/__init__.py": ""}
_HEAD = "from shop.models import Book, Shelf\nfrom django.contrib.auth.models import User\n"


def _lost(trace: Callable[..., Walked], code: str) -> list[bool]:
    return [effect.destructive for effect in trace(_HEAD + code, _MODELS).effects if effect.action == "delete"]


@pytest.mark.parametrize("code", [
    "book = Book.objects.create(a=1)\ntry:\n    print(book)\nexcept ValueError:\n    book.delete()\n    raise",
    "class Check:\n    def up(self):\n        self.book = Book.objects.create(a=1)\n    def down(self):\n        self.book.delete()\n"
    "check = Check()\ncheck.up()\ncheck.down()",
    "Shelf.objects.get(a=1).book_set.create(a=1).delete()",
    "user = User.objects.create_user('a')\nuser.delete()",
])
def test_are_no_loss(trace: Callable[..., Walked], code: str) -> None:
    assert _lost(trace, code) == [False]


@pytest.mark.parametrize("code", [
    "book, _ = Book.objects.get_or_create(a=1)\nbook.delete()",
    "Book.objects.create(a=1)\nBook.objects.filter(a=1).delete()",
    "book = Book.objects.get(a=1)\nbook.delete()",
    "shelf = Shelf.objects.create(a=1)\nshelf.book_set.all().delete()",
    "book = Book.objects.create(a=1)\nbook.shelf.delete()",
])
def test_all_others_are(trace: Callable[..., Walked], code: str) -> None:
    assert _lost(trace, code) == [True]


def test_one_that_may_have_been_there_is(trace: Callable[..., Walked]) -> None:
    code = "import sys\nbook = Book.objects.create(a=1) if sys.argv[1:] else Book.objects.get(a=1)\nbook.delete()"
    assert True in _lost(trace, code)
