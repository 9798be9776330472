"""Tables that a script makes and removes again: the rows that were put aside for a while are no loss."""

from __future__ import annotations

from handover_generator.analysis._sql_types import IF_MISSING
from handover_generator.model.behaviour import Act, Action
from handover_generator.records import replace

_MAKES = "creates the table "
_REMOVES = ("drops the table", "deletes rows of", "deletes all rows of", "empties", "overwrites all rows of")


class OwnTables:
    """What one function has made so far. Its acts are asked in their order."""

    def __init__(self) -> None:
        self._made: dict[tuple[str | None, str | None], str | None] = {}

    def judged(self, act: Act) -> Act:
        """The act; without a loss, where it only removes a table that was made before it, whenever this one is reached."""
        key = (act.target, act.host)
        if act.action is Action.WRITE and act.target is not None and act.what.startswith(_MAKES) and not act.destructive:
            if not act.what.endswith(IF_MISSING):
                self._made[key] = act.condition
        elif act.destructive and key in self._made and self._made[key] in (None, act.condition) and act.what.startswith(_REMOVES):
            return replace(act, destructive=False, everything=False)
        return act
