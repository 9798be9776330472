"""What ``printf format word ...`` prints (POSIX, "printf"): the format once, and again while there are words left."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

MOST_ROUNDS = 32
_PIECE = regex(r"%%|%[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?([bcdeEfgGiosuxXq])|\\(?:([\\abefnrtv\"'])|0?[0-7]{1,3}|x[0-9a-fA-F]{1,2}|c)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'"}


def printed(words: Sequence[Text]) -> Text:
    """The text that printf makes of its words; a format of which a part is not known is followed by them, as they stand.

    Widths and number formats are not applied: what matters is which words come after which.
    """
    given = [word for index, word in enumerate(words) if index or word.literal != "--"]
    layout = given[0].literal if given else None
    if layout is None:
        return Text.join(" ", given)
    rest = list(given[1:])
    out: list[str | Hole | Text] = []
    for _ in range(MOST_ROUNDS):
        before = len(rest)
        last = 0
        for match in _PIECE.finditer(layout):
            out.append(layout[last:match.start()])
            last = match.end()
            if match.group() == "%%":
                out.append("%")
            elif match.group(1):
                out.append(rest.pop(0) if rest else "")
            else:
                out.append(_ESCAPES.get(match.group(2) or "", ""))
        out.append(layout[last:])
        if not rest or len(rest) == before:
            break
    return Text.of(*out)
