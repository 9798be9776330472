"""The manual's texts, and the replica on which its examples run."""

from __future__ import annotations

from pathlib import Path

import pytest

from handover_generator import pipeline
from handover_generator.demo import write_replica
from handover_generator.model.findings import Findings

TOP = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def top() -> Path:
    """The top of this repository."""
    return TOP


@pytest.fixture(scope="session")
def docs() -> dict[str, str]:
    """{path below docs: text} of every page of the manual."""
    return {path.relative_to(TOP / "docs").as_posix(): path.read_text("utf-8") for path in sorted((TOP / "docs").rglob("*.md"))}


@pytest.fixture(scope="session")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The replica as a git repository."""
    folder = tmp_path_factory.mktemp("replica") / "pilots"
    write_replica(folder)
    return folder


@pytest.fixture(scope="session")
def findings(replica: Path) -> Findings:
    """What the program makes of the replica."""
    return pipeline.analyse(pipeline.Options(root=replica, cache=False, today="2026-11-23"))
