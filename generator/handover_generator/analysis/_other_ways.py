"""The other ways to the same harm: one trail is told, and beside it which other lines do the same, and from where else the script reaches it."""

from __future__ import annotations

from collections.abc import Mapping

from handover_generator.model.behaviour import Action, Call
from handover_generator.model.inventory import Effect
from handover_generator.model.location import CallStep, Location
from handover_generator.records import replace

MOST = 12
"""Lines of a kind kept for one effect."""
_MOST_VISITED = 400


class Ways:
    """Collects, while a script is walked, where each thing is done that it does.

    Args:
        calls: routine id to the calls it makes, over all that the script reaches.
        names: routine id to what people call it.
        path: the script's own file.
    """

    def __init__(self, calls: Mapping[str, tuple[Call, ...]], names: Mapping[str, str], path: str) -> None:
        self._calls = calls
        self._names = names
        self._path = path
        self._done: dict[tuple[object, ...], dict[tuple[Location, str], None]] = {}
        self._words: dict[tuple[object, ...], dict[str, Location]] = {}
        self._callers: dict[str, list[tuple[str, Location]]] | None = None

    def note(self, key: tuple[object, ...], at: Location, routine: str, what: str) -> None:
        """An act of ``key`` was found at ``at`` in ``routine``, which does it as ``what`` says."""
        self._done.setdefault(key, {})[at, routine] = None
        self._words.setdefault(key, {}).setdefault(what, at)

    def told(self, key: tuple[object, ...], effect: Effect) -> Effect:
        """The effect with the other ways to it, where it loses something; of what is only changed the lines that do something else to the same:
        all of them would tell too much.
        """
        if not effect.destructive:
            others = sorted({at for what, at in self._words[key].items() if what != effect.what} - {effect.at})
            return replace(effect, also_at=tuple(others[:MOST])) if others and effect.action is not Action.READ else effect
        done = self._done[key]
        places = sorted({at for at, _ in done} - {effect.at})
        own = {(step.path, step.line) for step in effect.via}
        starts = sorted(start for start in {start for _, routine in done for start in self._starts(routine)} if (start.path, start.line) not in own)
        return replace(effect, also_at=tuple(places[:MOST]), also_from=tuple(starts[:MOST])) if places or starts else effect

    def _starts(self, routine: str) -> set[CallStep]:
        """The lines of the script's own file that call ``routine``, or from which calls through other files lead to it, each with the name of what
        it stands in.
        """
        callers = self._reversed()
        found: set[CallStep] = set()
        seen, waiting = {routine}, [routine]
        while waiting and len(seen) < _MOST_VISITED:
            for caller, at in callers.get(waiting.pop(), ()):
                if at.path == self._path:
                    found.add(CallStep(at.path, at.line, self._names[caller]))
                elif caller not in seen:
                    seen.add(caller)
                    waiting.append(caller)
        return found

    def _reversed(self) -> dict[str, list[tuple[str, Location]]]:
        if self._callers is None:
            self._callers = {}
            for caller, calls in self._calls.items():
                for call in calls:
                    self._callers.setdefault(call.to, []).append((caller, call.at))
        return self._callers
