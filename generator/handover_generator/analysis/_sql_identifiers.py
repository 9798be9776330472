"""How names are written in SQL, and how the one behind some keywords is found without a tree."""

from __future__ import annotations

import re

from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

NAME = (r"((?-i:(?:[\w$\u0080-\uffff-]+|\"[^\"]*\"|`[^`]*`|\[[^\]]*\])"
         r"(?:\s*\.\s*(?:[\w$\u0080-\uffff]+|\"[^\"]*\"|`[^`]*`|\[[^\]]*\]))*))")
"""A name. Its letters are those of either case as they stand; to be told so (``-i``) spares ``re`` the looking up of sixty thousand other cases."""
_FIRST = regex(r"[\s(]*([A-Za-z_]+)")
_NO_NAMES = word_set("""
    where group order having limit set values on using join inner left right full cross natural union when and or returning select from into
""")
"""Words that begin the next part of a statement: nothing stands where a table was to be named."""


def keyword(text: str) -> str:
    """The first word of a statement, lower case; '' if there is none."""
    match = _FIRST.match(text)
    return match.group(1).lower() if match else ""


def clean(name: str) -> str:
    """A name without its quotes."""
    return re.sub(r"[\"`\[\]\s]", "", name)


def named(name: str) -> str | None:
    """What stands in the place of a name, without its quotes; None for a keyword, behind which the statement goes on."""
    return clean(name) if name.lower() not in _NO_NAMES else None


def after(pattern: str, text: str) -> str | None:
    """The name behind the first match of a pattern that has no groups; None where no name is there."""
    match = re.search(pattern + r"\s+" + NAME, text, re.IGNORECASE)
    return named(match.group(1)) if match else None
