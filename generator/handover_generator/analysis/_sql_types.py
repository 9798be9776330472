"""The values that pass between the readers of one SQL statement."""

from __future__ import annotations

from handover_generator.model.behaviour import Action
from handover_generator.records import record

IF_MISSING = " if it is missing"
"""Ends what is said of a table that is only made where none lies there: what is removed later may have been somebody's."""


@record(frozen=True, slots=True, kw_only=True)
class Deed:
    """One act of a statement, not yet placed. ``program`` is a command that the statement makes the server run. ``sure``: from a tree.
    ``line``: of a block's inner statement, counted from 0 within the block.
    """

    action: Action
    what: str
    resource: str = "database"
    target: str | None = None
    destructive: bool = False
    everything: bool = False
    condition: str | None = None
    sure: bool = True
    program: str | None = None
    line: int = 0


@record(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a statement does. ``uses``: the database it switches to. ``creates``: tables it makes anew. ``ends``: commit or rollback."""

    deeds: tuple[Deed, ...] = ()
    begins: bool = False
    ends: str | None = None
    uses: str | None = None
    creates: frozenset[str] = frozenset()
    unknown: str | None = None
