"""Programs that are started first and fed afterwards: ``p = Popen(["psql"], stdin=PIPE)``, then ``p.communicate("drop table a")``."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from handover_generator.languages._python.value_texts import texts_of
from handover_generator.languages._python.values import Values
from handover_generator.model.text import Hole, Text

if TYPE_CHECKING:
    from handover_generator.languages._python.command_kinds import CommandKinds

Start = Callable[["CommandKinds", ast.AST, Text], None]
"""Tells what a program does in a frame, at a place, fed with a text."""
NOT_SEEN = Text((Hole("unknown", "what it is given to read"),))


class FedPrograms:
    """The programs of one run that wait to be fed, by where they were started. Those that nobody feeds in sight are told when the routine ends
    that started them.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[Start, CommandKinds, ast.AST]] = {}
        self._fed: dict[str, Start] = {}
        self.prints: dict[str, Text] = {}            # what those print that give out a dump, for what reads it

    def wait(self, site: str, start: Start, frame: CommandKinds, node: ast.AST) -> None:
        """A program was started at ``site`` (by ``node`` in ``frame``), which reads what it is given later."""
        self._waiting[site] = start, frame, node

    def feed(self, site: str, given: Values, frame: CommandKinds, node: ast.AST) -> None:
        """The program of ``site`` is given something to read."""
        if site in self._waiting:
            self._fed[site] = self._waiting.pop(site)[0]
        start = self._fed.get(site)
        if start is not None:
            for text in texts_of(given) or [NOT_SEEN]:
                start(frame, node, text)

    def end(self, frame: object) -> None:
        """Tell what is left of a frame."""
        for site in [site for site, (_, starter, _) in self._waiting.items() if starter is frame]:
            start, starter, node = self._waiting.pop(site)
            start(starter, node, NOT_SEEN)
            self._fed[site] = start                  # whoever it was handed to may feed it yet
