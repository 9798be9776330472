"""The closed word lists of the catalogue, and the nearest known word for a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

ACTIONS: frozenset[str] = frozenset({"read", "write", "delete", "execute", "send"})
"""What can be done to a resource; rows with one of these need a resource."""

API_DO: frozenset[str] = ACTIONS | {
    "neutral", "output", "confirm", "exit", "env", "calls", "partial", "command", "feeds", "program", "shell", "sql", "code", "import", "aws",
    "transaction",
    "lock", "flag", "options", "register", "django-command", "git",
}
"""Every word that may stand under ``do`` of an API row (meanings: ``ApiRow``)."""


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint for a mistyped word: `` (did you mean 'delete'?)``, or nothing where no known word is close."""
    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f" (did you mean '{close[0]}'?)" if close else ""
