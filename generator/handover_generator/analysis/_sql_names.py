"""Holes in SQL texts: replaced by names a parser accepts, and put back afterwards."""

from __future__ import annotations

import re

from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

NAMELESS = "hole_any_x"
"""A marker for what is known only when it runs, and has no name."""
_GIVEN = frozenset({"argument", "env", "flag"})
_MARK = regex(r"hole_(\d+|any)_x", re.IGNORECASE)
# str.format and template placeholders, psql's quoted variables, and others that stand for a name, as %s does behind "drop table". %s, %(x)s,
# ? and :x elsewhere are left: parsers know them. A driver that fills in parameters takes "%%I" for the "%I" of format().
# What stands before the first sign is looked at behind it, so that each choice begins with its sign: those are what the text is searched for.
_PLACEHOLDER = regex(r"\{(?<![{$]\{)([A-Za-z_][\w.\[\]]*)?(?:![rsa])?(?::[^{}]*)?\}(?!\})|\{\{\s*([\w. |]+?)\s*\}\}|\$\{([A-Za-z_]\w*)\}"
                     r"|:'([A-Za-z_]\w*)'|:\"([A-Za-z_]\w*)\"|%(?<=[\s.(]%)%?I"
                     r"|:(?i:(?<=from :)|(?<=into :)|(?<=table :)|(?<=update :)|(?<=truncate :)|(?<=exists :)|(?<=schema :)|(?<=database :))"
                     r"([A-Za-z_]\w*)\b(?!:)"
                     r"|%(?i:(?<=from %)|(?<=into %)|(?<=table %)|(?<=update %)|(?<=truncate %)|(?<=exists %)|(?<=schema %)|(?<=database %))"
                     r"%?(?:\d+\$)?[sI](?:\.%%?(?:\d+\$)?[sI])?(?![\w(])")


class Holes:
    """Marker identifiers for the holes of one text."""

    def __init__(self) -> None:
        self._holes: list[Hole] = []

    def mark(self, hole: Hole) -> str:
        """A marker identifier for one more hole; what is given from outside is the same wherever it stands."""
        if hole.name and hole.kind in _GIVEN and hole in self._holes:
            return f"hole_{self._holes.index(hole)}_x"
        self._holes.append(hole)
        return f"hole_{len(self._holes) - 1}_x"

    def marked(self, text: Text) -> str:
        """The text as a plain string, holes and placeholders as marker identifiers."""
        pieces = [self.mark(part) if isinstance(part, Hole) else _PLACEHOLDER.sub(self._placeholder, part) for part in text.parts]
        return "".join(pieces)

    def _placeholder(self, match: re.Match[str]) -> str:
        name = next((group for group in match.groups() if group), "")
        mark = self.mark(Hole("argument", name.strip()))
        return f"'{mark}'" if match.group().startswith(":'") else mark

    def restore(self, marked: str) -> str:
        """A name or sentence with the markers as ``${NAME}`` again."""
        return self.text(marked).render()

    def text(self, marked: str) -> Text:
        """The same as a ``Text``."""
        pieces: list[str | Hole] = []
        last = 0
        for match in _MARK.finditer(marked):
            number = match.group(1)
            hole = self._holes[int(number)] if number.isdigit() and int(number) < len(self._holes) else None
            if hole is not None or match.group().lower() == NAMELESS:
                pieces += [marked[last : match.start()], hole or Hole("unknown", "")]
                last = match.end()
        pieces.append(marked[last:])
        return Text.of(*pieces)
