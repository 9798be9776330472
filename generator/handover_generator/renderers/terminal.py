"""The inventory on a terminal: the same rows as in a pipe, in colour, folded to the width of the window.

Names of scripts are never folded, since people copy them: where a column of them leaves too little room for the others, each script has lines of its
own.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from handover_generator.model.findings import DayOne, Findings
from handover_generator.renderers.formats._words import owner_words
from handover_generator.renderers.formats.scan_table import in_order, summary
from handover_generator.textgate import to_console

_Row = tuple[Text, str, str, str]
"""The mark of its list, the name of a script, what it does, its owner."""
# A sign and a word beside the colour: colours are switched off, or not seen.
_MARKS = {
    DayOne.DO_NOT_RUN: ("✗ do not run", "bold red"),
    DayOne.ASK_FIRST: ("? ask first", "yellow"),
    DayOne.FREE_TO_RUN: ("· free to run", "green"),
}


_ROOM = 50      # for the list, what a script does, and its owner
_INDENT = 4


def print_inventory(findings: Findings) -> None:
    """Print the scripts, worst first, and what to type next."""
    console = Console(highlight=False)
    rows = [(_marked(findings.verdicts[script.path].list), to_console(script.path), to_console(findings.verdicts[script.path].headline),
             to_console(owner_words(script))) for script in in_order(findings)]
    if console.width >= _ROOM + max((cell_len(name) for _, name, _, _ in rows), default=0):
        _print_table(console, rows)
    else:
        _print_blocks(console, rows)
    console.print(Text(summary(findings).rstrip("\n")))
    if rows:
        console.print("More on one of them: handover explain SCRIPT")


def _marked(list_: DayOne) -> Text:
    word, style = _MARKS[list_]
    return Text(word, style=style)


def _print_table(console: Console, rows: Sequence[_Row]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("List", "Script"):
        table.add_column(heading, no_wrap=True)
    for heading in ("What it does", "Owner"):
        table.add_column(heading, overflow="fold")
    for mark, name, does, owner in rows:
        table.add_row(mark, Text(name), Text(does), Text(owner))
    if rows:
        console.print(table)


def _print_blocks(console: Console, rows: Sequence[_Row]) -> None:
    for mark, name, does, owner in rows:
        console.print(Text.assemble(mark, "  ", name), soft_wrap=True)       # what does not fit is folded by the terminal, and copied whole
        console.print(Padding(Text(f"{does}\nOwner: {owner}", overflow="fold"), (0, 0, 0, _INDENT), expand=False))
    console.print()
