"""Models of applications that let a project put its own in their place: the application's registry gives them, and their bases lie in its
``abstract_models``.
"""

from __future__ import annotations

import pytest

_FILES = {
    "shop/__init__.py": "",
    "shop/orders/__init__.py": "",
    "shop/orders/models.py": """
        from bigshop.core.loading import get_model
        from bigshop.orders.abstract_models import AbstractLine, AbstractOrder
        from django.db import models

        class Order(AbstractOrder):
            pass

        class Line(AbstractLine):
            order = models.ForeignKey(Order, on_delete=models.CASCADE)

        class Helper:
            pass
    """,
}


def _told(trace, code: str, files: dict[str, str] | None = None) -> list[str]:
    found = trace(f"{code}\n", {**_FILES, **(files or {})}).effects
    return sorted(f"{effect.action.value} {effect.target}{'!' if effect.destructive else ''}" for effect in found if effect.action.value != "read")


_ASKS = "from django.db import transaction\nfrom bigshop.core.loading import get_class, get_model\n"


@pytest.mark.parametrize(("code", "told"), [
    ("get_model('orders', 'Order').objects.filter(a=1).delete()", ["delete Order!"]),
    ("Order = get_model('orders', 'Order')\nrows = Order.objects.filter(a=1)\nfor start in range(9):\n    rows.filter(b=start).delete()",
     ["delete Order!"]),
    ("get_model('stock', 'Shelf').objects.all().delete()", ["delete Shelf!"]),                 # of the application itself
    ("get_model('stock', 'Shelf')._default_manager.update(a=1)", ["write Shelf!"]),
    ("get_model('orders', 'Line')(a=1).save()", ["write Line"]),
])
def test_what_the_registry_of_an_application_gives_is_a_model(trace, code: str, told: list[str]) -> None:
    assert _told(trace, _ASKS + code) == told


def test_what_hangs_on_it_goes_with_it(trace) -> None:
    walked = trace(f"{_ASKS}get_model('orders', 'Order').objects.filter(a=1).delete()\n", _FILES)
    assert [effect.what for effect in walked.effects if effect.destructive] == ["deletes rows in Order, and with them rows of Line"]
    assert [unknown.detail for unknown in walked.unknowns] == []


def test_a_model_whose_base_lies_among_abstract_models(trace) -> None:
    assert _told(trace, "from shop.orders.models import Line, Order\nOrder.objects.all().delete()\nLine.objects.get(a=1).save()") == [
        "delete Order!", "write Line"]


@pytest.mark.parametrize("code", [
    "from store import get_model\nget_model('orders', 'Order').objects.filter(a=1).delete()",                # nothing of Django in the file
    f"{_ASKS}get_class('orders.tools', 'Order').objects.filter(a=1).delete()",                               # any class
    f"{_ASKS}get_model('orders/order.bin', 'Order').objects.filter(a=1).delete()",
    f"{_ASKS}get_model('resnet', 'v2').delete()",
    f"{_ASKS}get_model('Order').delete()",
    f"{_ASKS}get_model('orders', 'Order', version=2).delete()",
    "from shop.orders.models import Helper\nHelper.objects.all().delete()",
])
def test_what_is_no_model(trace, code: str) -> None:
    assert _told(trace, code) == []


def test_a_function_of_the_repository_of_that_name_is_followed(trace) -> None:
    own = "def get_model(label, name):\n    return None\n"
    assert _told(trace, "import django\nfrom shop.own import get_model\nget_model('orders', 'Order').objects.all().delete()", {"shop/own.py": own}) == []
