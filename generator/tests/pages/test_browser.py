"""The site in a browser: filters, search, and what axe-core says of every kind of page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Opens every page in a frame, broad and light, then narrow and dark, with all details open, and lets axe-core look at it.
RUNNER = """<!doctype html><html lang="en"><title>runner</title><body><pre id="told">nothing</pre><script>
const pages = PAGES, looks = [[1280, "default"], [400, "slate"]], told = [];
async function visit(page, width, scheme) {
  const frame = document.createElement("iframe");
  frame.style.cssText = "height: 900px; width: " + width + "px";
  frame.src = page;
  const loaded = new Promise(done => { frame.onload = done; });
  document.body.append(frame);
  await loaded;
  const inside = frame.contentWindow, root = inside.document;
  root.body.setAttribute("data-md-color-scheme", scheme);
  root.querySelectorAll("details").forEach(one => { one.open = true; });
  const script = root.createElement("script");
  script.src = "/axe.min.js";
  const ready = new Promise(done => { script.onload = done; });
  root.head.append(script);
  await ready;
  inside.dispatchEvent(new Event("resize"));
  const found = await inside.axe.run(root, {resultTypes: ["violations"]});
  for (const one of found.violations) { for (const node of one.nodes) { told.push([page, width, one.id, node.html.slice(0, 200)]); } }
  const excess = root.documentElement.scrollWidth - root.documentElement.clientWidth;
  if (excess > 2) { told.push([page, width, "scrolls sideways", excess]); }
  frame.remove();
}
(async () => {
  for (const page of pages) { for (const [width, scheme] of looks) { await visit(page, width, scheme); } }
  document.getElementById("told").textContent = JSON.stringify({pages: pages.length, told});
})();
</script></body></html>"""


def _kinds(site: Path) -> list[str]:
    """One page of every kind, and a script of each list: the others are made by the same templates."""
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html") if path.name != "404.html")
    hubs = [page for page in pages if page.endswith("/index.html") or ("/" not in page and not re.search(r"-[0-9]+\.html", page))]
    folders = ("people", "places", "roles", "stores")
    ones = [next(page for page in pages if page.startswith(f"{folder}/") and "index" not in page) for folder in folders]
    scripts = [page for page in pages if re.search(r"/scripts-(reset-pilot-py|rotate-sessions|list-dumps|drop-everything)", page)]
    assert (len(ones), len(scripts)) == (4, 4)
    return [*hubs, *ones, *scripts]


def test_axe_finds_nothing(site: Path, served: str, dom: Callable[..., str]) -> None:
    axe = resources.files(pytest.importorskip("axe_core_python")).joinpath("axe.min.js").read_text("utf-8")
    pages = _kinds(site)
    ours = {site / "axe.min.js": axe, site / "runner.html": RUNNER.replace("PAGES", json.dumps(pages))}
    for path, text in ours.items():
        path.write_text(text, "utf-8")
    try:
        told = re.search(r'<pre id="told">(.*?)</pre>', dom(f"{served}/runner.html", seconds=600), re.DOTALL)
    finally:
        for path in ours:                              # the site is shared with other tests
            path.unlink()
    assert told is not None
    assert told[1] != "nothing", "the pages were not looked at to the end"
    found = json.loads(html.unescape(told[1]))
    assert found == {"pages": len(pages), "told": []}


@pytest.mark.parametrize("disk", [True, False])
def test_the_address_filters_the_catalogue(site: Path, served: str, dom: Callable[..., str], disk: bool) -> None:
    page = dom(f"{site.as_uri() if disk else served}/catalogue.html#list=do-not-run")
    assert "7 of 13 scripts shown" in page
    assert len(re.findall(r'<tr data-list="do-not-run"(?![^>]*hidden)', page)) == 7
    assert not re.findall(r'<tr data-list="(?:ask-first|free-to-run)"(?![^>]*hidden)', page)


def test_search_finds_a_script_by_what_it_destroys(site: Path, dom: Callable[..., str]) -> None:
    """From disk, the harder way: there a page may neither fetch the index nor start a worker."""
    page = dom(f"{site.as_uri()}/index.html?q=maindb")
    found = re.search(r'md-search-result__meta">(\d+) matching', page)
    assert found is not None
    assert int(found[1]) >= 1
    assert "scripts/scripts-reset-pilot-py-" in page.split("md-search-result__list")[1]
