"""Query sets and managers that are made from those of a package which nobody described: they still give the rows of the model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_MODELS = """
    from actstream.gfk import GFKManager, GFKQuerySet
    from django.db import models
    from otherproperties.managers import PropertiesManager, PropertiesQuerySet

    class Rows(PropertiesQuerySet):
        def roots(self):
            return self.filter(parent=None)

    class Keeper(PropertiesManager):
        def get_queryset(self):
            return Rows(self.model)

    class Kept(models.Model):
        objects = Keeper()

    class Adding(PropertiesManager):
        def add(self, name):
            return self.create(name=name)

    class Added(models.Model):
        objects = Adding()

    class Made(models.Model):
        objects = Rows.as_manager()

    class Built(models.Model):
        objects = Adding.from_queryset(Rows)()

    class Plain(models.Model):
        objects = PropertiesManager()

    class Noted(GFKQuerySet):
        pass

    class Notes(GFKManager):
        def get_query_set(self):
            return Noted(self.model)
        get_queryset = get_query_set

    class Note(models.Model):
        objects = Notes()

    class Known(models.Model):
        objects = GFKManager()

    class Line(models.Model):
        kept = models.ForeignKey(Kept, related_name="lines", on_delete=models.CASCADE)
"""


@pytest.mark.parametrize(("line", "told"), [
    ("Kept.objects.filter(a=1).delete()", "delete Kept"),
    ("Kept.objects.all().roots().delete()", "delete Kept"),
    ("for line in Kept.objects.get(a=1).lines.filter(b=2):\n    line.delete()", "delete Line"),
    ("Added.objects.add('a')", "write Added"),
    ("Added.objects.filter(a=1).delete()", "delete Added"),
    ("Made.objects.filter(a=1).roots().delete()", "delete Made"),
    ("Built.objects.filter(a=1).delete()", "delete Built"),
    ("Plain.objects.filter(a=1).delete()", "delete Plain"),
    ("for note in Note.objects.filter(a=1):\n    note.delete()", "delete Note"),
    ("Known.objects.filter(a=1).delete()", "delete Known"),
])
def test_rows_are_those_of_the_model(trace: Callable[..., Walked], line: str, told: str) -> None:
    walked = trace(f"from shop.models import *\n{line}\n", {"shop/models.py": _MODELS})
    assert {f"{e.action.value} {e.target}" for e in walked.effects if e.action.value != "read"} == {told}


@pytest.mark.parametrize("base", ["multiprocessing.managers.BaseManager", "otherthings.TaskManager"])
def test_a_manager_of_something_else_has_no_rows(trace: Callable[..., Walked], base: str) -> None:
    package, _, name = base.rpartition(".")
    walked = trace(f"import django\nfrom {package} import {name}\nclass Mine({name}):\n    pass\nMine().filter(a=1).delete()\n")
    assert not [e for e in walked.effects if e.destructive]
