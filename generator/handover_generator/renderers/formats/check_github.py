"""Gaps as workflow commands that annotate a change on GitHub.

At most ten errors, ten warnings and ten notices of a step are shown, and the rest vanishes without a word: so the worst ten of each are
printed, and one of the notices tells how many are not. Nothing of the repository stands at the start of a line.
"""

from __future__ import annotations

from handover_generator.model.findings import Findings, Gap, Severity
from handover_generator.model.gate import CheckReport
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats._report import as_report, by_severity, counts, named, told_gaps
from handover_generator.textgate import to_workflow_command, to_workflow_property

MOST = 10
_KIND = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "notice", Severity.NOTE: "notice"}


def _render(result: CheckReport | Findings) -> str:
    report = as_report(result)
    gaps = by_severity(told_gaps(report))
    groups = {kind: [gap for gap in gaps if _KIND[gap.severity] == kind] for kind in ("error", "warning", "notice")}
    hidden = sum(max(0, len(group) - MOST) for group in groups.values())
    room = {"error": MOST, "warning": MOST, "notice": MOST - 1 if hidden or len(groups["notice"]) > MOST - 1 else MOST}
    lines = [_command(kind, gap) for kind, group in groups.items() for gap in group[: room[kind]]]
    left = sum(max(0, len(group) - room[kind]) for kind, group in groups.items())
    if left:
        summary = f"{left} more gaps are not shown here (all: {counts(gaps)}). 'handover check' lists them."
        lines.append(f"::notice title=handover::{to_workflow_command(summary)}")
    return "".join(f"{line}\n" for line in lines)


def _command(kind: str, gap: Gap) -> str:
    line = f",line={gap.at.line}" if gap.at.line > 0 else ""
    title = to_workflow_property(f"{gap.rule} ({gap.severity.word})")
    return f"::{kind} file={to_workflow_property(gap.at.path)}{line},title={title}::{to_workflow_command(f'{named(gap)} {gap.action}')}"


FORMAT = Format(name="github", command="check", render=_render)
