"""Files that a program has written anew: what they held before is gone by then, so removing them later loses nothing more."""

from __future__ import annotations

from collections.abc import Sequence


class NewFiles:
    """What was written whatever happened counts everywhere; what was written under conditions, where the same ones hold in the same function."""

    def __init__(self) -> None:
        self._always: set[str] = set()
        self._at_times: dict[tuple[str, str], list[frozenset[str]]] = {}

    def copy(self) -> NewFiles:
        """The same files, to which others may be added."""
        other = NewFiles()
        other._always = set(self._always)
        other._at_times = {key: list(held) for key, held in self._at_times.items()}
        return other

    def add(self, target: str, where: str, conditions: Sequence[str]) -> None:
        """A file was written in the function ``where``."""
        if held := frozenset(filter(None, conditions)):
            self._at_times.setdefault((target, where), []).append(held)
        else:
            self._always.add(target)

    def has(self, target: str, where: str, conditions: Sequence[str]) -> bool:
        """Whether a file that lies there now is one of these."""
        return target in self._always or any(held.issubset(conditions) for held in self._at_times.get((target, where), ()))
