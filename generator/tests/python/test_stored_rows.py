"""Rows that a query gave are stored already: what is only done for new rows is not done for them."""

from __future__ import annotations

import pytest

_FILES = {"manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n', "shop/models.py": """
    import requests
    from django.db import models
    from django.db.models.signals import post_save

    class Plain(models.Model):
        pass

    class Careful(models.Model):
        def save(self, *args, **kwargs):
            if not self.pk:
                requests.post("https://hooks.example.com/new")
            if self._state.adding:
                requests.post("https://hooks.example.com/adding")
            if self.pk is not None:
                requests.post("https://hooks.example.com/known")
            super().save(*args, **kwargs)

    class Held(models.Model):
        plain = models.ForeignKey(Plain, on_delete=models.CASCADE)
        careful = models.OneToOneField("Careful", on_delete=models.CASCADE)

    def tell(sender, instance=None, created=False, **kwargs):
        if created:
            requests.post("https://hooks.example.com/created")

    post_save.connect(tell, sender=Plain)
    post_save.connect(tell, sender=Careful)
"""}


@pytest.mark.parametrize(("lines", "told"), [
    (["row = Plain.objects.get(a=1)", "row.save()"], []),
    (["row = Plain.objects.filter(a=1).first()", "row.name = 'a'", "row.save()"], []),
    (["for row in Plain.objects.all():", "    row.save()"], []),
    (["for row in Careful.objects.all():", "    row.save()"], ["known"]),
    (["Plain.objects.create(a=1)"], ["created"]),
    (["Plain(a=1).save()"], ["created"]),
    (["row, new = Plain.objects.get_or_create(a=1)", "row.save()"], ["created"]),
    (["Careful(a=1).save()"], ["adding", "created", "new"]),
    (["Careful(1).save()"], ["adding", "created", "known", "new"]),
    (["Careful(pk=1).save()"], ["adding", "created", "known", "new"]),
    (["row = Careful(a=1)", "row.name = 'a'", "row.save()"], ["adding", "created", "new"]),
    (["for one in range(3):", "    row = Careful(a=one)", "    row.save()"], ["adding", "created", "new"]),
    (["for one in range(3):", "    row = Careful(a=one)", "    row.save()", "for row in rows:", "    pass"], ["adding", "created", "new"]),
    (["row = Careful(a=1)", "for one in range(3):", "    row.save()"], ["adding", "created", "known", "new"]),
    (["row = Careful(a=1)", "row.save()", "row.save()"], ["adding", "created", "known", "new"]),
    (["row = Careful(a=1)", "store(row)", "row.save()"], ["adding", "created", "known", "new"]),
    (["row = Careful(a=1)", "row.pk = 1", "row.save()"], ["adding", "created", "known", "new"]),
    (["row = Careful(a=1)", "if row.a:", "    row = Careful.objects.get(a=2)", "row.save()"], ["adding", "created", "known", "new"]),
    (["Held.objects.get(a=1).plain.save()"], []),
    (["held = Held.objects.get(a=1)", "row = held.plain", "row.save()"], []),
    (["for held in Held.objects.all():", "    held.careful.save()"], ["known"]),
    (["held = Held.objects.get(a=1)", "held.plain = Plain(a=1)", "held.plain.save()"], ["created"]),
    (["held = Held(plain=Plain(a=1))", "held.plain.save()"], ["created"]),
    (["Careful.objects.create(a=1)"], ["adding", "created", "new"]),
    (["Careful.objects.get_or_create(a=1)"], ["adding", "created", "new"]),
    (["Careful.objects.update_or_create(a=1)"], ["adding", "created", "known", "new"]),
    (["Careful.objects.create(pk=1)"], ["adding", "created", "known", "new"]),
    (["Careful.objects.create(base_ptr=base)"], ["adding", "created", "known", "new"]),
    (["Careful.objects.create(**given)"], ["adding", "created", "known", "new"]),
    (["row = Plain.objects.get(a=1)", "row.pk = None", "row.save()"], ["created"]),
    (["row = Careful.objects.get(a=1)", "row.id = None", "row.save()"], ["adding", "created", "known", "new"]),
    (["row = Plain.objects.get(a=1)", "row._state.adding = True", "row.save()"], ["created"]),
    (["row = Plain.objects.get(a=1)", "row.save(force_insert=True)"], ["created"]),
    (["row = Plain.objects.get(a=1)", "row.pk = None", "store(row)"], ["created"]),
])
def test_what_is_done_for_new_rows_is_done_for_new_rows_only(trace, lines: list[str], told: list[str]) -> None:
    body = "\n    ".join(lines)
    found = trace(f"from shop.models import *\n\ndef store(row):\n    row.save()\n\ndef main():\n    {body}\n\nmain()\n", _FILES)
    assert sorted(effect.target.rpartition("/")[2] for effect in found.effects if effect.resource == "http") == told
    assert not found.unknowns


@pytest.mark.parametrize(("body", "told"), [
    (["if self.pk:", "    requests.post(f'{URL}known')", "super().save()"], []),
    (["super().save()", "if self.pk:", "    requests.post(f'{URL}known')"], ["known"]),
    (["super().save()", "self.after()"], ["known"]),
    (["for _ in 'ab':", "    if self.pk:", "        requests.post(f'{URL}known')", "    super().save()"], ["known"]),
    (["if self.pk:", "    requests.post(f'{URL}known')", "    return super().save()", "super().save()", "self.save()"], ["known"]),
    (["self.pk = 3", "if self.pk:", "    requests.post(f'{URL}known')", "super().save()"], ["known"]),
    (["key = models.UUIDField(primary_key=True)", "if self.pk:", "    requests.post(f'{URL}known')", "super().save()"], ["known"]),
])
def test_a_row_that_is_made_has_no_key_until_it_is_saved(trace, body: list[str], told: list[str]) -> None:
    lines = "\n            ".join(body)
    code = f"""
    import requests
    from django.db import models
    URL = "https://hooks.example.com/"
    class Order(models.Model):
        def after(self):
            if self.pk:
                requests.post(f"{{URL}}known")
        def save(self, *args, **kwargs):
            {lines}
    Order.objects.create(name="a")
    """
    found = trace(code)
    assert sorted(effect.target.rpartition("/")[2] for effect in found.effects if effect.resource == "http") == told
