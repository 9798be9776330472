"""How a program says what it would do: ``Would have deleted 3 rows``, ``dry run: nothing was sent``."""

from __future__ import annotations

from handover_generator.regexes import regex

_WOULD = regex(r"(?i)\b(?:would(?:'ve)?|dry[ _-]?run|pretend(?:ing)?|simulat(?:e|ing|ion))\b")


def says_would(text: str) -> bool:
    """Whether a text says that something is only pretended."""
    return _WOULD.search(text) is not None
