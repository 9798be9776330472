"""What is wrong with the role of a row, for whoever wrote it."""

from __future__ import annotations

from handover_generator.catalogue._words import nearest
from handover_generator.model.roles import ROLES, form_of

_WORDS = ("receiver", "model", "relation", "member")
_TAKES_FUNCTIONS = ("calls", "partial")


def mistake_in(text: str, do: str | None = None) -> str | None:
    """What is wrong with a role, None where nothing is.

    Args:
        text: one role, as it is written.
        do: what the row does with it, where that matters: what is called must be a function.
    """
    role = form_of(text)
    if role is None:
        first = text.partition(".")[0]
        hint = nearest(first, _WORDS) if first not in _WORDS else ""
        known = ", ".join(role.written for role in ROLES)
        return f"'{text}' is not an argument role{hint}; the forms are {known}"
    if do in _TAKES_FUNCTIONS and role.gives == "text":
        return f"'{text}' is text, and '{do}' needs a function; name the argument that holds it"
    return None
