"""Addresses that are put together: ``urljoin(base, path)``."""

from __future__ import annotations

from urllib.parse import urljoin

from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

_WHOLE = regex(r"[A-Za-z][\w+.-]*://")
_HOST = regex(r"(?:[A-Za-z][\w+.-]*)?://[^/]*")
_LATEST_HOST = 2                       # parts among which the host begins: "https://...", or a scheme that a run fills and "://..."


def joined(base: Text, path: Text) -> Text:
    """What ``urljoin`` makes of two texts of which a run fills parts. A base that is only a hole is taken for an address without a path."""
    if base.literal is not None and path.literal is not None:
        try:
            return Text.of(urljoin(base.literal, path.literal))
        except ValueError:
            return path
    first = path.parts[0] if path.parts else ""
    if not isinstance(first, str) or not base.parts or _WHOLE.match(first):
        return path if path.parts else base
    root = _root(base) if first.startswith("/") else _folder(base)
    return Text.of(*root.parts, first if first.startswith("/") else "/" + first, *path.parts[1:])


def _root(base: Text) -> Text:
    """An address up to where its path begins; a hole that it begins with may hold the host, and what follows it then is the path."""
    kept: list[str | Hole] = []
    for part in base.parts:
        if isinstance(part, str):
            begun = _HOST.match(part) if len(kept) < _LATEST_HOST else None
            at = part.find("/", begun.end() if begun is not None else 0)
            if at >= 0:
                return Text.of(*kept, part[:at])
        kept.append(part)
    return base


def _folder(base: Text) -> Text:
    """An address without what follows its last slash, and without that."""
    last = base.parts[-1]
    if not isinstance(last, str) or "/" not in last or last.rpartition("/")[0].endswith((":", ":/")):
        return base
    return Text.of(*base.parts[:-1], last.rpartition("/")[0])
