"""Functions and classes that the models of one application hand to a register of another: Django imports all models when it starts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

DATA = "_kept = []\ndef register_purger(one):\n    _kept.append(one)\n    return one\ndef purge():\n    for one in list(_kept):\n        one()\n"
MODELS = ("from django.db import models\nfrom shop.base.data import register_purger\nclass Row(models.Model):\n    pass\n"
          "@register_purger\ndef purge_rows():\n    Row.objects.all().delete()\n")
COMMAND = ("from django.core.management.base import BaseCommand\nfrom shop.base.data import purge\nclass Command(BaseCommand):\n"
           "    def handle(self, *args, **options):\n        purge()\n")
PLACES = {"shop/__init__.py": "", "shop/base/__init__.py": "", "shop/base/data.py": DATA, "shop/base/management/__init__.py": "",
          "shop/base/management/commands/__init__.py": "", "shop/rows/__init__.py": "", "manage.py": "import django\n"}
PATH = "shop/base/management/commands/purge_data.py"


def _deleted(found: Walked) -> set[str | None]:
    return {effect.target for effect in found.effects if effect.action == "delete"}


@pytest.mark.parametrize("place", ["shop/rows/models.py", "shop/rows/models/row.py"])
def test_models_hand_functions_to_a_register(trace: Trace, place: str) -> None:
    assert _deleted(trace(COMMAND, {**PLACES, place: MODELS}, path=PATH)) == {"Row"}


@pytest.mark.parametrize("place", ["shop/rows/spare.py", "shop/tests/models.py"])
def test_what_nobody_imports_hands_nothing_over(trace: Trace, place: str) -> None:
    assert _deleted(trace(COMMAND, {**PLACES, place: MODELS}, path=PATH)) == set()


def test_a_register_of_the_same_name_elsewhere(trace: Trace) -> None:
    models = MODELS.replace("shop.base.data", "shop.other")
    files = {**PLACES, "shop/rows/models.py": models, "shop/other.py": "def register_purger(one):\n    return one\n"}
    assert _deleted(trace(COMMAND, files, path=PATH)) == set()
