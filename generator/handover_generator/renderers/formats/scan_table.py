"""The inventory as plain text for pipes: the three day-one lists, the worst first."""

from __future__ import annotations

from handover_generator.model.findings import Findings
from handover_generator.model.inventory import Script
from handover_generator.model.people import KnowledgeState
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats._table import table
from handover_generator.renderers.formats._words import LIST_ORDER, LIST_WORDS, count, owner_words
from handover_generator.textgate import to_console

_RISK = ("critical", "high", "medium", "low", "unknown")


def _render(findings: Findings) -> str:
    inventory = findings.inventory
    if not inventory.scripts:
        return summary(findings)
    rows = [_row(findings, script) for script in in_order(findings)]
    return table(
        ("LIST", "RISK", "SCRIPT", "WHAT IT DOES", "OWNER", "KNOWLEDGE", "GAPS"), rows, limits=(12, 8, 60, 80, 24, 10, 6)
    ) + "\n" + _legend(findings) + summary(findings)


_KNOWLEDGE = {
    KnowledgeState.KNOWN: "two or more people who are there know it",
    KnowledgeState.SINGLE: "one person does",
    KnowledgeState.FADED: "those who wrote it have not touched it for long",
    KnowledgeState.LOST: "nobody who wrote it is there",
    KnowledgeState.UNKNOWN: "the history does not tell",
}


def _legend(findings: Findings) -> str:
    """What the words of the column KNOWLEDGE mean, those that stand there."""
    there = {script.history.state for script in findings.inventory.scripts}
    told = "; ".join(f"{state.value}: {words}" for state, words in _KNOWLEDGE.items() if state in there)
    return f"KNOWLEDGE: {told}.\n" if told else ""


def in_order(findings: Findings) -> list[Script]:
    """All scripts as a list tells them: by day-one list, risk and danger, worst first."""
    return sorted(findings.inventory.scripts, key=lambda script: _order(findings, script))


def _order(findings: Findings, script: Script) -> tuple[int, int, int, str]:
    verdict = findings.verdicts[script.path]
    danger = max((gap.danger for gap in findings.of(script)), default=0)
    return verdict.list.rank, _RISK.index(verdict.risk), -danger, script.path


def _row(findings: Findings, script: Script) -> tuple[str, ...]:
    verdict = findings.verdicts[script.path]
    return (
        LIST_WORDS[verdict.list],
        verdict.risk,
        script.path,
        verdict.headline,
        owner_words(script),
        script.history.state.value,
        str(len(findings.of(script))),
    )


def summary(findings: Findings) -> str:
    """What stands below the table: how many scripts in each list, how many gaps, and which files were not read."""
    scripts = findings.inventory.scripts
    if not scripts:
        return f"No scripts were found in {to_console(findings.inventory.repository.name)}.\n" + _unread(findings)
    counts = [f"{sum(v.list is name for v in findings.verdicts.values())} {LIST_WORDS[name].lower()}" for name in LIST_ORDER]
    return f"{count(len(scripts), 'script')}: {', '.join(counts)}. {count(len(findings.gaps), 'gap')}.\n" + _unread(findings)


def _unread(findings: Findings) -> str:
    unread = findings.inventory.unread
    return "".join(
        [
            f"{count(len(unread), 'file')} not read:\n" if unread else "",
            *(f"  {to_console(i.path)}: {to_console(i.reason)}\n" for i in unread[:20]),
            f"  ... and {len(unread) - 20} more\n" if len(unread) > 20 else "",
        ]
    )


FORMAT = Format(name="table", command="scan", render=_render)
