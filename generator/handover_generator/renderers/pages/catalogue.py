"""The catalogue: one table of all scripts, complete without JavaScript, filtered and sorted with it, the filter kept in the address."""

from __future__ import annotations

from collections.abc import Mapping

from handover_generator.analysis.describing import describe
from handover_generator.analysis.unknowns import not_understood
from handover_generator.model.findings import Findings
from handover_generator.model.inventory import Script
from handover_generator.model.rendering import Page
from handover_generator.renderers.pages import _paths, _script
from handover_generator.renderers.pages._facts import documented, facts_of
from handover_generator.renderers.pages._render import page

# Joins values of one facet in a data attribute. A name that holds it is split in two in the filter, which harms nothing.
SEPARATOR = "¦"


def _row(script: Script, findings: Findings) -> dict[str, object]:
    verdict = _script.verdict_of(findings, script.path)
    effects = sorted({f"{e.resource}: {'destroy' if e.destructive else e.action.value}" for e in script.live_effects if e.changes})
    harm = [g.first for g in _script.group(_script.sort_effects(e for e in script.live_effects if e.changes))]
    gaps = findings.of(script)
    facts = facts_of(script, findings)
    return {
        "script": script,
        "verdict": verdict,
        "harm": harm[:2],
        "more": len(harm) - 2,
        "doubts": not_understood(script),
        "gaps": gaps,
        "known": documented(facts),
        "all": len(facts),
        "effects": SEPARATOR.join(effects),
        "rules": SEPARATOR.join(sorted({g.rule for g in gaps})),
        "places": SEPARATOR.join(script.places.safe),
        "triggers": SEPARATOR.join(sorted({s.kind for s in script.called_from if s.starts})) or "by hand only",
        "purpose": next((f.text for f in facts if f.key == "purpose"), None),
    }


def _render(findings: Findings) -> Mapping[str, str]:
    rows = [_row(script, findings) for script in _script.by_danger(findings)]
    return {
        _paths.CATALOGUE: page(
            "catalogue.md", _paths.CATALOGUE, "Catalogue", findings, rows=rows, view=_script, describe=describe, small=len(rows) <= 150, wide=True
        )
    }


PAGE = Page(id="catalogue", title="Catalogue", hub=_paths.CATALOGUE, order=20, render=_render)
