"""Rows of a model that nobody could follow, known by the name of their manager."""

from __future__ import annotations

import pytest

HEAD = "import sys\nfrom django.db import transaction\nfrom shop import models\n"
MODELS = {"shop/__init__.py": "", "shop/models.py": "from django.db import models\nclass Order(models.Model):\n    pass\n"}


@pytest.mark.parametrize(("text", "action"), [
    ("getattr(models, sys.argv[1]).objects.all().delete()", "delete"), ("found[sys.argv[1]]._default_manager.filter(a=1).delete()", "delete"),
    ("def wipe(model):\n    model.objects.all().delete()\nfor name in open('names'):\n    wipe(getattr(models, name.title()))", "delete"),
    ("found[sys.argv[1]].objects.update(a=1)", "write"), ("found[sys.argv[1]].objects.bulk_create([])", "write")])
def test_what_is_done_with_them_is_told_by_its_name(trace, text: str, action: str) -> None:
    walked = trace(HEAD + text + "\n", MODELS)
    told = [effect for effect in walked.effects if effect.resource == "database"]
    assert [(effect.action.value, effect.confidence.value, effect.target) for effect in told] == [(action, "name-only", None)]


@pytest.mark.parametrize("text", [
    "import sys\nfound[sys.argv[1]].objects.all().delete()", f"{HEAD}found[sys.argv[1]].things.all().delete()",
    f"{HEAD}print(found[sys.argv[1]].objects)"])
def test_what_is_no_manager_of_django(trace, text: str) -> None:
    assert not [effect for effect in trace(text + "\n", MODELS).effects if effect.action.value != "read"]


def test_a_model_that_is_known_is_told_as_before(trace) -> None:
    walked = trace(f"{HEAD}models.Order.objects.all().delete()\n", MODELS)
    assert [(effect.target, effect.confidence.value) for effect in walked.effects] == [("Order", "resolved")]


DOCUMENTS = {"shop/__init__.py": "", "shop/models.py": "from mongoengine import Document\nclass Order(Document):\n    pass\n"}


@pytest.mark.parametrize("head", ["import sys\nfrom shop import models\n", "import mongoengine, sys\nfrom shop.found import found as models\n"])
@pytest.mark.parametrize(("text", "action"), [
    ("getattr(models, sys.argv[1].title()).objects.delete()", "delete"), ("getattr(models, sys.argv[1]).objects.filter(a=1).delete()", "delete"),
    ("getattr(models, sys.argv[1]).objects(a=1).update(b=2)", "write")])
def test_documents_by_the_name_of_their_manager(trace, head: str, text: str, action: str) -> None:
    walked = trace(head + text + "\n", DOCUMENTS)
    told = [effect for effect in walked.effects if effect.resource == "database"]
    assert [(effect.action.value, effect.confidence.value, effect.target) for effect in told] == [(action, "name-only", None)]


def test_what_works_with_no_documents(trace) -> None:
    files = {"shop/__init__.py": "", "shop/models.py": "class Order:\n    pass\n"}
    walked = trace("import sys\nfrom shop import models\ngetattr(models, sys.argv[1].title()).objects.delete()\n", files)
    assert not [effect for effect in walked.effects if effect.resource == "database"]
