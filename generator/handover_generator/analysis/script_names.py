"""Which script a person means: its path, the end of one, or the words that somebody said in a meeting."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection

_MOST = 5


def script_named(known: Collection[str], *names: str) -> str | None:
    """The script that one of several spellings names: a path, or an end of a path that only one script has."""
    for name in names:
        if name in known:
            return name
    ends = ends_with(known, names[0])
    return ends[0] if len(ends) == 1 else None


def ends_with(known: Collection[str], name: str) -> list[str]:
    """All scripts whose path ends in ``name``, with or without its suffix."""
    return sorted(path for path in known if path.endswith(f"/{name}") or path.rsplit("/", 1)[-1].split(".")[0] == name)


def near(known: Collection[str], name: str) -> list[str]:
    """Scripts that may be meant, at most five: "the pilot reset script" means ``scripts/reset_pilot.py``."""
    found = ends_with(known, name)
    words = [word for word in re.split(r"[^a-z0-9]+", name.lower()) if word not in ("", "the", "a", "script", "py", "sh")]
    if not found and words:
        found = sorted(path for path in known if all(word in path.lower() for word in words))
    return (found or difflib.get_close_matches(name, list(known), n=3, cutoff=0.5))[:_MOST]
