"""Query sets of a repository that narrow in a way of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_MODELS = """
    from django.db import models

    class Rows(models.QuerySet):
        def filter(self, *args, **kwargs):
            clone = self._clone()
            clone.query.add_q(models.Q(*args, **kwargs))
            return clone

        def recent(self):
            return self._clone()

    class Book(models.Model):
        objects = Rows.as_manager()
"""


@pytest.mark.parametrize(("line", "everything"), [
    ("Book.objects.filter(a=1).update(n=2)", False),
    ("Book.objects.filter(a=1).delete()", False),
    ("Book.objects.filter().delete()", True),
    ("Book.objects.all().update(n=2)", True),
    ("Book.objects.recent().delete()", True),
])
def test_filter_of_its_own_narrows(line: str, everything: bool, trace: Callable[..., Walked]) -> None:
    walked = trace(f"from shop.models import Book\n{line}\n", {"shop/__init__.py": "", "shop/models.py": _MODELS})
    effect = next(one for one in walked.effects if one.action.value != "read")
    assert effect.everything is everything
