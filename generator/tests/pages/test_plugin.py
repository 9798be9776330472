"""``- handover`` in a site that exists already, whatever that site lets its own texts do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from handover_generator.demo import write_replica

pytestmark = pytest.mark.slow

HOSTILE = '''"""Empty | the pilot <script>alert("PLANTED")</script> {{ config }} {% raw %}

--8<-- "/etc/passwd"

--8<--
/etc/passwd
--8<--

!!! danger "x"
    [click](javascript:PLANTED()) ![i](http://evil.example/x.png) {: onclick=PLANTED() }
"""
import shutil
shutil.rmtree("/srv/{{ x }}/<b>|`--8<-- \\"/etc/passwd\\"`")
'''
# Extensions that let a text read files, set attributes and hold Markdown in HTML: those that people do switch on.
LOOSE = """
markdown_extensions: [admonition, attr_list, md_in_html, tables, footnotes, abbr, def_list, pymdownx.superfences, pymdownx.magiclink,
  pymdownx.inlinehilite, {pymdownx.snippets: {base_path: ["/", "."]}}]
"""


@pytest.fixture
def existing(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Builds a site of one page of its own with our plugin: ``existing(repository, settings, more lines)``."""

    def build(repository: Path, settings: str = "", more: str = "", *, theme: str = "material") -> subprocess.CompletedProcess[str]:
        (tmp_path / "own" / "docs").mkdir(parents=True)
        (tmp_path / "own" / "docs" / "index.md").write_text("# Ours\n\n[Scripts](handover/index.md)\n" if not settings else "# Ours\n", "utf-8")
        (tmp_path / "own" / "mkdocs.yml").write_text(
            f"site_name: ours\ntheme: {theme}\nplugins:\n  - search\n  - handover: {{repo: {repository}{settings}}}\n{more}", "utf-8")
        env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795392000", "XDG_CACHE_HOME": str(tmp_path / "cache")}
        return subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict"], cwd=tmp_path / "own", env=env, capture_output=True,
                              text=True, check=False)

    return build


def _addresses(site: Path) -> list[tuple[Path, str]]:
    found = []
    for page in site.rglob("*.html"):
        found += [(page, target.partition("#")[0]) for target in re.findall(r'<a href="([^"]+)"', page.read_text("utf-8")) if ":" not in target]
    return found


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_pages_are_added_and_every_link_leads_somewhere(
    existing: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, theme: str
) -> None:
    write_replica(tmp_path / "pilots")
    done = existing(tmp_path / "pilots", theme=theme)
    assert done.returncode == 0, done.stderr
    site = tmp_path / "own" / "site"
    assert "DO NOT RUN" in next((site / "handover" / "scripts").glob("scripts-reset-pilot-py-*/index.html")).read_text("utf-8")
    links = [(page, target) for page, target in _addresses(site / "handover") if not target.startswith("/")]
    assert len(links) > 300
    for page, target in links:
        place = (page.parent / target).resolve()
        assert (place / "index.html" if place.is_dir() else place).is_file(), (page, target)


def test_no_extension_of_the_site_acts_on_our_pages(existing: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    repository = tmp_path / "hostile"
    (repository / "scripts").mkdir(parents=True)
    (repository / "scripts" / "x.py").write_text(HOSTILE, "utf-8")
    git = ["git", "-c", "user.name=An a | {{ x }}", "-c", "user.email=a@example.org", "-C", str(repository)]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", 'Begin --8<-- "/etc/passwd" {{ 7*7 }}']):
        subprocess.run([*git, *command], check=True, capture_output=True)
    done = existing(repository, more=LOOSE)
    assert done.returncode == 0, done.stderr
    told = False
    for page in (tmp_path / "own" / "site").rglob("*.html"):
        text = page.read_text("utf-8")
        assert "root:x:0" not in text, page
        assert not re.search(r"<script>alert|<[^>]* onclick=|href=.javascript:|src=.http", text), page
        told = told or "PLANTED" in text
    assert told


@pytest.mark.parametrize(("settings", "word"), [(", prefix: ../x", "prefix"), (", prefx: a", "prefx"), ("/nowhere", "nowhere")])
def test_wrong_settings_get_a_sentence(
    existing: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, settings: str, word: str
) -> None:
    done = existing(tmp_path, settings)
    assert done.returncode == 1
    assert word in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
