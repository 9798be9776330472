"""What ``printf format word ...`` prints (POSIX, "printf"): the format once, and again while there are words left."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.model.text import Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

MOST_ROUNDS = 32
_PLAIN = regex(rb"#![ \t]*(?:/usr)?/bin/(?:env[ \t]+)?(?:sh|dash|ash)(?![\w.])")
_ECHO_OPTION = regex(r"-[neE]+")
_ESCAPED = regex(r"\\(?:([\\abefnrtv\"'])|0[0-7]{1,3}|x[0-9a-fA-F]{1,2}|c)")
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


def echoed(words: Sequence[Text], script: bytes) -> list[Text]:
    """The words that ``echo`` prints, without its options; with ``-e``, and in a script for a plain ``sh``, lines end where they say ``\\n``."""
    options = next((index for index, word in enumerate(words) if not _ECHO_OPTION.fullmatch(word.literal or "")), len(words))
    said = list(words[options:])
    plain = b"\\" in script and _PLAIN.match(script) is not None
    return list(map(_unescaped, said)) if plain or any("e" in (word.literal or "") for word in words[:options]) else said


def _unescaped(text: Text) -> Text:
    if not any(isinstance(part, str) and "\\" in part for part in text.parts):
        return text
    parts = [_ESCAPED.sub(lambda match: _ESCAPES.get(match.group(1) or "", ""), part) if isinstance(part, str) else part for part in text.parts]
    return replace(text, parts=tuple(parts))
