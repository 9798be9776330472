"""The inventory as CSV (RFC 4180), one script a row. Cells that a spreadsheet would take for a formula get a leading quote."""

from __future__ import annotations

import csv
import io

from handover_generator.analysis.harm import losses
from handover_generator.analysis.lamps import lamps
from handover_generator.analysis.unknowns import not_understood
from handover_generator.model.findings import Findings
from handover_generator.model.rendering import Format
from handover_generator.textgate import to_console

COLUMNS = (
    "path",
    "language",
    "list",
    "risk",
    "headline",
    "purpose",
    "owner",
    "owner_source",
    "knowledge",
    "ask",
    "effects",
    "losses",
    "not_understood",
    "asks",
    "dry_run",
    "checks_the_place",
    "reports",
    "backup_first",
    "safe_in",
    "never_in",
    "reaches",
    "started_by",
    "last_changed",
    "usage",
    "gaps",
    "danger",
)


def _render(findings: Findings) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for script in sorted(findings.inventory.scripts, key=lambda s: s.path):
        verdict, gaps = findings.verdicts[script.path], findings.of(script)
        writer.writerow(
            [
                _cell(value)
                for value in (
                    script.path,
                    script.language,
                    verdict.list.value,
                    verdict.risk,
                    verdict.headline,
                    script.purpose.text if script.purpose else "",
                    script.ownership.owner or "",
                    script.ownership.source,
                    script.history.state.value,
                    "; ".join(verdict.ask),
                    "; ".join(sorted({f"{e.resource} {e.action.value}" for e in script.live_effects})),
                    str(len(losses(script))),
                    str(not_understood(script)),
                    *(lamp.state for lamp in lamps(script)),
                    "; ".join(script.places.safe),
                    "; ".join(script.places.never),
                    "; ".join(script.places.reaches),
                    "; ".join(dict.fromkeys(s.path for s in script.called_from if s.starts)),
                    script.history.last_changed or "",
                    script.usage.state,
                    "; ".join(dict.fromkeys(gap.rule for gap in gaps)),
                    str(max((gap.danger for gap in gaps), default=0)),
                )
            ]
        )
    return out.getvalue()


def _cell(value: str) -> str:
    text = to_console(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) and len(text) > 1 else text


FORMAT = Format(name="csv", command="scan", render=_render)
