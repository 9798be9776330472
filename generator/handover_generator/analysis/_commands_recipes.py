"""A recipe at work: its lines one after another, each in a shell of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handover_generator.analysis import _commands_code as code
from handover_generator.analysis._commands_types import Circumstances
from handover_generator.model.behaviour import Act, Call, Event, no_surer
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

    def run(self, text: Text, at: Location, *, may_fail: bool = False, conditions: tuple[str, ...] = ()) -> tuple[Event, ...]:
        """What one line does. ``conditions``: on what it depends, besides the circumstances."""
        remote = code.fetched(text)
        if remote is not None:
            condition = " and ".join(each for each in (self._inner.condition, *conditions) if each) or None
            return code.remote_script(remote, replace(self._inner, at=at, condition=condition))
        return no_surer(self._lines.run(text, at, may_fail=may_fail, conditions=conditions), self._inner.confidence)

    def run_one_of(self, texts: Sequence[tuple[Text, tuple[str, ...]]], at: Location, *, may_fail: bool,
                   conditions: tuple[str, ...]) -> tuple[Event, ...]:
        """What one line does that may be one of several, each under conditions of its own. What all of them do is told without these."""
        ran = [self.run(text, at, may_fail=may_fail, conditions=(*conditions, *own)) for text, own in texts]
        if len(ran) == 1:
            return ran[0]
        bare = [[_without(event, own) for event in events] for (_, own), events in zip(texts, ran, strict=True)]
        always = set(bare[0]).intersection(*bare[1:])
        return tuple(dict.fromkeys(one if one in always else event for events, ones in zip(ran, bare, strict=True)
                                   for event, one in zip(events, ones, strict=True)))


def _without(event: Event, conditions: tuple[str, ...]) -> Event:
    """An event as it would be without some of its conditions."""
    if not isinstance(event, Act | Call) or event.condition is None:
        return event
    left = [part for part in event.condition.split(" and ") if part not in conditions]
    return replace(event, condition=" and ".join(left) or None)
