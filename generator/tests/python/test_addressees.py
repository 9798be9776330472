"""Who gets mail whose addresses stand in a database."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

MODELS = """\
from django.db import models
class Country(models.Model):
    email = models.EmailField()
    def addresses(self):
        return self.owner_set.values_list("email", flat=True)
class Owner(models.Model):
    country = models.ForeignKey(Country)
    email = models.EmailField()
"""
HEAD = "from django.core.mail import send_mail\nfrom shop.models import Country\nc = Country.objects.get(pk=1)\n"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("send_mail('a', 'b', 'me@x', [c.email])", {"addresses in Country"}),
        ("send_mail('a', 'b', 'me@x', c.addresses())", {"addresses in Owner"}),
        ("send_mail('a', 'b', 'me@x', list(Country.objects.values_list('email', flat=True)))", {"addresses in Country"}),
        ("send_mail('a', 'b', 'me@x', ['ops@x'])", {"ops@x"}),
        ("send_mail('a', 'b', 'me@x', ['ops@x', c.email])", {"addresses in Country"}),
        ("for one in Country.objects.all(): send_mail('a', 'b', 'me@x', [one.email])", {"addresses in Country"}),
    ],
)
def test_mail_to_what_rows_hold_goes_to_addresses_in_their_table(line: str, told: set[str], trace: Callable[..., Walked]) -> None:
    walked = trace(HEAD + line + "\n", {"shop/__init__.py": "", "shop/models.py": MODELS})
    assert {effect.target for effect in walked.effects if effect.resource == "email"} >= told
