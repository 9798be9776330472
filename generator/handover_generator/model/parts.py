"""A file in parts, so that what was read from some of them still holds when others change.

The parts of a file are its functions, each by itself, and what stands outside of them. Comments and empty lines between statements belong to none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection
from typing import NamedTuple

from handover_generator.records import record


class Piece(NamedTuple):
    """Lines of a file, by a digest of their text. ``function``: the number of the function that they are the inside of, from 1; 0 outside of all."""

    start: int
    lines: int
    digest: bytes
    function: int = 0


@record(frozen=True, slots=True, kw_only=True)
class Parts:
    """The pieces of a file in their order. ``facts``: what is known beside, from the insides of all functions together."""

    pieces: tuple[Piece, ...]
    facts: tuple[str, ...] = ()


def moved(before: Parts, now: Parts, read: Collection[int]) -> Callable[[int], int | None] | None:
    """Where lines of a file have gone, if nothing changed that was read.

    Args:
        before: the file as it was read.
        now: as it is.
        read: the numbers of the functions whose inside was read.

    Returns:
        From a line that was read to the line where its text stands now, None for others; or None where something that was read has changed.
    """
    if before.facts != now.facts or len(before.pieces) != len(now.pieces):
        return None
    for old, new in zip(before.pieces, now.pieces, strict=True):
        if old.function != new.function or (old.digest != new.digest and (not old.function or old.function in read)):
            return None
    starts = [piece.start for piece in before.pieces]

    def line(old: int) -> int | None:
        if old == 0:                                     # the file as a whole
            return 0
        place = bisect_right(starts, old) - 1
        if place < 0 or old >= starts[place] + before.pieces[place].lines:
            return None
        was, is_now = before.pieces[place], now.pieces[place]
        return old - was.start + is_now.start if was.digest == is_now.digest else None

    return line
