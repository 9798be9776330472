"""Places in files of the repository."""

from __future__ import annotations

from handover_generator.records import record


@record(frozen=True, slots=True, order=True)
class Location:
    """A line of a file. ``line`` counts from 1; 0 means the file as a whole."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@record(frozen=True, slots=True, order=True)
class CallStep:
    """One hop of a trail: the call at ``path:line`` of something called ``name``."""

    path: str
    line: int
    name: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.name}"
