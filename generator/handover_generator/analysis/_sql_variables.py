"""Variables of psql: ``-v table=orders`` and ``\\set table orders`` stand for ``:table``, ``:'table'`` and ``:"table"`` in what it runs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

Variables = Mapping[str, Text]
MOST_LETTERS = 200_000
"""Of statements in which variables are put in: what is longer is a dump."""
_GIVEN = regex(r"([A-Za-z_]\w*)=")
_USED = regex(r"(?<![:\w]):(?:\{\?)?(?:'(\w+)'|\"(\w+)\"|([A-Za-z_]\w*))")
_READS_IN = regex(r"^[ \t]*\\i", re.MULTILINE)
_STEP = regex(r"^[ \t]*\\(?:set[ \t]+(?P<name>[A-Za-z_]\w*)(?P<value>[^\n]*)|(?P<branch>if|endif)\b)"
              r"|(?<![:\w]):(?:'(?P<text>\w+)'|\"(?P<quoted>\w+)\"|(?P<plain>[A-Za-z_]\w*))", re.MULTILINE)
_WORD = regex(r"'[^'\\]*'|[\w.+/-]+")
_BEFORE_HOLE = regex(r"'?[\w./-]*")


def given(words: Sequence[Text]) -> dict[str, Text]:
    """The variables that words such as ``table=orders`` give; the last of one name counts."""
    found: dict[str, Text] = {}
    for word in words:
        first = word.parts[0] if word.parts else None
        if isinstance(first, str) and (match := _GIVEN.match(first)) is not None:
            found[match.group(1)] = Text.of(first[match.end():], *word.parts[1:])
    return found


def used(text: str, variables: Variables) -> dict[str, Text]:
    """Those of the variables that a text of SQL asks for; all where it reads in other files, which may."""
    if len(text) > MOST_LETTERS:
        return {}
    if _READS_IN.search(text) is not None:
        return dict(variables)
    names = {name for match in _USED.finditer(text) for name in match.groups() if name}
    return {name: value for name, value in variables.items() if name in names}


def put_in(text: Text, variables: Variables) -> Text:
    """The text with its variables filled in: those that are given, and those that it sets itself before. What nobody sets stays as it is."""
    parts = text.parts
    if sum(len(part) for part in parts if isinstance(part, str)) > MOST_LETTERS:
        return text
    if not variables and not any(isinstance(part, str) and "\\set" in part for part in parts):
        return text
    known, depth = dict(variables), 0
    filled: list[str | Hole | Text] = []
    for index, part in enumerate(parts):
        if isinstance(part, Hole):
            filled.append(part)
            continue
        last = 0
        for match in _STEP.finditer(part):
            name = match["name"]
            if match["branch"]:
                depth += 1 if match["branch"] == "if" else -1
            elif name:
                behind = parts[index + 1] if match.end() == len(part) and index + 1 < len(parts) else None
                if depth < 1 or name not in known:           # \if :{?table} \else \set table orders \endif
                    _set(known, name, match["value"].strip(), behind if isinstance(behind, Hole) else None)
            elif (value := known.get(match["text"] or match["quoted"] or match["plain"])) is not None:
                quote = "'" if match["text"] else '"' if match["quoted"] else ""
                filled += [part[last : match.start()], quote, value, quote]
                last = match.end()
        filled.append(part[last:])
    return Text(Text.of(*filled).parts, at=text.at, named=text.named)


def _set(known: dict[str, Text], name: str, written: str, behind: Hole | None) -> None:
    """``\\set name written``, with a hole behind it where a shell fills that in. What cannot be read is not known any more."""
    if behind is not None and _BEFORE_HOLE.fullmatch(written) is not None:
        known[name] = Text.of(written.removeprefix("'"), behind)
    elif (match := _USED.fullmatch(written)) is not None and (value := known.get(next(filter(None, match.groups())))) is not None:
        known[name] = value
    elif _WORD.fullmatch(written) is not None:
        known[name] = Text.of(written.strip("'"))
    else:
        known.pop(name, None)
