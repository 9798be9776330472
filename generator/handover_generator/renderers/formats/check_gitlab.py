"""Gaps as GitLab Code Quality report. Equal fingerprints would collapse into one, so each carries a counter among equals."""

from __future__ import annotations

from handover_generator.model.findings import Findings, Severity
from handover_generator.model.gate import CheckReport
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats import _json
from handover_generator.renderers.formats._report import as_report, named, numbered
from handover_generator.textgate import to_console

_SEVERITY = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
    Severity.NOTE: "info",
}


def _render(result: CheckReport | Findings) -> str:
    report = as_report(result)
    return _json.dump(
        [
            {
                "description": to_console(named(gap)),
                "check_name": gap.rule,
                "fingerprint": fingerprint,
                "severity": _SEVERITY[gap.severity],
                "location": {"path": _json.exact(gap.at.path), "lines": {"begin": max(1, gap.at.line)}},
            }
            for gap, fingerprint in numbered(report.findings.gaps)
            if gap.state != "accepted"
        ]
    )


FORMAT = Format(name="gitlab", command="check", render=_render)
