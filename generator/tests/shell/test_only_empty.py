"""What removes only what is empty, and what a secret store of a cloud is asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("text", "told"), [
    ("find . -empty -type f -delete", ["filesystem delete ."]),
    ("find /srv/a -type d -empty -delete", ["filesystem delete /srv/a"]),
    ("find /srv/a -type f -delete", ["filesystem delete /srv/a !"]),
    ("find /srv/a ! -empty -delete", ["filesystem delete /srv/a !"]),
    ("find /srv/a -empty -o -name x -delete", ["filesystem delete /srv/a !"]),
])
def test_what_is_empty_is_no_loss(text: str, told: list[str], trace: Callable) -> None:
    assert trace(text).told() == told


@pytest.mark.parametrize(("text", "told"), [
    ("gcloud secrets versions access latest --secret=db", []),
    ("gcloud secrets versions add db --data-file=x", ["secret write db"]),
    ("gcloud secrets versions destroy 1 --secret=db", ["secret delete db !"]),
    ("gcloud sql export sql main gs://b/main.gz", ["object-storage write gs://b/main.gz"]),
    ("gcloud sql import sql main gs://b/main.gz", ["database write main"]),
])
def test_operations_of_a_cloud(text: str, told: list[str], trace: Callable) -> None:
    assert trace(text).told() == told


def test_a_dump_of_a_cloud_is_a_backup(trace: Callable) -> None:
    traced = trace("gcloud sql export sql main gs://b/main.gz\ngcloud sql databases delete shop --instance=main")
    assert [guard.kind.value for guard in traced.act("database delete main !").guards] == ["backup"]
