"""Models whose ``delete`` only marks the row, unless somebody asks for more: by an argument, or for all rows of a model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_MODELS = {
    "shop/__init__.py": "",
    "shop/models.py": """
        from django.db import models
        from elsewhere.models import Stamped
        from model_utils.models import SoftDeletableModel
        from safedelete.managers import SafeDeleteAllManager, SafeDeleteManager
        from safedelete.models import HARD_DELETE, SOFT_DELETE_CASCADE, SafeDeleteModel
        from safedelete.queryset import SafeDeleteQueryset


        class Found(SafeDeleteQueryset):
            pass


        class Page(Stamped, SafeDeleteModel):
            objects = SafeDeleteManager(Found)
            all_objects = SafeDeleteAllManager(Found)


        class Log(SafeDeleteModel):
            _safedelete_policy = HARD_DELETE


        class Part(SafeDeleteModel):
            _safedelete_policy = SOFT_DELETE_CASCADE


        class Note(SoftDeletableModel):
            pass
    """,
}
_START = "from safedelete.config import HARD_DELETE, SOFT_DELETE\nfrom shop.models import Log, Note, Page, Part\n"


@pytest.mark.parametrize("call", [
    "Page.objects.get(pk=1).delete()",
    "for page in Page.objects.all():\n    page.delete()",
    "Page.all_objects.filter(name='a').delete()",
    "Page.objects.get(pk=1).delete(force_policy=SOFT_DELETE)",
    "Part.objects.get(pk=1).delete()",
    "Note.objects.filter(pk=1).delete()",
])
def test_a_row_that_is_only_marked_is_not_lost(call: str, trace: Callable[..., Walked]) -> None:
    found = trace(_START + call + "\n", _MODELS)
    assert [(effect.action, effect.destructive) for effect in found.effects if effect.action != "read"] == [("write", False)]


@pytest.mark.parametrize("call", [
    "Page.objects.get(pk=1).delete(force_policy=HARD_DELETE)",
    "Page.all_objects.filter(name='a').delete(force_policy=HARD_DELETE)",
    "Log.objects.get(pk=1).delete()",
    "Note.objects.get(pk=1).delete(soft=False)",
])
def test_a_row_that_is_deleted_for_good_is(call: str, trace: Callable[..., Walked]) -> None:
    found = trace(_START + call + "\n", _MODELS)
    assert [(effect.action, effect.destructive) for effect in found.effects if effect.action != "read"] == [("delete", True)]


_RELATED = _MODELS | {"shop/kept.py": """
    from django.db import models
    from shop.models import Log, Page


    class Site(models.Model):
        page = models.ForeignKey(Page, on_delete=models.CASCADE)
        first = models.OneToOneField(Page, on_delete=models.CASCADE, related_name='site')
        pages = models.ManyToManyField(Page)
        log = models.ForeignKey(Log, on_delete=models.CASCADE)
        other = models.ForeignKey('Plain', on_delete=models.CASCADE)


    class Plain(models.Model):
        pass
"""}


@pytest.mark.parametrize(("call", "action"), [
    ("Site.objects.get(pk=1).page.delete()", "write"),
    ("Site.objects.get(pk=1).first.delete()", "write"),
    ("Site.objects.get(pk=1).pages.all().delete()", "write"),
    ("Site.objects.get(pk=1).log.delete()", "delete"),
    ("Site.objects.get(pk=1).other.delete()", "delete"),
])
def test_a_row_behind_a_relation_is_deleted_as_its_model_says(call: str, action: str, trace: Callable[..., Walked]) -> None:
    found = trace(f"from shop.kept import Site\n{call}\n", _RELATED)
    assert [effect.action for effect in found.effects if effect.action != "read"] == [action]


_OWN = {"shop/__init__.py": "", "shop/models.py": """
    from django.db import models
    from django.db.models.manager import BaseManager


    class Marking(models.QuerySet):
        def delete(self):
            self.update(deleted_at=1)


    class Kept(BaseManager.from_queryset(Marking)):
        def get_queryset(self):
            return super().get_queryset().filter(deleted_at=0)


    class All(models.Manager.from_queryset(Marking)):
        pass


    class Plain(BaseManager.from_queryset(models.QuerySet)):
        pass


    class Page(models.Model):
        objects = Kept()
        every = All()
        made = BaseManager.from_queryset(Marking)()
        plain = Plain()
"""}


@pytest.mark.parametrize(("call", "found"), [
    ("Page.objects.all().delete()", ("write", "shop/models.py")),
    ("Page.objects.filter(a=1).delete()", ("write", "shop/models.py")),
    ("Page.every.filter(a=1).delete()", ("write", "shop/models.py")),
    ("Page.made.filter(a=1).delete()", ("write", "shop/models.py")),
    ("Page.plain.filter(a=1).delete()", ("delete", "script.py")),
])
def test_a_manager_made_from_a_query_set_deletes_as_that_does(call: str, found: tuple[str, str], trace: Callable[..., Walked]) -> None:
    walked = trace(f"from shop.models import Page\n{call}\n", _OWN, path="script.py")
    assert [(effect.action, effect.at.path, effect.target) for effect in walked.effects] == [(*found, "Page")]
