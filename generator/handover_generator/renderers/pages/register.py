"""The risk register: every gap, the worst severity first and the most dangerous of it, with how its danger came about and who has taken it on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from handover_generator.model.findings import Findings, Gap, Severity
from handover_generator.model.rendering import Page
from handover_generator.renderers.pages import _paths
from handover_generator.renderers.pages._render import Site, page

ROWS = 30


def _render(findings: Findings) -> Mapping[str, str]:
    gaps = findings.gaps
    parts = max(1, -(-len(gaps) // ROWS))
    severities = Counter(gap.severity for gap in gaps)
    states = Counter(gap.state for gap in gaps)
    pages = {}
    for number in range(1, parts + 1):
        origin = _paths.numbered(_paths.REGISTER, number)
        rows = [(gap, _owner(gap, findings)) for gap in gaps[(number - 1) * ROWS : number * ROWS]]
        title = "Risk register" if number == 1 else f"Risk register, part {number}"
        pages[origin] = page(
            "register.md",
            origin,
            title,
            findings,
            rows=rows,
            number=number,
            parts=parts,
            total=len(gaps),
            severities=[(level, severities[level]) for level in sorted(Severity, reverse=True)],
            states=sorted(states.items()),
            links=[(n, _paths.numbered(_paths.REGISTER, n)) for n in range(1, parts + 1)],
            wide=True,
        )
    return pages


def _owner(gap: Gap, findings: Findings) -> str | None:
    script = findings.inventory.by_path.get(gap.subject) if gap.script else None
    return Site(findings, _paths.REGISTER).owner(script) if script else None


PAGE = Page(id="register", title="Risk register", hub=_paths.REGISTER, order=30, render=_render)
