"""A page per store or resource: who reads, changes and deletes it, and whether it is backed up."""

from __future__ import annotations

from collections.abc import Mapping

from handover_generator.model.findings import Findings
from handover_generator.model.rendering import Page
from handover_generator.renderers.pages import _paths, _script
from handover_generator.renderers.pages._render import page
from handover_generator.renderers.pages._stores import StoreView, stores_of

SCRIPTS = 60


def _render(findings: Findings) -> Mapping[str, str]:
    views = stores_of(findings)
    declared = [view for view in views if view.store]
    mined = [view for view in views if not view.store]
    pages = {
        _paths.STORES: page(
            "stores.md",
            _paths.STORES,
            "Stores and resources",
            findings,
            declared=declared,
            mined=mined,
            shown=200,
            store_page=_paths.store_page,
        )
    }
    for view in views:
        pages[_paths.store_page(view.key)] = _one(view, findings)
    return pages


def _one(view: StoreView, findings: Findings) -> str:
    rank = {script.path: number for number, script in enumerate(_script.by_danger(findings))} if len(view.paths) > 1 else {}
    rows = []
    for path in sorted(view.paths, key=lambda p: (path_rank(rank, p), p)):
        groups = _script.group(_script.sort_effects(view.uses.get(path, ())))
        along = _script.group(_script.sort_effects(view.along.get(path, ())))
        rows.append((path, _script.verdict_of(findings, path), along[:4], groups[:4], max(len(groups) - 4, 0) + max(len(along) - 4, 0)))
    mixed = [m for m in findings.inventory.mixed_places if m.name and m.name in (view.title, *(view.store.match if view.store else ()))]
    return page(
        "store.md",
        _paths.store_page(view.key),
        view.title,
        findings,
        item=view,
        rows=rows,
        shown=SCRIPTS,
        mixed=mixed,
        place_page=_paths.place_page,
        stores_page=_paths.STORES,
        environments=set(findings.inventory.environments),
        view=_script,
    )


def path_rank(rank: Mapping[str, int], path: str) -> int:
    """Place of a script by danger; 0 where nothing was ranked."""
    return rank.get(path, 0)


PAGE = Page(id="stores", title="Stores", hub=_paths.STORES, order=40, render=_render)
