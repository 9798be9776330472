"""The whole site as named texts: Markdown pages, our own assets and the configuration that builds them.

Plain files on purpose: MkDocs with Material, ProperDocs and Zensical can all build them, and no plugin of ours is needed for it.
"""

from __future__ import annotations

from importlib import resources

from handover_generator.model.findings import Findings
from handover_generator.model.rendering import Page
from handover_generator.registry import members
from handover_generator.textgate import to_html

DOCS = "docs"
STYLE = "assets/handover.css"
SCRIPT = "assets/handover.js"
SHIM = "assets/iframe-worker.js"
ASSETS = (STYLE, SCRIPT, SHIM, "assets/iframe-worker.LICENSE.txt")


def pages() -> tuple[Page, ...]:
    """All kinds of pages, those with a place in the navigation first, in its order."""
    found = members("handover_generator.renderers.pages", "PAGE", Page)
    return tuple(sorted(found, key=lambda page: (page.order is None, page.order or 0, page.id)))


def render_pages(findings: Findings) -> dict[str, str]:
    """{path below the docs folder: Markdown} of all pages, in order of path."""
    texts: dict[str, str] = {}
    for page in pages():
        for path, text in page.render(findings).items():
            if path in texts:
                raise ValueError(f"two pages are called {path}")  # a mistake of ours: page names are unique by construction
            texts[path] = text
    return dict(sorted(texts.items()))


def assets() -> dict[str, bytes]:
    """{path below the docs folder: content} of the style sheet and scripts."""
    folder = resources.files("handover_generator")
    return {name: folder.joinpath(name).read_bytes() for name in ASSETS}


def render_site(findings: Findings) -> dict[str, str | bytes]:
    """The site's sources: ``docs/...`` and ``mkdocs.yml``. Same findings, same bytes."""
    site: dict[str, str | bytes] = {f"{DOCS}/{path}": text for path, text in render_pages(findings).items()}
    site.update({f"{DOCS}/{path}": content for path, content in assets().items()})
    site["mkdocs.yml"] = configuration(findings)
    return dict(sorted(site.items()))


def navigation() -> list[tuple[str, str]]:
    """(title, hub) of each kind of page. Hubs only: listing every page costs the square of their number in output."""
    return [(page.title, page.hub) for page in pages() if page.order is not None]


def configuration(findings: Findings) -> str:
    """The text of mkdocs.yml. Nothing from outside is loaded, no extension runs that could act on text of the repository."""
    name = _yaml_string(to_html(f"{findings.inventory.repository.name}: hand-over"))
    nav = "\n".join(f"  - {_yaml_string(title)}: {hub}" for title, hub in navigation())
    return f"""\
site_name: {name}
site_url: ""
docs_dir: {DOCS}
site_dir: site
use_directory_urls: false
nav:
{nav}
validation:
  nav: {{omitted_files: ignore}}
theme:
  name: material
  language: en
  font: false
  features: [navigation.top, toc.follow, search.highlight]
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      primary: indigo
      accent: indigo
      toggle: {{icon: material/weather-night, name: Switch to dark}}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      primary: indigo
      accent: indigo
      toggle: {{icon: material/weather-sunny, name: Switch to light}}
plugins:
  - search:
      lang: en
      separator: '[\\s\\-_/.:,;()\\[\\]"“”]+'
  - offline
markdown_extensions:
  - toc: {{permalink: true, toc_depth: 2}}
extra:
  generator: false
  polyfills: [{SHIM}]
extra_css: [{STYLE}]
extra_javascript: [{SCRIPT}]
"""


def _yaml_string(text: str) -> str:
    """A double-quoted YAML scalar. The text has passed the gate: only quotes, backslashes and line ends need care."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\t", " ") + '"'
