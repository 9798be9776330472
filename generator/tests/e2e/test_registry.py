"""What the registry found, by name: a plug-in that vanishes (a typo, a missing file in the wheel) is noticed here."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest

from handover_generator.model.findings import Check
from handover_generator.model.rendering import Format, Page
from handover_generator.model.tracing import Language
from handover_generator.registry import RegistryError, member, members, modules
from handover_generator.sources._starters.kind import StarterKind

CHECKS = """backup-untested cannot-tell changed-since-verified claim-contradicted copy-lost-guard cut-history effect-not-mentioned expired-acceptance
fix-not-carried guard-bypassed mixed-place no-confirm no-output no-owner no-safe-place no-way-back nobody-knows owner-disagreement
owner-left production-default role-without-holder runs-where-forbidden single-knower stale-entry undeclared-dependency undocumented unread-file
vestigial-destructive weak-guard"""
FORMATS = """check/github check/gitlab check/json check/sarif check/text explain/json explain/text folder/json folder/text leave/html leave/json
leave/markdown leave/text review/json review/markdown review/text scan/csv scan/json scan/table"""
STARTERS = """ansible builds celery_beat cloudformation codedeploy compose concourse configuration crontabs django_cronjobs dockerfiles imports initdb
kubernetes launchd makefiles orders packaging procfiles rpm s6 salt snakemake systemd task_files terraform timed upstart vagrant workflows"""
PAGES = "start catalogue register scripts stores places roles people copies timetable method"


def test_languages() -> None:
    assert {"python", "shell", "sql"} <= {one.name for one in members("handover_generator.languages", "LANGUAGE", Language)}


def test_checks() -> None:
    assert set(CHECKS.split()) <= {one.id for one in members("handover_generator.checks", "CHECK", Check)}


def test_formats() -> None:
    assert set(FORMATS.split()) <= {f"{one.command}/{one.name}" for one in members("handover_generator.renderers.formats", "FORMAT", Format)}


def test_a_format_is_found_by_the_name_of_its_module() -> None:
    package = "handover_generator.renderers.formats"
    found = {module: member(package, module, "FORMAT", Format) for module in modules(package)}
    assert {module: f"{one.command}_{one.name}" for module, one in found.items()} == {module: module for module in found}


def test_pages() -> None:
    assert set(PAGES.split()) <= {one.id for one in members("handover_generator.renderers.pages", "PAGE", Page)}


def test_starters() -> None:
    package = "handover_generator.sources._starters.kinds"
    assert set(STARTERS.split()) <= set(modules(package))
    kinds = members(package, "STARTER", StarterKind)
    assert all(kind.find is not None or kind.fits is not StarterKind(find=None).fits for kind in kinds)


def test_each_name_is_used_once() -> None:
    for names in (
        [one.name for one in members("handover_generator.languages", "LANGUAGE", Language)],
        [one.id for one in members("handover_generator.checks", "CHECK", Check)],
        [f"{one.command}/{one.name}" for one in members("handover_generator.renderers.formats", "FORMAT", Format)],
        [one.id for one in members("handover_generator.renderers.pages", "PAGE", Page)],
    ):
        assert len(names) == len(set(names))


def test_a_module_without_its_constant_is_no_silent_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = types.ModuleType("plugins_under_test")
    package.__path__ = [str(tmp_path)]
    monkeypatch.setitem(sys.modules, "plugins_under_test", package)
    (tmp_path / "_helper.py").write_text("")
    (tmp_path / "forgotten.py").write_text("CHEK = 1\n")
    with pytest.raises(RegistryError, match="forgotten"):
        members("plugins_under_test", "CHECK", int)
    monkeypatch.delitem(sys.modules, "plugins_under_test.forgotten", raising=False)
