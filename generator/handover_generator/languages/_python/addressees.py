"""Who gets mail whose addresses stand in a database: nobody's name is known, but the table is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.languages._python.strings import items_of
from handover_generator.languages._python.values import Api, Inst, Seq, Str, Value, Values
from handover_generator.model.text import Text

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Frame


def addressees(frame: Frame, values: Values | None) -> Values | None:
    """What is given for the addressees of a mail, lists taken apart: rows, and what they hold, as the addresses in their table; texts as they are."""
    if values is None:
        return None
    found: dict[Value, None] = {}
    for value in values:
        for one in items_of((value,)) if isinstance(value, Seq) else (value,):
            table = _table(frame, one)
            found[Str(Text.of(f"addresses in {table}")) if table is not None else one] = None
    return tuple(found)


def _table(frame: Frame, value: Value) -> str | None:
    if isinstance(value, Api) and value.model is not None and not frame.engine.kinds.is_outside(value.model):
        return value.model.name
    if isinstance(value, Api) and value.model is None and value.relation and value.path.startswith("django."):
        return value.relation                                # of users whom another application keeps, by what leads to them
    return value.info.name if isinstance(value, Inst) and value.stored else None
