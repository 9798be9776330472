"""Functions that a pool calls for each row of a query, methods called through their class, and rows by their keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_MODELS = {"shop/models.py": "from django.db import models\n\n\nclass Book(models.Model):\n    pass\n", "shop/__init__.py": ""}
_HEAD = "from concurrent.futures import ThreadPoolExecutor\nfrom multiprocessing import Pool\nfrom shop.models import Book\n\n\n" \
        "def one(book):\n    book.delete()\n\n\n"


@pytest.mark.parametrize("code", [
    "with ThreadPoolExecutor() as pool:\n    pool.map(one, Book.objects.filter(a=1))",
    "with Pool(2) as pool:\n    pool.imap_unordered(one, Book.objects.filter(a=1))",
    "list(map(Book.delete, Book.objects.filter(a=1)))",
    "for book in Book.objects.in_bulk([1]).values():\n    book.delete()",
    "for key, book in Book.objects.in_bulk([1]).items():\n    book.delete()",
])
def test_each_row_is_followed(trace: Callable[..., Walked], code: str) -> None:
    walked = trace(_HEAD + code, _MODELS)
    assert [(effect.action, effect.target, effect.destructive) for effect in walked.effects] == [("delete", "Book", True), ("read", "Book", False)]
    assert walked.unknowns == ()
