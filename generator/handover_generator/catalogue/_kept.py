"""The compiled catalogue as bytes, and back: plain data that is checked by type when it is read, so that nothing in it can do more than be wrong."""

from __future__ import annotations

from handover_generator.catalogue.apis import Tables
from handover_generator.catalogue.commands import CommandRow
from handover_generator.records import record


@record(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is worth keeping: the automaton of API rows, and the rows of commands in the order of their files."""

    tables: Tables
    commands: tuple[CommandRow, ...]


def write(kept: Kept) -> bytes:
    """The bytes that ``read`` takes."""
    from msgspec import msgpack

    return msgpack.encode(kept)


def read(data: bytes | None) -> Kept | None:
    """What was written; None for no bytes, and for bytes that are not of this shape."""
    if data is None:
        return None
    from msgspec import msgpack

    try:
        return msgpack.decode(data, type=Kept)
    except (ValueError, RecursionError):
        return None
