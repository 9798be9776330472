"""The lines of a recipe, as make and its like run them: each in a shell of its own, the next one only where the last went well."""

from __future__ import annotations

from collections.abc import Callable, Set

from handover_generator.languages._shell.routine import walker_of_text
from handover_generator.languages._shell.session import Session
from handover_generator.languages._shell.values import Flow
from handover_generator.model.behaviour import Event, Guard
from handover_generator.model.location import Location
from handover_generator.model.text import Text
from handover_generator.model.written import Written

Opened = Callable[[Text, Location, Callable[[Session], tuple[Event, ...]]], tuple[Event, ...]]
"""Opens a shell for a text, unless nothing of it is known or it would be one shell too deep, and has it run."""


class RecipeLines:
    """See ``model.tracing.Lines``: what was asked, copied away, said and written by one line counts for those behind it."""

    def __init__(self, opened: Opened, *, guards: tuple[Guard, ...], condition: str | None, host: str | None, written: Written | None) -> None:
        self._opened = opened
        self._guards, self._condition, self._host = guards, condition, host
        self._written = written if written is not None else Written()
        self._flow = Flow(variables={}, arguments=None)
        self._under: list[tuple[Set[str], tuple[Guard, ...]]] = []
        self._failed: list[Set[str]] = []

    def run(self, text: Text, at: Location, *, may_fail: bool = False, conditions: tuple[str, ...] = ()) -> tuple[Event, ...]:
        """What one line does; nothing behind one that is known to fail."""
        if any(under <= set(conditions) for under in self._failed):
            return ()
        return self._opened(text, at, lambda session: self._walked(session, text, at, may_fail=may_fail, conditions=conditions))

    def _walked(self, session: Session, text: Text, at: Location, *, may_fail: bool, conditions: tuple[str, ...]) -> tuple[Event, ...]:
        session.written = self._written
        self._flow.variables = dict(session.lent)
        before = self._flow.copy() if conditions else None
        asked = tuple(dict.fromkeys(guard for under, guards in self._under if under <= set(conditions) for guard in guards))
        condition = " and ".join(each for each in (self._condition, *conditions) if each) or None
        walker = walker_of_text(session, text, self._flow, at=at, guards=(*self._guards, *asked), condition=condition, host=self._host)
        for hole in dict.fromkeys(text.holes):
            if hole.kind == "env":
                walker.missing(hole.name, hole.default, None, False)
        probe = walker.line_of_recipe()
        if not may_fail:
            walker.stand([*probe.guards, *([walker.place_guard(probe)] if probe.place else [])])
            if probe.decided is False:
                self._failed.append(set(conditions))
        if before is not None:                               # elsewhere than under these conditions all is as it was
            self._under.append((set(conditions), walker.flow.guards))
            self._flow = before
        else:
            self._flow = walker.flow
        return tuple(walker.output.events)
