"""Files that a warehouse keeps in a stage or a volume."""

from __future__ import annotations

import pytest

from handover_generator.analysis.sql import analyse_sql
from handover_generator.model.behaviour import Act
from handover_generator.model.location import Location
from handover_generator.model.text import Text


def _told(text: str) -> list[str]:
    return [f"{event.resource} {event.action.value} {event.target}{' !' if event.destructive else ''}"
            for event in analyse_sql(Text.of(text), at=Location("a.sql", 1)) if isinstance(event, Act)]


@pytest.mark.parametrize(("text", "wanted"), [
    ("REMOVE @shop/2020/", ["object-storage delete @shop/2020/ !"]),
    ("rm @%orders pattern='.*jun.*';", ["object-storage delete @%orders !"]),
    ("REMOVE '/Volumes/shop/a.csv'", ["object-storage delete /Volumes/shop/a.csv !"]),
    ("PUT file:///srv/a.csv @shop auto_compress=true", ["filesystem read /srv/a.csv", "object-storage write @shop"]),
    ("put 'file:///srv/my a.csv' '@shop/b'", ["filesystem read /srv/my a.csv", "object-storage write @shop/b"]),
    ("PUT '/srv/a.csv' INTO '/Volumes/shop/a.csv' OVERWRITE", ["filesystem read /srv/a.csv", "object-storage write /Volumes/shop/a.csv"]),
    ("GET @shop/x file:///srv/out/", ["object-storage read @shop/x", "filesystem write /srv/out/"]),
    ("GET '/Volumes/shop/a' TO '/srv/a'", ["object-storage read /Volumes/shop/a", "filesystem write /srv/a"]),
    ("LIST @shop", ["object-storage read @shop"]),
    ("delete from shop; remove @shop", ["database delete shop !", "object-storage delete @shop !"]),
])
def test_what_moves_staged_files(text: str, wanted: list[str]) -> None:
    assert _told(text) == wanted


@pytest.mark.parametrize("text", ["remove", "get", "put file:///srv/a.csv", "select remove from shop"])
def test_anything_else_takes_nothing_away(text: str) -> None:
    assert not any(one.endswith("!") or one.startswith("object-storage") for one in _told(text))
