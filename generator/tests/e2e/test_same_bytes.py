"""The same repository gives the same bytes: in any time zone, language, order of hashing, from a warm or a cold cache."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

SURROUNDINGS: list[dict[str, str | None]] = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC"},
    {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "America/Los_Angeles", "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "COLUMNS": "33"},
]


def test_inventory_and_reports(handover: Any, alone: Any, shop: Any) -> None:
    for command in (
        ("scan", "--format", "json"),
        ("scan", "--format", "csv"),
        ("check", "--format", "sarif"),
        ("leave", "bea@example.org"),
        ("review", "HEAD~1", "--format", "markdown"),
        ("scan", "--format", "json", "--anonymise"),
    ):
        texts = {handover(*command, "--repo", shop.root, env=env).out for env in SURROUNDINGS[:2]}
        texts.add(handover(*command, "--repo", shop.root, "--no-cache", env=SURROUNDINGS[2]).out)
        texts.add(alone(*command, "--repo", shop.root).out)
        assert len(texts) == 1, command
        assert len(texts.pop()) > 20


def test_a_commit_gives_what_its_work_tree_gives(handover: Any, shop: Any) -> None:
    first = handover("scan", "--format", "json", "--repo", shop.root, "--at", "HEAD")
    assert handover("scan", "--format", "json", "--repo", shop.root, "--at", "main").out == first.out
    assert handover("scan", "--format", "json", "--repo", shop.root).out == first.out


def test_where_the_repository_lies_changes_nothing(handover: Any, shop: Any, tmp_path: Path) -> None:
    shop.git("clone", "--quiet", "--no-local", str(shop.root), str(tmp_path / "elsewhere" / "shop"))
    here, there = (handover("scan", "--format", "json", "--repo", root).out for root in (shop.root, tmp_path / "elsewhere" / "shop"))
    assert here == there


def test_the_whole_site(handover: Any, alone: Any, shop: Any, tmp_path: Path) -> None:
    def built(program: Any, name: str, env: dict[str, str | None]) -> dict[str, str]:
        assert program("build", "--repo", shop.root, "--output", tmp_path / name, env=env).code == 0
        return {
            str(path.relative_to(tmp_path / name)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((tmp_path / name).rglob("*"))
            if path.is_file()
        }

    first = built(handover, "one", SURROUNDINGS[0])
    assert built(alone, "two", SURROUNDINGS[1]) == first
    assert built(handover, "two", SURROUNDINGS[2]) == first  # over an existing one
