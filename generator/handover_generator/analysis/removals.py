"""Requests over HTTP whose address says that they take something away, whatever their method: ``POST /admin/purge_history/...``."""

from __future__ import annotations

import re

from handover_generator.regexes import regex

_REMOVES = regex(r"/(?:[\w.${}-]*[-_])?(?:delete|purge|destroy|wipe|erase|truncate)(?:[-_][\w.-]+)?(?=[/?#]|\Z)", re.IGNORECASE)
# What a cache forgets it gets again; a right that is taken away can be given again.
_COMES_BACK = regex(r"cache|cdn|fastly|cloudflare|akamai|varnish|token|session|cookie|login", re.IGNORECASE)


def is_sent_again(address: str) -> bool:
    """Whether what lies at an address is the last state that a job has pushed: the metrics of a Pushgateway, which its next run pushes again."""
    return "/metrics/job/" in address or "/metrics/job@base64/" in address


def asks_to_remove(address: str) -> bool:
    """Whether an address names the removal of something that may be lost.

    Args:
        address: a URL, perhaps with holes such as ``${ROOM}``.
    """
    return _REMOVES.search(address) is not None and _COMES_BACK.search(address) is None
