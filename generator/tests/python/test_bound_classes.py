"""Methods that are called by way of a class: of the base itself, of a built-in type, and of the classes above a named one."""

from __future__ import annotations

import pytest

_MODELS = """
    from django.contrib.gis.db import models as gis
    from django.db import models

    class Tracked(object):
        def store(self):
            models.Model.save(self)

        def drop(self):
            models.Model.delete(self)

    class Plain(Tracked, models.Model):
        pass

    class Plot(models.Model):
        objects = gis.GeoManager()

    class Form(models.Model):
        def save(self, *args, **kwargs):
            Audit.objects.create(a=1)
            super().save(*args, **kwargs)

    class Proxy(Form):
        def save(self, *args, **kwargs):
            self.history.all().delete()
            super().save(*args, **kwargs)

    class Audit(models.Model):
        pass
"""


@pytest.mark.parametrize(("line", "told"), [
    ("Plain(a=1).store()", [("write", "Plain")]),
    ("Plain(a=1).drop()", [("delete", "Plain")]),
    ("Plot.objects.filter(a=1).update(b=2)", [("write", "Plot")]),
    ("Plot.objects.bulk_create([Plot()])", [("write", "Plot")]),
    ("Plot.objects.filter(a=1).delete()", [("delete", "Plot")]),
    ("for row in Proxy.objects.all().iterator():\n    super(Proxy, row).save()", [("read", "Proxy"), ("write", "Audit"), ("write", "Proxy")]),
    ("super(Form, Form()).save()", [("write", "Form")]),
])
def test_a_method_of_a_named_class_is_that_of_the_class(trace, line: str, told: list[tuple[str, str]]) -> None:
    found = trace(f"from shop.models import *\n{line}\n", {"shop/models.py": _MODELS})
    assert sorted((effect.action.value, effect.target) for effect in found.effects) == sorted(told)
    assert not found.unknowns


def test_super_with_two_arguments_passes_by_the_class_that_it_names(trace) -> None:
    plain, above = (trace(f"from shop.models import *\nrow = Proxy.objects.get(a=1)\n{line}\n", {"shop/models.py": _MODELS})
                    for line in ("row.save()", "super(Proxy, row).save()"))
    assert [any(effect.destructive for effect in found.effects) for found in (plain, above)] == [True, False]


def test_super_with_two_arguments_in_a_method_of_another_class(trace) -> None:
    found = trace("""
        from django.core.management.base import BaseCommand
        from shop.models import Proxy

        class Command(BaseCommand):
            def handle(self, *args, **options):
                super(Proxy, Proxy.objects.get(a=1)).save()

        Command().handle()
    """, {"shop/models.py": _MODELS})
    assert ("write", "Audit") in {(effect.action.value, effect.target) for effect in found.effects}
    assert not found.unknowns


def test_a_method_of_a_built_in_type_touches_nothing(trace) -> None:
    found = trace("""
        from deprecated import deprecated

        class Dots(dict):
            def __setitem__(self, key, value):
                dict.__setitem__(self, key, value)

            def __contains__(self, key):
                return dict.__contains__(self, key)

        @deprecated(version="2")
        def old(place):
            return place.folder.absolute()

        dots = Dots()
        dots["a"] = 1
        if "a" in dots:
            old(dots)
    """)
    assert not found.unknowns
    assert found.resolved == found.reachable


def test_what_a_built_in_type_has_not_is_not_understood(trace) -> None:
    assert trace("dict.store_all(names)\n").unknowns
