"""Files that a program runs after it has written them: followed by what was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handover_generator.analysis import _commands_code as code
from handover_generator.analysis._commands_types import Circumstances
from handover_generator.catalogue.commands import CommandRun
from handover_generator.model.behaviour import Event
from handover_generator.model.text import Text
from handover_generator.records import replace
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_PYTHON = regex(r"#!.*\bpython[\d.]*\b")
_OTHER = regex(r"#!.*\b(perl|ruby|node|php|awk|expect|tclsh|Rscript|osascript)\b")
_PROGRAM = CommandRun(kind="file", source=())


class MadeFiles:
    """Finds what the program itself wrote into the file that it runs."""

    def __init__(self, commands: Commands) -> None:
        self.commands = commands

    def run(self, path: Text, circumstances: Circumstances, run: CommandRun = _PROGRAM,
            arguments: Sequence[Text] = ()) -> tuple[Event, ...] | None:
        """What running the file at ``path`` does, with ``arguments`` as the variables of a file of SQL; None where the program did not write it, or
        not on this machine.
        """
        texts = circumstances.texts_at(path)
        if not texts:
            return None
        # Nothing was fed to what is inside, and it cannot run itself for ever.
        inner = replace(circumstances, stdin=None, depth=circumstances.depth + 1, written=None)
        return tuple(dict.fromkeys(event for text in texts for event in self._holding(text, path, inner, run, arguments)))

    @staticmethod
    def is_fetched(path: Text, circumstances: Circumstances) -> bool:
        """Whether all that the program put into the file is what it fetched from elsewhere, so that its name alone tells what it is."""
        texts = circumstances.texts_at(path)
        return bool(texts) and all(code.fetched(text) is not None for text in texts)

    def _holding(self, text: Text, path: Text, inner: Circumstances, run: CommandRun, arguments: Sequence[Text]) -> tuple[Event, ...]:
        pieces = code.pieces_of_stdin(text, outputs=run.kind in ("sql", "sqlfile"))
        if len(pieces) > 1:
            return tuple(event for piece in pieces for event in self._holding(piece, path, inner, run, arguments))
        if code.is_file_of_stdin(text):                  # a copy of a file, or what a filter made of one
            kind = "sqlfile" if run.kind in ("sql", "sqlfile") else "file"
            return self.commands.runs.run_one(replace(run, kind=kind), code.file_of_stdin(text), inner, arguments)
        if run.kind in ("sql", "sqlfile"):
            return self.commands.runs.statements(text, run, inner, arguments)
        first = text.render().lstrip().split("\n", 1)[0]
        other = _OTHER.match(first)
        if other is not None:
            return code.inline(text, inner, other.group(1))
        if run.kind == "code" or _PYTHON.match(first) or path.render().endswith(".py"):
            return code.inline(text, inner, run.language or "Python", self.commands.world.code)
        return self.commands.shell_text(text, inner)
