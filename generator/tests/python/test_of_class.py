"""Handlers that hear of every model and ask what they are told of: they act for the rows that they mean."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_MODELS = """
    from django.db import models
    from rest_framework import serializers

    class Case(models.Model):
        name = models.CharField()

    class Special(Case):
        pass

    class Audit(models.Model):
        name = models.CharField()

    class Base(models.Model):
        name = models.CharField()

    class Mixed:
        pass

    class Both(Base, Mixed):
        pass

    class CaseSerializer(serializers.ModelSerializer):
        class Meta:
            model = Case
"""
_HANDLER = """
    from django.core.mail import send_mail
    from django.db.models.signals import post_save
    from django.dispatch import receiver
    from shop.models import *

    @receiver(post_save)
    def tell(sender, instance, **kwargs):
        if {test}:
            send_mail("a", "b", "c", ["d@e"])
"""
_SAVED = "from shop.models import *\n"


def _tells(trace: Callable[..., Walked], test: str, line: str) -> bool:
    walked = trace(_SAVED + line + "\n", {"shop/__init__.py": "", "shop/models.py": _MODELS, "shop/signals.py": _HANDLER.replace("{test}", test)})
    assert any(effect.resource == "database" for effect in walked.effects)
    return any(effect.resource == "email" for effect in walked.effects)


@pytest.mark.parametrize(("test", "line", "tells"), [
    ("isinstance(instance, Case)", "Case(name='a').save()", True),
    ("isinstance(instance, Case)", "Special(name='a').save()", True),
    ("isinstance(instance, Case)", "Audit(name='a').save()", False),
    ("isinstance(instance, (Case, Audit))", "Audit.objects.create(name='a')", True),
    ("not isinstance(instance, Case)", "Audit.objects.create(name='a')", True),
    ("not isinstance(instance, Case)", "for case in Case.objects.all():\n    case.save()", False),
    ("issubclass(sender, Case)", "Audit(name='a').save()", False),
    ("isinstance(instance, Case)", "CaseSerializer(data={}).save()", True),
    ("isinstance(instance, Audit)", "CaseSerializer(data={}).save()", False),
    ("sender._meta.model_name == 'audit'", "Audit(name='a').save()", True),
    ("sender._meta.model_name == 'audit'", "Case(name='a').save()", False),
    ("sender._meta.app_label == 'shop'", "Case(name='a').save()", True),
    ("sender._meta.app_label == 'web'", "Case(name='a').save()", False),
])
def test_a_handler_acts_for_what_it_means(trace: Callable[..., Walked], test: str, line: str, tells: bool) -> None:
    assert _tells(trace, test, line) is tells


@pytest.mark.parametrize(("test", "line"), [
    ("isinstance(instance, Special)", "def f(case: Case):\n    case.save()\nf(load())"),     # one that was made from it may be saved so
    ("isinstance(instance, Mixed)", "for one in Base.objects.all():\n    one.save()"),
    ("isinstance(instance, elsewhere())", "Audit(name='a').save()"),
])
def test_where_it_is_not_certain_it_may_act(trace: Callable[..., Walked], test: str, line: str) -> None:
    assert _tells(trace, test, line)


def test_an_annotation_decides_nothing(trace: Callable[..., Walked]) -> None:
    walked = trace("""
        import os
        class Kept: pass
        class Gone: pass
        def drop(one: Kept):
            if isinstance(one, Gone):
                os.remove("/srv/a")
        drop(load())
    """)
    assert [effect.target for effect in walked.effects] == ["/srv/a"]


@pytest.mark.parametrize("decorator", ["queryable_property", "otherlib.worked_out", "otherlib.worked_out()"])
def test_a_decorated_method_that_is_asked_for_decides_nothing(trace: Callable[..., Walked], decorator: str) -> None:
    walked = trace(f"""
        import os
        import otherlib
        from properties import queryable_property
        class Order:
            @{decorator}
            def is_closed(self):
                return self.closed
        if not Order().is_closed:
            os.remove("/srv/a")
    """)
    assert [effect.target for effect in walked.effects] == ["/srv/a"]


_CALLED = """
    import boto3, os, shutil, sys
    def act(thing):
        if callable(thing):
            thing("/srv/called")
        else:
            shutil.rmtree("/srv/text")
    {}
"""


@pytest.mark.parametrize(("given", "lost"), [
    ("act('a')", ["/srv/text"]),
    ("act(None)", ["/srv/text"]),
    ("act(['a'])", ["/srv/text"]),
    ("act(os.remove)", ["/srv/called"]),
    ("act(lambda path: os.remove(path))", ["/srv/called"]),
    ("act(getattr(boto3, 'client'))", []),
    ("act(sys.modules['a'].b)", ["/srv/text"]),               # that is not known
])
def test_whether_something_can_be_called(trace, given: str, lost: list[str]) -> None:
    assert [effect.target for effect in trace(_CALLED.format(given)).effects if effect.destructive] == lost


_HELD = """
    from django.db import models

    class Paper(models.Model):
        file = models.FileField()
        class Meta:
            abstract = True

    class Letter(Paper):
        pass

    class Song(models.Model):
        file = models.FileField()

    class Tune(Song):
        pass
"""


@pytest.mark.parametrize(("rows", "test", "drops"), [
    ("Letter.objects.all()", "isinstance(one, Paper)", True),
    ("Song.objects.filter(a=1)", "isinstance(one, Paper)", False),
    ("Song.objects.filter(a=1)", "not isinstance(one, (Paper, Letter))", True),
    ("Letter.objects.all()", "not isinstance(one, Paper)", False),
    ("Song.objects.all()", "isinstance(one, Tune)", True),             # its query may be told to give those
])
def test_a_row_that_a_query_gave_is_of_its_class(trace: Callable[..., Walked], rows: str, test: str, drops: bool) -> None:
    walked = trace(f"from shop.models import *\ndef drop(one):\n    if {test}:\n        one.delete()\n"
                   f"for one in {rows}:\n    drop(one)\n", {"shop/__init__.py": "", "shop/models.py": _HELD})
    assert any(effect.action.value == "delete" for effect in walked.effects) is drops
