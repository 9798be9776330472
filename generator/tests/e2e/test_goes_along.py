"""Rows that go with those of another model are destroyed by whoever deletes these: the page of their own store says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

MODELS = """from django.db import models


class Order(models.Model):
    name = models.TextField()


class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)


class Bill(models.Model):
    order = models.ForeignKey(Order, null=True, on_delete=models.SET_NULL)


class Label(models.Model):
    line = models.ForeignKey(Line, on_delete=models.CASCADE)
"""
TIDY = """from django.core.management.base import BaseCommand
from shop.models import Bill, Order


class Command(BaseCommand):
    def handle(self, **options):
        Order.objects.filter(name="").delete()
        Bill.objects.create()
"""
FILES = {
    "manage.py": "#!/usr/bin/env python\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line()\n",
    "shop/__init__.py": "",
    "shop/models.py": MODELS,
    "shop/management/__init__.py": "",
    "shop/management/commands/__init__.py": "",
    "shop/management/commands/tidy.py": TIDY,
    "scripts/count.sh": "#!/bin/sh\npsql shop -c 'SELECT count(*) FROM shop_line'\n",
}


def _pages(handover: Any, root: Path) -> dict[str, str]:
    assert handover("build", "--no-cache", "--markdown", "-o", root / "site", cwd=root).code == 0
    return {path.name.rsplit("-", 1)[0]: path.read_text() for path in (root / "site").glob("docs/stores/*.md")}


@pytest.mark.parametrize("store", ["database-shop-line", "database-shop-label"])
def test_the_page_of_what_goes_along_names_who_destroys_it(handover: Any, make_repo: Any, store: str) -> None:
    repo = make_repo()
    repo.commit(FILES, "first")
    page = _pages(handover, repo.root)[store]
    destroy = page.split('<th scope="row">Destroy</th>')[1].split("</tr>")[0]
    assert "tidy.py" in destroy
    assert "rows of it go with those of Order" in page
    assert "(high)" in page                                              # how it is backed up, which nobody wrote down


def test_the_list_of_stores_counts_them(handover: Any, make_repo: Any) -> None:
    repo = make_repo()
    repo.commit(FILES, "first")
    row = next(row for row in _pages(handover, repo.root)["index.md"].split("<tr>") if "shop_line" in row)
    assert row.count("1 script") == 1                                    # destroyed by
    assert row.count("2 scripts") == 1                                   # touched by: the one that counts too


def test_what_stays_when_the_other_goes_is_destroyed_by_nobody(handover: Any, make_repo: Any) -> None:
    repo = make_repo()
    repo.commit(FILES, "first")
    page = _pages(handover, repo.root)["database-shop-bill"]
    assert "none found" in page.split('<th scope="row">Destroy</th>')[1].split("</tr>")[0]
    assert "go with those" not in page


def test_the_inventory_names_them_with_their_tables_and_stores(handover: Any, make_repo: Any) -> None:
    repo = make_repo()
    repo.commit({**FILES, "handover/stores.yml": "stores:\n  parts: {kind: database, match: [shop_line], environments: []}\n"}, "first")
    told = json.loads(handover("scan", "--no-cache", "-q", "--format", "json", cwd=repo.root).out)
    (lost,) = [effect for script in told["scripts"] for effect in script["effects"] if effect["destructive"]]
    assert lost["takes_along"] == [{"model": "Line", "table": "shop_line", "store": "parts"},
                                   {"model": "Label", "table": "shop_label", "store": None}]


def test_a_declared_store_whose_rows_go_along_is_destroyed(handover: Any, make_repo: Any) -> None:
    repo = make_repo()
    repo.commit({**FILES, "handover/stores.yml": "stores:\n  parts: {kind: database, match: [shop_line], environments: []}\n"}, "first")
    page = next(text for text in _pages(handover, repo.root).values() if "<code>parts</code>" in text)
    assert "tidy.py" in page.split('<th scope="row">Destroy</th>')[1].split("</tr>")[0]
