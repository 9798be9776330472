"""The model of a project's users, where the settings that name it cannot be read: the class that is made from Django's bases for one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_USER = """
    from django.contrib.auth.models import AbstractBaseUser
    from django.db import models

    class Person(AbstractBaseUser):
        def delete(self, *args, **kwargs):
            Note.objects.filter(person=self).delete()
            super().delete(*args, **kwargs)

    class Note(models.Model):
        person = models.ForeignKey(Person, on_delete=models.CASCADE)
"""
_BASE = """
    from django.contrib.auth.models import AbstractUser

    class Base(AbstractUser):
        class Meta:
            abstract = True
"""
_HEIR = "from people.base import Base\n\n\nclass Member(Base):\n    pass\n"
_TWO = _USER + "\n    class Robot(AbstractBaseUser):\n        pass\n"
_MANAGE = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n"
_LINES = "from django.contrib.auth import get_user_model\nget_user_model().objects.get(pk=1).delete()"


def _deleted(trace: Callable[..., Walked], files: dict[str, str]) -> list[str | None]:
    return sorted(effect.target for effect in trace(_LINES, files).effects if effect.action.value == "delete")


@pytest.mark.parametrize(("files", "deleted"), [
    ({"people/models.py": _USER}, ["Note", "Person"]),
    ({"people/models/person.py": _USER, "people/models/__init__.py": "from .person import *\n"}, ["Note", "Person"]),
    ({"people/base.py": _BASE, "people/models.py": _HEIR}, ["Member"]),
    ({"people/models.py": _USER, "manage.py": _MANAGE, "shop/settings.py": "for one in glob('*.conf'):\n    exec(open(one).read())\n"},
     ["Note", "Person"]),
])
def test_is_the_one_made_from_the_bases_of_django(trace: Callable[..., Walked], files: dict[str, str], deleted: list[str]) -> None:
    assert _deleted(trace, files) == deleted


@pytest.mark.parametrize("files", [
    {"people/models.py": _TWO},
    {"people/base.py": _BASE},
    {"tests/models.py": _USER},
    {"people/models.py": _USER, "manage.py": _MANAGE, "shop/settings.py": "AUTH_USER_MODEL = 'auth.User'\n"},
])
def test_is_that_of_django_otherwise(trace: Callable[..., Walked], files: dict[str, str]) -> None:
    assert _deleted(trace, files) == ["User"]


def test_what_the_settings_name_comes_first(trace: Callable[..., Walked]) -> None:
    files = {"people/models.py": _TWO, "manage.py": _MANAGE, "shop/settings.py": "AUTH_USER_MODEL = 'people.Robot'\n"}
    assert _deleted(trace, files) == ["Robot"]
