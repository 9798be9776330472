"""The inventory on a terminal: the same rows as in a pipe, in colour, folded to the width of the window."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from handover_generator.model.findings import DayOne, Findings
from handover_generator.renderers.formats._words import owner_words
from handover_generator.renderers.formats.scan_table import in_order, summary
from handover_generator.textgate import to_console

# A sign and a word beside the colour: colours are switched off, or not seen.
_MARKS = {
    DayOne.DO_NOT_RUN: ("✗ do not run", "bold red"),
    DayOne.ASK_FIRST: ("? ask first", "yellow"),
    DayOne.FREE_TO_RUN: ("· free to run", "green"),
}


def print_inventory(findings: Findings) -> None:
    """Print the table, worst first, and what to type next."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("List", no_wrap=True)
    for heading in ("Script", "What it does", "Owner"):
        table.add_column(heading, overflow="fold")
    for script in in_order(findings):
        verdict = findings.verdicts[script.path]
        word, style = _MARKS[verdict.list]
        table.add_row(Text(word, style=style), *(Text(to_console(text)) for text in (script.path, verdict.headline, owner_words(script))))
    console = Console(highlight=False)
    if table.row_count:
        console.print(table)
    console.print(Text(summary(findings).rstrip("\n")))
    if table.row_count:
        console.print("More on one of them: handover explain SCRIPT")
