"""States of Salt: files that are put onto a machine, and what starts them there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from handover_generator.records import record
from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines, unquoted
from handover_generator.sources._starters.kind import StarterKind

_ORDER = regex(r"\A\s*(?:-\s+)?(?:name|names|cmd\.(?:run|script|wait)|source|onlyif|unless)\b")
_ID = regex(r"((?!\{%)[^\s#-](?:[^#]*[^\s#])?)\s*:\s*\Z")
_FUNCTION = regex(r"\s+(?:-\s+)?([a-z_]+\.[a-z_]+)\s*:?\s*\Z")
_ARGUMENT = regex(r"\s+-\s+([a-z_]+)\s*:\s*(.+?)\s*\Z")
_FIELDS = ("minute", "hour", "daymonth", "month", "dayweek")


@record(frozen=True, slots=True)
class _State:
    """``file.managed`` or the like of one identifier, with the lines from and to which it goes."""

    function: str
    first: int
    last: int
    arguments: dict[str, str]

    def names(self, file: str) -> bool:
        """Whether its name, which may be a command line, has a path in it."""
        return bool(file) and re.search(rf"(?<![\w/.-]){re.escape(file)}(?![\w/.-])", self.arguments["name"]) is not None


def is_state(path: str) -> bool:
    """Whether a path is that of a file of states."""
    return path.endswith(".sls")


def read_states(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """Only lines that give an order; a file that a ``cron`` of the same text runs under the name that it gets on the machine has its times."""
    states = list(_states(lines))

    def context(number: int) -> Context | None:
        if not _ORDER.search(lines.row(number)):
            return None
        state = next((one for one in states if one.first <= number <= one.last), None)
        jobs = [one for one in states if state is not None and one.function == "cron.present" and (one is state or (
            state.function.startswith("file.") and one.names(state.arguments["name"])))]
        if jobs:
            return Context("cron", tuple(dict.fromkeys(map(_schedule, jobs))), None, "salt")
        return Context("config", detail="salt")

    return context


def _states(lines: Lines) -> Iterator[_State]:
    identifier, function, first = "", "", 0
    arguments: dict[str, str] = {}
    for number, row in enumerate([*lines.rows, "end:"], start=1):
        named, begun = _ID.match(row), _FUNCTION.match(row)
        if named or begun:
            if function:
                yield _State(function, first, number - 1, {"name": identifier, **arguments})
            identifier = unquoted(named.group(1)) if named else identifier
            function, first, arguments = begun.group(1) if begun else "", number, {}
        elif stated := _ARGUMENT.match(row):
            arguments[stated.group(1)] = unquoted(stated.group(2))


def _schedule(job: _State) -> str:
    return job.arguments.get("special") or " ".join(job.arguments.get(name, "*") for name in _FIELDS)


STARTER = StarterKind(fits=lambda path, text: is_state(path), read=read_states, order=40)
