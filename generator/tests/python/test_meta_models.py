"""The model behind a row: ``row._meta.model``, ``row.__class__`` and ``type(row)``, also by way of a dictionary."""

from __future__ import annotations

import pytest

_MODELS = {"shop/models.py": """
    from django.db import models

    class Author(models.Model):
        pass

    class Book(models.Model):
        author = models.ForeignKey(Author, on_delete=models.CASCADE)
"""}
_HEAD = "from django.contrib.auth import get_user_model\nfrom shop.models import *\nbook = Book.objects.get(a=1)\n"


@pytest.mark.parametrize(("line", "target"), [
    ("book._meta.model.objects.filter(b=1).delete()", "Book"),
    ("book._meta.concrete_model.objects.filter(b=1).delete()", "Book"),
    ("Book._meta.model.objects.filter(b=1).delete()", "Book"),
    ("Book(a=1)._meta.model.objects.filter(b=1).delete()", "Book"),
    ("book.__class__.objects.filter(b=1).delete()", "Book"),
    ("type(book).objects.filter(b=1).delete()", "Book"),
    ("book.author._meta.model.objects.filter(b=1).delete()", "Author"),
    ("for row in Book.objects.all():\n    row._meta.model.objects.filter(b=1).delete()", "Book"),
    ("found = {}\nfor row in Book.objects.all():\n    found.setdefault(row._meta.model, []).append(row.pk)\n"
     "for model, ids in found.items():\n    model.objects.filter(pk__in=ids).delete()", "Book"),
])
def test_the_model_of_a_row_is_found(trace, line: str, target: str) -> None:
    found = trace(f"{_HEAD}{line}\n", _MODELS)
    assert [effect.target for effect in found.effects if effect.destructive] == [target]
    assert not found.unknowns


@pytest.mark.parametrize("line", ["book._meta.verbose_name.delete()", "book.publisher._meta.model.objects.filter(b=1).delete()",
                                  "book._meta.get_field('author').model.objects.filter(b=1).delete()"])
def test_what_else_is_kept_there_is_not_the_model(trace, line: str) -> None:
    assert not [effect for effect in trace(f"{_HEAD}{line}\n", _MODELS).effects if effect.destructive and effect.target == "Book"]
