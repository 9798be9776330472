"""Handlers of signals: who registers them, and whose rows they hear of."""

from __future__ import annotations

import pytest

_FILES = {"shop/models.py": """
    import requests
    from django.db import models
    from django.db.models.signals import post_delete, post_save

    def tidy(instance, **kwargs):
        instance.file.delete(save=False)

    class Listening(models.Manager):
        def contribute_to_class(self, model, name):
            super(Listening, self).contribute_to_class(model, name)
            models.signals.pre_delete.connect(tidy, model)

    class Watched(models.FileField):
        def contribute_to_class(self, cls, name, **kwargs):
            super().contribute_to_class(cls, name, **kwargs)
            models.signals.post_delete.connect(self.gone, sender=cls)

        def gone(self, instance, **kwargs):
            requests.post("https://hooks.example.com/gone")

    class File(models.Model):
        objects = Listening()
        file = models.FileField()

    class Child(File):
        every = models.Manager()

    class Scan(models.Model):
        image = Watched()

    class Plain(models.Model):
        name = models.TextField()

    class Person(models.Model):
        picture = models.ImageField()

    class Admin(Person):
        level = models.IntegerField()

    def told(sender, instance, created=False, **kwargs):
        requests.post("https://hooks.example.com/made" if created else "https://hooks.example.com/saved")

    def lost(sender, instance, **kwargs):
        requests.post("https://hooks.example.com/lost")

    post_save.connect(told, sender=Person)
    post_delete.connect(lost, sender=Person)
"""}


def _acts(trace, lines: str) -> set[str]:
    body = "\n    ".join(lines.split("\n"))
    told = trace(f"from shop.models import Admin, Child, File, Person, Plain, Scan\n\ndef main():\n    {body}\n\nmain()\n", _FILES)
    return {f"{effect.resource} {effect.action.value} {effect.target}" for effect in told.effects if effect.resource != "database"}


@pytest.mark.parametrize("line", ["File.objects.filter(a=1).delete()", "File.objects.get(a=1).delete()", "Child.every.filter(a=1).delete()"])
def test_a_manager_registers_a_handler_for_the_model_that_it_is_put_into(trace, line: str) -> None:
    assert "filesystem delete ${file}" in _acts(trace, line)


def test_a_field_registers_one_too(trace) -> None:
    assert "http write https://hooks.example.com/gone" in _acts(trace, "Scan.objects.all().delete()")


@pytest.mark.parametrize("line", ["Plain.objects.all().delete()", "File(a=1).save()", "Plain(a=1).save()"])
def test_other_models_and_other_signals_hear_nothing(trace, line: str) -> None:
    assert _acts(trace, line) == set()


def test_what_is_deleted_of_a_child_is_deleted_of_its_parent(trace) -> None:
    assert _acts(trace, "Admin.objects.filter(a=1).delete()") == {"http write https://hooks.example.com/lost"}
    assert _acts(trace, "Admin.objects.get(a=1).delete()") == {"http write https://hooks.example.com/lost"}


def test_what_is_saved_of_a_child_is_not_told_of_its_parent(trace) -> None:
    assert _acts(trace, "Admin(a=1).save()") == set()


def test_the_row_of_a_file_that_is_deleted_was_stored_before(trace) -> None:
    acts = _acts(trace, "person = Person.objects.get(a=1)\nperson.picture.delete()")
    assert "http write https://hooks.example.com/saved" in acts
    assert "http write https://hooks.example.com/made" not in acts
    assert "http write https://hooks.example.com/made" in _acts(trace, "person = Person()\nperson.picture.save('a.png', b'')")


def test_a_handler_that_was_taken_off_does_not_run(trace) -> None:
    files = {"app/__init__.py": "", "app/models.py": "from django.db import models\n\n\nclass File(models.Model):\n    pass\n",
             "app/signals.py": "import os\nfrom django.db.models.signals import pre_delete\nfrom django.dispatch import receiver\n"
                               "from app.models import File\n\n\n@receiver(pre_delete, sender=File)\ndef drop(sender, instance, **kwargs):\n"
                               "    os.remove('/srv/file')\n"}
    off = "pre_delete.disconnect(drop, sender=File)\n    row.delete()\n    pre_delete.connect(drop, sender=File)\n"
    script = ("from django.db.models.signals import pre_delete\nfrom app.models import File\nfrom app.signals import drop\n\n\n"
              "def keep(row):\n    {}\nkeep(File.objects.get(pk=1))\n")
    told = [{effect.target for effect in trace(script.format(body), files).effects if effect.destructive}
            for body in (off, "row.delete()\n", off + "    row.delete()\n")]
    assert told == [{"File"}, {"File", "/srv/file"}, {"File", "/srv/file"}]


GOES_WITH = {"shop/models.py": """
    import shutil
    from django.db import models
    from django.db.models.signals import post_delete
    from django.contrib.contenttypes.fields import GenericRelation
    from django.dispatch import receiver

    class Form(models.Model):
        pass

    class Entry(models.Model):
        form = models.ForeignKey(Form, on_delete=models.CASCADE)

    class Photo(models.Model):
        entry = models.OneToOneField("Entry")
        shown_in = models.ForeignKey("Page", null=True, on_delete=models.SET_NULL)
        kept_by = models.ForeignKey("Keeper", on_delete=models.PROTECT)
        follows = models.ForeignKey("self", models.CASCADE)

    class Page(models.Model):
        pass

    class Keeper(models.Model):
        pass

    class Wall(models.Model):
        photos = GenericRelation(Photo)

    @receiver(post_delete, sender=Photo)
    def tidy(instance, **kwargs):
        shutil.rmtree("/srv/photos")
"""}


@pytest.mark.parametrize(("line", "gone"), [
    ("Form.objects.filter(a=1).delete()", True), ("Entry.objects.get(a=1).delete()", True), ("Photo.objects.all().delete()", True),
    ("Wall.objects.all().delete()", True), ("Page.objects.all().delete()", False), ("Keeper.objects.all().delete()", False), ("Form.objects.filter(a=1).update(b=2)", False),
])
def test_rows_that_go_with_those_they_point_to_send_their_signals(line: str, gone: bool, trace) -> None:
    walked = trace(f"from shop.models import *\n{line}\n", GOES_WITH)
    found = [effect for effect in walked.effects if effect.resource == "filesystem" and effect.action == "delete"]
    assert [effect.target for effect in found] == ["/srv/photos"] * gone
    assert all(("as rows of Photo go with it" in (effect.condition or "")) == ("Photo" not in line) for effect in found)
