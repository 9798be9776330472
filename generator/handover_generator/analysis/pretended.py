"""How a program says what it would do (``Would have deleted 3 rows``, ``dry run: nothing was sent``), and how it is told to do no more than that."""

from __future__ import annotations

from handover_generator.regexes import regex

_WOULD = regex(r"(?i)\b(?:would(?:'ve)?|dry[ _-]?run|pretend(?:ing)?|simulat(?:e|ing|ion))\b")
_HOLDS_BACK = regex(r"-n\Z|--?(?:dry[-_]?run|check|no-?op|no-act|simulate|just-print|pretend|whatif)(?:=|\Z)")
TELLS = frozenset({"echo", ":", "true", "printf"})
"""Commands that people put before another one so that it is not run."""


def says_would(text: str) -> bool:
    """Whether a text says that something is only pretended."""
    return _WOULD.search(text) is not None


def holds_back(word: str) -> bool:
    """Whether a word looks like an option with which a command only says what it would do."""
    return _HOLDS_BACK.match(word) is not None
