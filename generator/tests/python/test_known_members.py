"""A member of a row that is set right before a method of the row is called."""

from __future__ import annotations

import pytest

_MODELS = """
    from django.db import models
    from django.db.models.signals import post_save

    class Line(models.Model):
        pass

    class Order(models.Model):
        status = models.TextField()
        at = models.DateTimeField(auto_now=True)

        def save(self, *args, **kwargs):
            super().save(*args, **kwargs)
            if self.status == "closed":
                Line.objects.filter(a=1).delete()

        @property
        def done(self):
            return self.status == "closed"

        @done.setter
        def done(self, value):
            self.status = "closed"

        def cancel(self):
            self.status = "cancelled"
            self.save()

        def reopen(self):
            if self.status == "new":
                Line.objects.filter(a=1).delete()

    class Given(Order):
        def save(self, *args, **kwargs):
            change(self)
            super().save(*args, **kwargs)

    class Changed(Order):
        def save(self, *args, **kwargs):
            self.clean_up()
            super().save(*args, **kwargs)

        def clean_up(self):
            self.status = "closed"

    class Heard(models.Model):
        status = models.TextField()

        def save(self):
            super().save()
            if self.status == "closed":
                Line.objects.filter(a=1).delete()

    class Kept(models.Model):
        at = models.DateTimeField(auto_now=True)

        def save(self):
            super().save()
            if self.at is not None:
                Line.objects.filter(a=1).delete()

    def change(row):
        row.status = "closed"

    def heard(sender, instance, **kwargs):
        instance.status = "closed"

    post_save.connect(heard, sender=Heard)
"""


def _loses(trace, code: str) -> bool:
    body = "".join(f"    {line}\n" for line in code.split("\n"))
    found = trace(f"import sys\nfrom shop.models import *\ndef run():\n{body}run()\n", {"shop/models.py": _MODELS}).effects
    return any(effect.destructive for effect in found)


@pytest.mark.parametrize("code", [
    "for order in Order.objects.all():\n    order.status = 'open'\n    order.save()",
    "order = Order()\norder.status = 'open'\norder.name = sys.argv\norder.save(update_fields=['status'])",
    "Order.objects.get(a=1).cancel()",
])
def test_it_closes_the_branches_that_ask_for_another(trace, code: str) -> None:
    assert not _loses(trace, code)


@pytest.mark.parametrize("code", [
    "order = Order.objects.get(a=1)\norder.status = 'closed'\norder.save()",
    "order = Order.objects.get(a=1)\norder.status = sys.argv[1]\norder.save()",
    "order = Order.objects.get(a=1)\nif sys.argv:\n    order.status = 'open'\norder.save()",
    "order = Order.objects.get(a=1)\norder.status = 'open'\nchange(order)\norder.save()",
    "order = Order.objects.get(a=1)\norder.status = 'open'\norder.save(change(order))",
    "order, other = Order.objects.all()\nother.status = 'open'\norder.save()",
    "given = Given.objects.get(a=1)\ngiven.status = 'open'\ngiven.save()",
    "changed = Changed.objects.get(a=1)\nchanged.status = 'open'\nchanged.save()",
    "order = Order.objects.get(a=1)\norder.status = 'open'\norder.status = sys.argv[1]\norder.save()",
    "order = Order.objects.get(a=1)\norder.status = 'open'\norder.done = True\norder.save()",
    "heard = Heard.objects.get(a=1)\nheard.status = 'open'\nheard.save()",
    "kept = Kept.objects.get(a=1)\nkept.at = None\nkept.save()",
])
def test_it_closes_none_where_it_may_be_set_anew(trace, code: str) -> None:
    assert _loses(trace, code)


def test_what_a_method_set_on_one_row_says_nothing_of_the_next(trace) -> None:
    assert _loses(trace, "Order.objects.get(a=1).cancel()\nOrder.objects.get(a=2).reopen()")
