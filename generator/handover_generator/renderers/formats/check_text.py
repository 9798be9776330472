"""Gaps as plain text: one block a gap, worst first, then the gate."""

from __future__ import annotations

from handover_generator.model.findings import Findings, Gap
from handover_generator.model.gate import CheckReport
from handover_generator.model.inventory import Inventory
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats._report import as_report, counts, told_gaps
from handover_generator.renderers.formats._words import ask_words, count
from handover_generator.textgate import to_console


def _render(result: CheckReport | Findings) -> str:
    report = as_report(result)
    gaps = told_gaps(report)
    blocks = [_block(report.findings.inventory, gap) for gap in gaps]
    return "\n".join([*blocks, _end(report, gaps)])


def _block(inventory: Inventory, gap: Gap) -> str:
    lines = [f"{to_console(str(gap.at))}: {gap.severity.word}: {to_console(gap.message)} [{gap.rule}]"]
    if gap.subject not in gap.at.path:
        lines.append(f"    about: {to_console(gap.subject)}")
    lines.append(f"    do:    {to_console(gap.action)}")
    if gap.ask:
        lines.append(f"    ask:   {to_console(ask_words(inventory, [gap.ask]))}")
    if gap.state_note:
        lines.append(
            f"    state: {to_console(gap.state)}, {to_console(gap.state_note)}"
            if gap.state != "open"
            else f"    state: {to_console(gap.state_note)}"
        )
    return "\n".join(lines) + "\n"


def _end(report: CheckReport, gaps: tuple[Gap, ...]) -> str:
    accepted = sum(gap.state == "accepted" for gap in report.findings.gaps)
    gate = report.gate
    lines = [f"{count(len(gaps), 'gap')}{' not in the baseline' if gate and gate.old else ''}: {counts(gaps)}."]
    if accepted:
        lines.append(f"{count(accepted, 'risk')} accepted by somebody.")
    if gate is not None:
        if gate.old:
            lines.append(f"{count(len(gate.old), 'gap')} in the baseline.")
        if gate.fixed:
            lines.append(
                f"{count(len(gate.fixed), 'entry', 'entries')} of the baseline fixed: --update-baseline beside --baseline removes them."
            )
        lines.append(f"The gate is closed: {'; '.join(gate.reasons)}." if gate.closed else "The gate is open.")
    return "\n".join(lines) + "\n"


FORMAT = Format(name="text", command="check", render=_render)
