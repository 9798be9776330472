"""The Markdown for a builder of one's own: the promise is that our builder is not needed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from handover_generator.errors import OutputError
from handover_generator.model.findings import Findings
from handover_generator.renderers.site import render_site
from handover_generator.writer import write_site, write_sources
from handover_generator.writer._folders import MARKER


def _pages(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["mkdocs", "properdocs", "zensical"])
def test_any_of_the_three_builds_it(findings: Findings, site: Path, tmp_path: Path, builder: str) -> None:
    if importlib.util.find_spec(builder) is None:
        pytest.skip(f"{builder} is not installed")
    sources = tmp_path / "pages"
    write_sources(render_site(findings), sources)
    strict = [] if builder == "zensical" else ["--strict"]
    command = [sys.executable, "-m", builder, "build", *strict, "-f", "mkdocs.yml"]
    done = subprocess.run(command, cwd=sources, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert _pages(sources / "site") == _pages(site)


def test_it_replaces_only_what_is_ours(findings: Findings, tmp_path: Path) -> None:
    output = tmp_path / "pages"
    write_sources({"mkdocs.yml": "old", "docs/gone.md": "old"}, output)
    write_sources({"mkdocs.yml": "new", "docs/index.md": "# New"}, output)
    assert {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()} == {"mkdocs.yml", "docs/index.md", MARKER}
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "thesis.txt").write_text("years of work", "utf-8")
    for write in (write_sources, write_site):
        with pytest.raises(OutputError, match="holds files that handover did not write"):
            write({"mkdocs.yml": ""}, theirs)
    assert [path.name for path in theirs.iterdir()] == ["thesis.txt"]
