"""Gaps as JSON, schema ``handover-check/1``, with the gate's decision."""

from __future__ import annotations

from handover_generator.model.findings import Findings
from handover_generator.model.gate import CheckReport
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats import _json
from handover_generator.renderers.formats._report import as_report, numbered

SCHEMA = "handover-check/1"


def _render(result: CheckReport | Findings) -> str:
    report = as_report(result)
    gate = report.gate
    new = set(gate.new) if gate else set(report.findings.gaps)
    blocking = set(gate.blocking) if gate else set()
    repository = report.findings.inventory.repository
    return _json.dump(
        {
            "schema": SCHEMA,
            "repository": {"name": _json.exact(repository.name), "commit": repository.commit, "shallow": repository.shallow},
            "gate": None
            if gate is None
            else {
                "closed": gate.closed,
                "reasons": list(gate.reasons),
                "new": len(gate.new),
                "old": len(gate.old),
                "fixed": [
                    {"rule": entry.rule, "subject": _json.exact(entry.subject), "fingerprint": entry.fingerprint} for entry in gate.fixed
                ],
            },
            "gaps": [
                {**_json.gap(gap), "fingerprint": fingerprint, "new": gap in new, "blocking": gap in blocking}
                for gap, fingerprint in numbered(report.findings.gaps)
            ],
        }
    )


FORMAT = Format(name="json", command="check", render=_render)
