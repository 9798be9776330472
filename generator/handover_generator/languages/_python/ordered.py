"""What the order of a sequence becomes: where it is not known, nothing stands at a place of its own."""

from __future__ import annotations

from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import Seq, Value
from handover_generator.records import replace


def in_order(name: str, value: Value, *, as_it_is: bool) -> Value:
    """What ``sorted`` and ``reversed`` make of a sequence. ``as_it_is``: it is sorted by nothing but its members."""
    if not isinstance(value, Seq) or len(value.items) < 2 or name not in ("sorted", "reversed"):
        return value
    if not value.exact:
        return replace(value, opening=0)
    if name == "reversed":
        return replace(value, items=value.items[::-1])
    words = [literal(item) for item in value.items]
    known = [word for word in words if word is not None]
    if not as_it_is or len(known) < len(words):
        return replace(value, exact=False, opening=0)
    return replace(value, items=tuple(item for _, item in sorted(zip(known, value.items, strict=True), key=lambda pair: pair[0])))
