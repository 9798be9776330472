"""Files that a program has written anew: what they held before is gone by then, so removing them later loses nothing more."""

from __future__ import annotations

from collections.abc import Sequence

_NOTHING: frozenset[str] = frozenset()


class NewFiles:
    """What was written whatever happened counts everywhere; what was written under conditions, where the same ones hold in the same function.

    ``above``: what was there before one of several ways through the program, or before a function was called; in the latter case from the function
    ``where``, under ``conditions``.
    """

    __slots__ = ("_above", "_always", "_at_times", "_conditions", "_where")

    def __init__(self, above: NewFiles | None = None, where: str | None = None, conditions: Sequence[str] = ()) -> None:
        self._above = above
        self._where = where
        self._conditions = tuple(conditions)
        self._always: set[str] = set()
        self._at_times: dict[tuple[str, str], list[frozenset[str]]] = {}

    def apart(self) -> NewFiles:
        """The same files, to which others may be added."""
        return NewFiles(self)

    def within(self, where: str, conditions: Sequence[str]) -> NewFiles:
        """The same files as what is called from the function ``where`` finds them: what was written under the conditions that hold there is there."""
        return NewFiles(self, where, conditions)

    @property
    def added(self) -> frozenset[str]:
        """What was written whatever happened, and was not there before."""
        return frozenset(self._always) if self._always else _NOTHING

    def add(self, target: str, where: str, conditions: Sequence[str]) -> None:
        """A file was written in the function ``where``."""
        if held := frozenset(filter(None, conditions)):
            self._at_times.setdefault((target, where), []).append(held)
        else:
            self._always.add(target)

    def has(self, target: str, where: str, conditions: Sequence[str]) -> bool:
        """Whether a file that lies there now is one of these."""
        if target in self._always or any(held.issubset(conditions) for held in self._at_times.get((target, where), ())):
            return True
        if self._above is None:
            return False
        called = self._where is not None
        return self._above.has(target, self._where or where, self._conditions if called else conditions)
