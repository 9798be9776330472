"""Tables that a script makes and removes again: the rows that were put aside for a while are no loss. Nor is what a dump replaces in a database that
was made for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from handover_generator.analysis._sql_types import IF_MISSING
from handover_generator.model.behaviour import Act, Action, Event
from handover_generator.records import replace

_MAKES = "creates the table "
_MAKES_PASSING = "creates the temporary table "
_REMOVES = ("drops the table", "deletes rows of", "deletes all rows of", "empties", "overwrites all rows of")
_MAKES_DATABASE = ("creates the database ", "creates or maintains ", "creates ")
_LOADS = ("loads a dump into ", "drops what the dump holds from ")
_OF_PASSING = (*_REMOVES, "drops the column")

_Table = tuple[str | None, str | None]
"""A table by its name and the host that it lies on."""


def passing_tables(events: Iterable[Event]) -> frozenset[_Table]:
    """The tables that a script makes for as long as its connection lasts, in whatever function: what it removes of these is no loss."""
    return frozenset((event.target, event.host) for event in events if isinstance(event, Act) and event.what.startswith(_MAKES_PASSING))


class OwnTables:
    """What one function has made so far. Its acts are asked in their order.

    Args:
        passing: the temporary tables of the whole script.
    """

    def __init__(self, passing: frozenset[_Table] = frozenset()) -> None:
        self._passing = passing
        self._made: dict[_Table, str | None] = {}
        self._databases: dict[_Table, str | None] = {}

    def judged(self, act: Act) -> Act:
        """The act; without a loss, where it only removes a temporary table, or one that was made before it, or loads a dump into a database that was,
        whenever this one is reached.
        """
        key = (act.target, act.host)
        if act.destructive and key in self._passing and act.what.startswith(_OF_PASSING):
            return replace(act, destructive=False, everything=False)
        if act.destructive and key in self._databases and self._databases[key] in (None, act.condition) and act.what.startswith(_LOADS):
            return replace(act, destructive=False, everything=False)
        if not act.destructive and act.target is not None and act.what in [made + act.target for made in _MAKES_DATABASE]:
            self._databases[key] = act.condition
        elif act.action is Action.WRITE and act.target is not None and act.what.startswith(_MAKES) and not act.destructive:
            if not act.what.endswith(IF_MISSING):
                self._made[key] = act.condition
        elif act.destructive and key in self._made and self._made[key] in (None, act.condition) and act.what.startswith(_REMOVES):
            return replace(act, destructive=False, everything=False)
        return act
