"""Strings as far as reading can know them: literal pieces and named holes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from handover_generator.model.location import Location
from handover_generator.records import field, record
from handover_generator.regexes import regex

HoleKind = Literal["env", "flag", "argument", "unknown"]

_THERE_AND_BACK = regex(r"(?:(?<=/)|\A)(?!\.\.?/)[\w.@+-]+/+\.\.(?:/+|\Z)")
_MOST_LETTERS = 1 << 20
_MOST_PIECES = 1 << 12
MOST_WORDS = 32
"""Of several known words that one thing may be, such as the tables that a loop drops, so many are told each."""


@record(frozen=True, slots=True)
class Hole:
    """A piece of a string that only a run can fill.

    ``kind``: ``env`` (environment variable ``name``), ``flag`` (command line option ``name``, with its dashes), ``argument`` (a positional
    argument or a function's parameter ``name``), ``unknown`` (``name`` is a hint, perhaps empty). ``default`` is what stands there if
    nothing is given, when that is a literal.
    """

    kind: HoleKind
    name: str = ""
    default: str | None = None

    def __str__(self) -> str:
        return "${" + (self.name or "?") + "}"


@record(frozen=True, slots=True)
class Text:
    """A string of literal pieces and holes, neighbours joined.

    ``at`` is where its first line is written, for a text of several lines that is a program of its own (a heredoc); it does not count in
    comparisons, and a text made from others has none. ``named``: a piece of it is what a thing is named after (the bucket of an object, the address
    of an answer), which tells people what is meant and decides nothing; that does not count either.
    ``single``: whatever a run fills in, it is one word of a command line (it is quoted, or one of many words); nor does that.
    ``maybe``: as a word of a command line it may be missing, or several words (a glob, an element that some ways add to an array), so neither it nor
    what stands behind it has a place that decides a test; nor does that.
    """

    parts: tuple[str | Hole, ...] = ()
    at: Location | None = field(default=None, compare=False)
    named: bool = field(default=False, compare=False)
    single: bool = field(default=False, compare=False)
    maybe: bool = field(default=False, compare=False)

    @staticmethod
    def of(*parts: str | Hole | Text) -> Text:
        """Join pieces into one text. One that grows without end (a function that calls itself with twice what it got) ends in a hole."""
        if len(parts) == 1 and isinstance(only := parts[0], str):          # by far the most frequent case
            return Text((only,)) if only else Text()
        flat: list[str | Hole] = []
        named = False
        for part in parts:
            named = named or (isinstance(part, Text) and part.named)
            for piece in part.parts if isinstance(part, Text) else (part,):
                if isinstance(piece, str) and flat and isinstance(flat[-1], str):
                    flat[-1] += piece
                    if len(flat[-1]) > _MOST_LETTERS:
                        return Text((*flat[:-1], flat[-1][:_MOST_LETTERS], Hole("unknown", "more")), named=named)
                elif piece != "":
                    flat.append(piece)
        if len(flat) > _MOST_PIECES:
            flat[_MOST_PIECES:] = [Hole("unknown", "more")]
        return Text(tuple(flat), named=named)

    @staticmethod
    def join(separator: str, texts: Iterable[Text]) -> Text:
        """Join texts with a literal separator between them."""
        pieces: list[str | Hole | Text] = []
        for text in texts:
            if pieces:
                pieces.append(separator)
            pieces.append(text)
        return Text.of(*pieces)

    @property
    def literal(self) -> str | None:
        """The whole string if it has no hole, else None."""
        parts = self.parts
        if len(parts) == 1:                                                # by far the most frequent case
            return only if isinstance(only := parts[0], str) else None
        pieces = [part for part in parts if isinstance(part, str)]
        return "".join(pieces) if len(pieces) == len(parts) else None

    @property
    def certain(self) -> str | None:
        """The whole string if that is what it says, else None."""
        return None if self.named else self.literal

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The holes, in order."""
        return tuple(part for part in self.parts if isinstance(part, Hole))

    @property
    def ends_line(self) -> bool:
        """Whether it is known to end with the end of a line."""
        return bool(self.parts) and isinstance(last := self.parts[-1], str) and last.endswith("\n")

    def render(self) -> str:
        """For people and for comparison: holes as ``${NAME}``, nameless ones as ``${?}``."""
        return "".join(str(part) for part in self.parts)

    def with_defaults(self) -> Text:
        """Holes that have a default replaced by it."""
        return Text.of(*(p.default if isinstance(p, Hole) and p.default is not None else p for p in self.parts))

    @property
    def usual(self) -> Text | None:
        """What a text that is one hole as a whole stands for where nothing else is given; None for any other text."""
        only = self.parts[0] if len(self.parts) == 1 else None
        return Text.of(only.default) if isinstance(only, Hole) and only.default else None

    def __bool__(self) -> bool:
        return bool(self.parts)


MORE = Text((Hole("unknown", "more arguments"),))
"""Stands at the end of a command line whose last words nobody could count."""


def straight(path: str) -> str:
    """A path without ``name/..`` for names that are known: ``jobs/../logs`` is ``logs``. What only a run can fill may be a link, and stays."""
    while "/.." in path:
        shorter = _THERE_AND_BACK.sub("", path, count=1)
        if shorter == path:
            break
        path = shorter or "."
    return path
