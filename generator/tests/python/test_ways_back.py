"""The one row that points to another by a relation without a name for its way back: it is called like its class."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_MODELS = """
    from django.db import models
    from elsewhere import names

    class Article(models.Model):
        name = models.CharField()

    class Long(Article):
        pass

    class Access(models.Model):
        article = models.ForeignKey("shop.Article", on_delete=models.CASCADE)

    class History(models.Model):
        article = models.OneToOneField("shop.Article", on_delete=models.CASCADE)

        def add_one_view(self):
            self.save()

        def wipe_it_all(self):
            self.delete()

    class Named(models.Model):
        article = models.OneToOneField(Article, related_name="+", on_delete=models.CASCADE)

    class Other(models.Model):
        name = models.CharField()

    class Text(models.Model):
        def change_contents(self):
            self.save()

    class File(models.Model):
        text = models.OneToOneField(names.text(), on_delete=models.CASCADE)

        def change(self):
            self.text.change_contents()
"""


def _trace(trace: Callable[..., Walked], line: str) -> Walked:
    return trace(f"from shop.models import *\n{line}\n", {"shop/__init__.py": "", "shop/models.py": _MODELS})


@pytest.mark.parametrize(("line", "told"), [
    ("Article.objects.get(pk=1).history.wipe_it_all()", "delete History"),
    ("Article(name='a').history.delete()", "delete History"),
    ("for one in Access.objects.all():\n    one.article.history.add_one_view()", "write History"),
    ("Long.objects.get(pk=1).history.add_one_view()", "write History"),
])
def test_is_found(trace: Callable[..., Walked], line: str, told: str) -> None:
    walked = _trace(trace, line)
    assert {f"{e.action.value} {e.target}" for e in walked.effects if e.action.value != "read"} == {told}


@pytest.mark.parametrize("line", [
    "Other.objects.get(pk=1).history.wipe_it_all()",        # leads to articles, not to this
    "Article.objects.get(pk=1).named.wipe_it_all()",        # has no way back
])
def test_is_not_guessed(trace: Callable[..., Walked], line: str) -> None:
    walked = _trace(trace, line)
    assert not [e for e in walked.effects if e.action.value != "read"]
    assert [unknown for unknown in walked.unknowns if "wipe_it_all" in (unknown.detail or "")]


def test_what_a_row_points_to_and_is_not_known_is_told(trace: Callable[..., Walked]) -> None:
    assert [one.detail for one in _trace(trace, "File.objects.get(pk=1).change()").unknowns if "change_contents" in (one.detail or "")]


def test_a_model_that_may_be_swapped_is_the_one_that_is_named(trace: Callable[..., Walked]) -> None:
    models = _MODELS.replace("from elsewhere import names", "import swapper").replace("names.text()", "swapper.get_model_name('shop', 'Text')")
    walked = trace("from shop.models import *\nFile.objects.get(pk=1).change()\n", {"shop/__init__.py": "", "shop/models.py": models})
    assert {f"{e.action.value} {e.target}" for e in walked.effects if e.action.value != "read"} == {"write Text"}
    assert not walked.unknowns
