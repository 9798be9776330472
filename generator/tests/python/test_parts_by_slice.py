"""``rows[slice(a, b)]`` is a part of the rows, as ``rows[a:b]`` is, and no row."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_START = "import shutil\nfrom django.db import models\nclass Totals(models.QuerySet):\n    def forget(self):\n        self.update(total=0)\n" \
         "class Order(models.Model):\n    objects = Totals.as_manager()\n"


@pytest.mark.parametrize("part", ["slice(0, 10)", "slice(n, n + 10, 2)"])
def test_a_method_of_the_rows_is_called_of_a_part_of_them(trace: Callable[..., Walked], part: str) -> None:
    found = trace(f"{_START}def go(n):\n    part = {part}\n    Order.objects.all()[part].forget()\ngo(1)\n")
    assert ("write", "Order") in {(effect.action.value, effect.target) for effect in found.effects}
    assert not found.unknowns


def test_each_of_a_part_of_a_list_may_be_meant(trace: Callable[..., Walked]) -> None:
    found = trace("import shutil\nfor path in ['/srv/a', '/srv/b'][slice(1)]:\n    shutil.rmtree(path)\n")
    assert {effect.target for effect in found.effects} == {"/srv/a", "/srv/b"}


def test_one_by_its_number_is_still_one(trace: Callable[..., Walked]) -> None:
    found = trace("import shutil\nshutil.rmtree(['/srv/a', '/srv/b'][1])\n")
    assert {effect.target for effect in found.effects} == {"/srv/b"}
