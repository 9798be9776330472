"""A recipe at work: its lines one after another, each in a shell of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.analysis import _commands_code as code
from handover_generator.analysis._commands_types import Circumstances
from handover_generator.model.behaviour import Event, no_surer
from handover_generator.model.location import Location
from handover_generator.model.text import Text
from handover_generator.records import replace

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands


class Recipe:
    """Runs lines under the circumstances of what started them; those before one stand before it (``model.tracing.Lines``)."""

    def __init__(self, commands: Commands, circumstances: Circumstances) -> None:
        self._inner = replace(circumstances, cwd=None, stdin=None, depth=circumstances.depth + 1)
        self._lines = commands.world.lines(guards=circumstances.guards, condition=circumstances.condition, host=circumstances.host,
                                           written=circumstances.written if circumstances.host is None else None)

    def run(self, text: Text, at: Location, *, may_fail: bool = False) -> tuple[Event, ...]:
        """What one line does."""
        remote = code.fetched(text)
        if remote is not None:
            return code.remote_script(remote, replace(self._inner, at=at))
        return no_surer(self._lines.run(text, at, may_fail=may_fail), self._inner.confidence)
