"""How we know: the method, its limits, what could not be read, and the words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from handover_generator.analysis.unknowns import places_of, word_of
from handover_generator.model.behaviour import Confidence
from handover_generator.model.findings import Findings
from handover_generator.model.rendering import Page
from handover_generator.renderers.pages import _paths
from handover_generator.renderers.pages._render import page

ROWS = 150

TIERS = {
    "full": "read by the full grammar of its language",
    "newer-syntax": "holds syntax newer than the Python that runs this program: those statements were left out, the rest was read",
    "python2": "read as Python 2",
    "template": "a template, read without its tags",
    "tokens": "only its words could be read, not its structure",
    "errors": "the grammar found mistakes in it",
}

SURE = {Confidence.RESOLVED: "proven", Confidence.INFERRED: "inferred", Confidence.NAME_ONLY: "by name only"}


_WAYS = {
    "avelino": "by who ever wrote (the published method, named avelino)",
    "now": "by who still knows and can be asked (now)",
    "scripts": "the same, over the scripts alone (scripts)",
}
_NOBODY = {"0": "nobody need go: more than half have nobody already", "None": "history is cut"}


def _render(findings: Findings) -> Mapping[str, str]:
    inventory = findings.inventory
    unknowns: Counter[str] = Counter()
    for unknown in (unknown for script in inventory.scripts for unknown in script.unknowns):
        unknowns[unknown.kind] += places_of(unknown)
    confidence = Counter(SURE[effect.confidence] for script in inventory.scripts for effect in script.live_effects)
    partial = [(s.path, s.partial) for s in inventory.scripts if s.partial]
    resolved = sum(script.resolved_calls for script in inventory.scripts)
    reachable = sum(script.reachable_calls for script in inventory.scripts)
    return {
        _paths.METHOD: page(
            "method.md",
            _paths.METHOD,
            "How we know",
            findings,
            unknowns=sorted(unknowns.items(), key=lambda i: (-i[1], i[0])),
            partial=partial,
            confidence=sorted(confidence.items()),
            resolved=resolved,
            reachable=reachable,
            shown=ROWS,
            word_of=word_of,
            tier_words=TIERS,
            rules=sorted(Counter(gap.rule for gap in findings.gaps).items()),
            truck=_truck_factor(findings),
        )
    }


def _truck_factor(findings: Findings) -> list[tuple[str, str, str]]:
    """(way of counting, value, people) where the inventory holds it."""
    rows = []
    for way, told in findings.inventory.truck_factor:
        if isinstance(told, Mapping):
            people = told.get("people", ())
            names = ", ".join(str(name) for name in people) if isinstance(people, list | tuple) else ""
            rows.append((_WAYS.get(str(way), str(way)), str(told.get("value", "unknown")), names or _NOBODY.get(str(told.get("value")), "not named")))
    return rows


PAGE = Page(id="method", title="How we know", hub=_paths.METHOD, order=100, render=_render)
