"""What a row holds is called like its field, not like the words with which the rows were asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_START = "from django.core.cache import cache\nfrom django.core.mail import send_mail\nfrom django.contrib.auth.models import Group\nfrom django.db import models\n" \
         "class Order(models.Model):\n    name = models.CharField()\n    group = models.ForeignKey(Group)\n"


def _targets(found: Walked, resource: str) -> list[str | None]:
    return [effect.target for effect in found.effects if effect.resource == resource]


@pytest.mark.parametrize("rows", ["Order.objects.order_by('event__created')", "Order.objects.filter(x=1).select_related('group').order_by('-name')"])
def test_a_key_made_from_a_row(trace: Callable[..., Walked], rows: str) -> None:
    found = trace(f"{_START}for one in {rows}:\n    cache.set('told-%s' % one.pk, 1)\n    cache.set('named-%s' % one.name, 1)\n")
    assert _targets(found, "cache") == ["named-${name}", "told-${pk}"]


def test_people_behind_a_relation(trace: Callable[..., Walked]) -> None:
    found = trace(f"{_START}for one in Order.objects.get(pk=1).group.user_set.exclude(email=''):\n    cache.set('told-%s' % one.pk, 1)\n"
                  "    send_mail('a', 'b', 'c', [one.email])\n")
    assert _targets(found, "cache") == ["told-${pk}"]
    assert _targets(found, "email") == ["addresses in Group.user_set"]
