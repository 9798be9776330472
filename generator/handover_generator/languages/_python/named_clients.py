"""Clients of an API whose package nobody modelled, known by what their class is called: ``acme.BillingAPIClient(url, token).delete_user(7)``.

An organisation's own client is in no catalogue, and the scripts that use one do all their work through it. What its class is called says that
it speaks HTTP, and the first word of a method mostly says what is asked for; rows under ``by_name`` in the catalogue hold those words. Nothing more
is known than names, which is what the effects then say of themselves.
"""

from __future__ import annotations

from handover_generator.model.rows import ApiRow
from handover_generator.regexes import regex

CLIENT = ("by_name", "ApiClient", "()")
"""Path under which the catalogue holds such clients."""
_ENTRY = "clients by name"
_NAMED = regex(r"(?:[A-Z]\w*)?(?:API|Api|REST|Rest|HTTP|Http)_?Client")


def is_client(name: str) -> bool:
    """Whether a class of that name is a client of an API."""
    return _NAMED.fullmatch(name) is not None


def only_named(rows: tuple[ApiRow, ...]) -> bool:
    """Whether what is called is known by names alone."""
    return bool(rows) and rows[0].lib == _ENTRY
