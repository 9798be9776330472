"""A model and its table are one store, whoever reaches it by which name."""

from __future__ import annotations

import json
from typing import Any

FILES = {
    "manage.py": "#!/usr/bin/env python\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line()\n",
    "shop/__init__.py": "",
    "shop/models.py": "from django.db import models\n\n\nclass Order(models.Model):\n    name = models.TextField()\n",
    "shop/management/__init__.py": "",
    "shop/management/commands/__init__.py": "",
    "shop/management/commands/tidy.py": "from django.core.management.base import BaseCommand\nfrom shop.models import Order\n\n\n"
                                        "class Command(BaseCommand):\n    def handle(self, **options):\n        Order.objects.all().delete()\n",
    "scripts/wipe.sh": "#!/bin/sh\npsql shop -c 'TRUNCATE shop_order'\n",
}


def test_the_page_of_a_store_has_those_who_say_the_model_and_those_who_say_the_table(handover: Any, make_repo: Any) -> None:
    repo = make_repo()
    repo.commit(FILES, "first")
    site = repo.root / "site"
    assert handover("build", "--no-cache", "--markdown", "-o", site, cwd=repo.root).code == 0
    page = next(text for path in site.glob("docs/stores/*.md") if "the table" in (text := path.read_text()))
    assert "<code>Order</code>, the table <code>shop_order</code>" in page
    assert "tidy.py" in page
    assert "wipe.sh" in page


def test_a_store_declared_by_its_table_is_found_behind_the_model(handover: Any, make_repo: Any) -> None:
    repo = make_repo()
    repo.commit({**FILES, "handover/stores.yml": "stores:\n  orders: {kind: database, match: [shop_*], environments: []}\n"}, "first")
    told = json.loads(handover("scan", "--no-cache", "-q", "--format", "json", cwd=repo.root).out)
    effects = [effect for script in told["scripts"] for effect in script["effects"]]
    found = {(effect["target"], effect["table"], effect["store"]) for effect in effects if effect["destructive"]}
    assert found == {("Order", "shop_order", "orders"), ("shop_order", None, "orders")}


def test_a_draft_names_it_once(handover: Any, make_repo: Any) -> None:
    repo = make_repo()
    repo.commit(FILES, "first")
    assert handover("init", cwd=repo.root).code == 0
    drafted = "".join(path.read_text() for path in (repo.root / "handover").glob("*.yml"))
    assert '#   shop_order: {kind: database, match: [Order, shop_order], environments: [], backup: {}}' in drafted.replace('"', "")
    assert drafted.count("kind: database") == 1
