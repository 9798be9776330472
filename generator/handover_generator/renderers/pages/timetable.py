"""Timetable of scheduled runs, in words, with the line of each schedule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from handover_generator.analysis.commands_alone import command_started
from handover_generator.model.findings import Findings, Verdict
from handover_generator.model.inventory import Script, Starter
from handover_generator.model.rendering import Page
from handover_generator.renderers._schedules import in_words
from handover_generator.renderers.pages import _paths, _script
from handover_generator.renderers.pages._render import page

ROWS = 150


def _render(findings: Findings) -> Mapping[str, str]:
    rows = []
    for script in findings.inventory.scripts:
        for starter in script.called_from:
            if starter.schedule and starter.starts:
                rows.append((script, starter, in_words(starter.schedule), _verdict(findings, script, starter)))
    together = Counter((starter.schedule, starter.zone) for _, starter, _, _ in rows)
    rows.sort(key=lambda row: (_script.ORDER[row[3].list], row[2] or "~", row[1].schedule or "", row[0].path, row[1]))
    unscheduled = [
        (s, s.claims.get("schedule"))
        for s in findings.inventory.scripts
        if s.claims.get("schedule") and not any(c.schedule for c in s.called_from)
    ]
    return {
        _paths.TIMETABLE: page(
            "timetable.md",
            _paths.TIMETABLE,
            "Timetable",
            findings,
            rows=rows,
            shown=ROWS,
            together=together,
            unscheduled=unscheduled,
            wide=True,
        )
    }


def _verdict(findings: Findings, script: Script, starter: Starter) -> Verdict:
    """On the one command that is started, where the file has several and this one is named; else on the whole file."""
    judged = {command.name: verdict for command, verdict in findings.commands_of(script)}
    return judged.get(command_started(starter, judged.keys())) or _script.verdict_of(findings, script.path)


PAGE = Page(id="timetable", title="Timetable", hub=_paths.TIMETABLE, order=90, render=_render)
