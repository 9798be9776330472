"""Methods of rows, managers and queries that nobody here wrote and Django does not bring; and ways back that are called alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_MODELS = """
    from django.core.mail import send_mail
    from django.db import models

    class Project(models.Model):
        pass

    class Check(models.Model):
        project = models.ForeignKey(Project, models.CASCADE)

    class Channel(models.Model):
        project = models.ForeignKey(Project, models.CASCADE)
        checks = models.ManyToManyField(Check)
        status = models.CharField(max_length=2)

        def notify(self):
            send_mail("a", "b", "c", ["d"])

    class Old(models.Model):
        check = models.ForeignKey(Check, models.CASCADE, related_name="kept")

        def notify(self):
            self.delete()

    class New(models.Model):
        project = models.ForeignKey(Project, models.CASCADE, related_name="kept")

        def notify(self):
            send_mail("a", "b", "c", ["d"])
"""


def _trace(trace: Callable[..., Walked], code: str) -> Walked:
    return trace(f"from shop.models import *\n{code}\n", {"shop/__init__.py": "", "shop/models.py": _MODELS})


def _said(walked: Walked) -> list[str]:
    return [f"{effect.resource} {effect.action.value}" for effect in walked.effects if effect.action.value != "read"]


@pytest.mark.parametrize(("code", "told"), [
    ("for one in Check.objects.get(a=1).channel_set.all():\n    one.notify()", ["email send"]),
    ("for one in Project.objects.get(a=1).channel_set.exclude(b=1):\n    one.notify()", ["email send"]),
    ("for one in Check.objects.get(a=1).kept.all():\n    one.notify()", ["database delete"]),
    ("for one in Project.objects.get(a=1).kept.all():\n    one.notify()", ["email send"]),
    ("def chosen(check):\n    rows = check.channel_set.filter(b=1)\n    return [row for row in rows if row.status]\n"
     "for one in chosen(Check.objects.get(a=1)):\n    one.notify()", ["email send"]),
])
def test_of_ways_back_that_are_called_alike_the_one_of_the_model_is_meant(trace: Callable[..., Walked], code: str, told: list[str]) -> None:
    walked = _trace(trace, code)
    assert _said(walked) == told
    assert not walked.unknowns


@pytest.mark.parametrize(("code", "name"), [
    ("from hooks.models import Subscription\nSubscription.objects.subscribe('u')", "subscribe"),
    ("from hooks.models import Subscription\nfor one in Subscription.objects.filter(a=1):\n    one.unsubscribe()", "unsubscribe"),
    ("from hooks.models import Subscription\nSubscription.objects.get(a=1).renew(now=True)", "renew"),
    ("from django.contrib.auth import get_user_model\nget_user_model().objects.get(a=1).tell_friends()", "tell_friends"),
    ("for one in Check.objects.get(a=1).thing_set.all():\n    one.notify()", "notify"),
    ("Check.objects.paid_up()", "paid_up"),
])
def test_what_nobody_here_wrote_is_not_known(trace: Callable[..., Walked], code: str, name: str) -> None:
    assert [one.detail for one in _trace(trace, code).unknowns] == [f"{name}(): what is called is not known"]


@pytest.mark.parametrize("code", [
    "from hooks.models import Subscription\nprint(Subscription.objects.get(a=1).topic.lower())",
    "Channel.objects.get(a=1).get_status_display()", "Check.objects.get(a=1).thing_set.filter(a=1).exclude(b=2).values_list('a')",
    "from django.contrib.auth import get_user_model\nget_user_model().objects.get(a=1).get_short_name()",
    "from django.contrib.auth import get_user_model\nget_user_model().objects.normalize_email('a')",
    "Check.objects.get(a=1).get_next_by_created()", "Check.objects.get(a=1).full_clean()", "dict(Check.objects.values_list('a', 'b')).get('a')",
])
def test_what_django_brings_is_known(trace: Callable[..., Walked], code: str) -> None:
    assert not _trace(trace, code).unknowns


@pytest.mark.parametrize("code", [
    "from jobs.models import Job\nfor job in Job.query.filter_by(a=1).all():\n    job.start_over()",
    "from jobs.models import Job\nsession.get(Job, 1).start_over()", "from jobs.models import Job\nfor job in session.scalars(select(Job)):\n    job.start_over()",
    "from jobs.models import Job\nsession.query(Job).filter_by(a=1).one().start_over()",
])
def test_a_row_of_another_package_that_is_mapped_to_a_table(trace: Callable[..., Walked], code: str) -> None:
    head = "from sqlalchemy import create_engine, select, text\nfrom sqlalchemy.orm import Session\nsession = Session(create_engine('sqlite://'))\n"
    walked = trace(f"{head}{code}\n")
    assert [one.detail for one in walked.unknowns] == ["start_over(): what is called is not known"]


@pytest.mark.parametrize("code", [
    "print(session.scalar(select(text('max(day)'))).isoformat())", "for row in session.execute(text('SELECT day FROM a')):\n    print(row[0].isoformat())",
    "print(session.execute(text('SELECT day FROM a')).first()._asdict())",
])
def test_what_a_query_gives_is_no_row_of_a_model(trace: Callable[..., Walked], code: str) -> None:
    head = "from sqlalchemy import create_engine, select, text\nfrom sqlalchemy.orm import Session\nsession = Session(create_engine('sqlite://'))\n"
    assert not trace(f"{head}{code}\n").unknowns


def test_a_method_of_a_harmless_package_for_its_own_use_that_sounds_like_harm_is_not_known(trace: Callable[..., Walked]) -> None:
    walked = trace("import numpy\nnumpy.thing()._execute('DROP TABLE a')\nnumpy.thing()._repr_html_()\nnumpy.thing().__delete__(1)\n")
    assert [(unknown.kind, unknown.at.line) for unknown in walked.unknowns] == [("unmodelled-package", 2)]
