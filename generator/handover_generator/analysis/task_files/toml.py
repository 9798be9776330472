"""Reading TOML that may be broken or hostile."""

from __future__ import annotations

import tomllib
from typing import Any


def load(text: str, *words: str) -> dict[str, Any]:
    """The data of a TOML text; empty where it is none, or has none of ``words`` in it."""
    if not any(word in text for word in words):
        return {}
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        return {}
