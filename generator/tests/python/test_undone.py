"""A dry run that takes back at the end what was done to the database stands before all of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_HEAD = """
from contextlib import contextmanager
from django.core.management.base import BaseCommand
from django.db import models, transaction
class Case(models.Model):
    name = models.CharField()
@contextmanager
def watched(*, dry_run=True):
    with transaction.atomic():
        yield 1
        if dry_run:
            transaction.set_rollback(True)
@contextmanager
def plain(*, dry_run=True):
    with transaction.atomic():
        yield 1
        if dry_run:
            print("dry")
class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--commit", action="store_true")
"""


def _dry(trace: Callable[..., Walked], body: str, decorator: str = "") -> bool:
    lines = "".join(f"        {line}\n" for line in body.split("\n"))
    walked = trace(f"{_HEAD}{decorator}    def handle(self, *args, **options):\n{lines}", path="shop/management/commands/drop.py")
    lost = [effect for effect in walked.effects if effect.destructive]
    assert len(lost) == 1
    return any(guard.kind == "dry_run" for guard in lost[0].guards)


_DELETE = "Case.objects.filter(a=1).delete()"


@pytest.mark.parametrize("body", [
    f"with watched(dry_run=options['dry_run']):\n    {_DELETE}",
    f"with watched(dry_run=options['dry_run']) as log, open('a'):\n    {_DELETE}",
    f"with transaction.atomic():\n    {_DELETE}\n    if options['dry_run']:\n        transaction.set_rollback(True)",
    f"with transaction.atomic():\n    {_DELETE}\n    if options['dry_run']:\n        raise ValueError('taken back')",
    f"with transaction.atomic():\n    for n in [1]:\n        {_DELETE}\n    if options['dry_run']:\n        print('x')\n        transaction.set_rollback(True)",
])
def test_what_is_taken_back_is_guarded(trace: Callable[..., Walked], body: str) -> None:
    assert _dry(trace, body)


def test_a_function_in_a_transaction_is_guarded_from_its_start(trace: Callable[..., Walked]) -> None:
    assert _dry(trace, f"{_DELETE}\nif options['dry_run']:\n    transaction.set_rollback(True)", "    @transaction.atomic\n")


@pytest.mark.parametrize("body", [
    f"with plain(dry_run=options['dry_run']):\n    {_DELETE}",
    f"with transaction.atomic():\n    {_DELETE}\n    if options['dry_run']:\n        print('dry')",
    f"with transaction.atomic():\n    {_DELETE}\n    if options['dry_run']:\n        transaction.set_rollback(False)",
    f"with open('a'):\n    {_DELETE}\n    if options['dry_run']:\n        raise ValueError('too late')",
    f"with transaction.atomic():\n    {_DELETE}\n    if failed():\n        raise ValueError('a')",
    f"with transaction.atomic():\n    {_DELETE}\n    if failed():\n        transaction.set_rollback(True)",
    f"{_DELETE}\nwith watched(dry_run=options['dry_run']):\n    pass",
    f"with watched(dry_run=options['dry_run']):\n    pass\n{_DELETE}",
])
def test_what_stays_is_not(trace: Callable[..., Walked], body: str) -> None:
    assert not _dry(trace, body)
