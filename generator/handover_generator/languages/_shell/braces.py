"""Braces of which each piece becomes a word: ``/srv/{a,b}``, ``data{,.old}``, ``part{1..3}``."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.model.text import MOST_WORDS, Text
from handover_generator.regexes import regex

OPENS, CLOSES = "{", "}"
_RANGE = regex(r"\{(-?\d+)\.\.(-?\d+)\}")

Piece = str | Text
"""A brace or unquoted text, in which commas count, or what stands for itself."""


def expanded(pieces: Sequence[Piece]) -> list[Text]:
    """The words that a word becomes, given as its pieces: itself where no braces in it hold a comma, or where they make too many.

    Args:
        pieces: in their order; each brace is a piece of its own, as the grammar has them.
    """
    found, _ = _sequence(pieces, 0, within=False)
    return found if 0 < len(found) <= MOST_WORDS else [Text.of(*pieces)]


def counted(text: str) -> list[str] | None:
    """What ``{1..3}`` counts; None for all else, and for more than can be told."""
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    first, last = int(match.group(1)), int(match.group(2))
    if abs(last - first) >= MOST_WORDS:
        return None
    return [str(number) for number in (range(first, last + 1) if first <= last else range(first, last - 1, -1))]


def _sequence(pieces: Sequence[Piece], index: int, *, within: bool) -> tuple[list[Text], int]:
    """The words of the pieces from ``index`` on; within braces up to the one that closes them: then each alternative."""
    alternatives: list[Text] = []
    words = [Text()]
    commas = False
    while index < len(pieces):
        piece = pieces[index]
        index += 1
        if piece == CLOSES and within:
            every = [*alternatives, *words]
            return (every if commas else [Text.of(OPENS, word, CLOSES) for word in every]), index
        if piece == OPENS:
            inner, index = _sequence(pieces, index, within=True)
            words = _each(words, inner)
        elif isinstance(piece, str) and (numbers := counted(piece)) is not None:
            words = _each(words, [Text.of(number) for number in numbers])
        elif isinstance(piece, str) and within and "," in piece:
            commas = True
            first, *others = piece.split(",")
            words = _each(words, [Text.of(first)])
            for other in others:
                alternatives += words
                words = [Text.of(other)]
        else:
            words = _each(words, [Text.of(piece)])
    return ([Text.of(OPENS, word) for word in [*alternatives, *words]] if within else words), index


def _each(before: list[Text], added: list[Text]) -> list[Text]:
    return [Text.of(word, more) for word in before for more in added][:MOST_WORDS + 1]
