"""What the entries of ``handover/*.yml`` say of each other: every name that is used must be listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handover_generator.sources._ownership_entries import Book, Problem, Raw, nearest, problem
from handover_generator.sources._ownership_models import is_open, is_unfilled
from handover_generator.strict_yaml import Path

#: Where a section names people: a field, or a field of the mapping or mappings in a field.
_PEOPLE: dict[str, tuple[tuple[str, ...], ...]] = {
    "roles": (("holder",), ("predecessors",)),
    "scripts": (("verified", "by"), ("answers", "by")),
    "accepted": (("by",),),
    "escalated": (("by",), ("to",)),
    "trails": (("by",),),
}
_ENVIRONMENTS = {"stores": ("environments",), "scripts": ("safe_in", "never_in")}


def unknown_names(book: Book) -> list[Problem]:
    """Names of people, roles and environments that are used and stand nowhere.

    Nothing is said while a file cannot be read at all: the missing names may stand there.
    """
    return list(_unknown(book)) if book.complete else []


def unfilled(book: Book) -> list[Problem]:
    """Texts of proposed lines that were pasted and that nobody put anything in place of: ``owner: <role or person>``."""
    return [problem(raw.document, (*raw.path, *place), f"'{text}' is not filled in yet: put a word of your own in its place, or TODO as long as you "
                                                       "do not know it") for raw in book.raw for place, text in _all(raw.value) if is_unfilled(text)]


def _all(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text in a value, with its place."""
    if isinstance(value, str):
        yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from _all(item, (*path, key))


def _unknown(book: Book) -> Iterator[Problem]:
    for raw in book.raw:
        for fields in _PEOPLE.get(raw.section, ()):
            yield from _unlisted(raw, fields, book.names["people"], "people")
        if book.names["environments"]:  # else environments are found in configuration files only, and nothing here can be wrong about them
            for name in _ENVIRONMENTS.get(raw.section, ()):
                yield from _unlisted(raw, (name,), book.names["environments"], "environments")
        if raw.section == "scripts":
            yield from _owner(book, raw)
            yield from _both(raw)


def _unlisted(raw: Raw, fields: tuple[str, ...], known: set[str], section: str) -> Iterator[Problem]:
    for place, name in _values(raw.value, fields):
        if name not in known:
            yield problem(raw.document, (*raw.path, *place), f"'{name}' is not listed under {section}{_or_add(name, known, section)}")


def _owner(book: Book, raw: Raw) -> Iterator[Problem]:
    known = book.names["people"] | book.names["roles"]
    for place, name in _values(raw.value, ("owner",)):
        # Handles and addresses of people outside this file are written as in CODEOWNERS.
        if name not in known and "@" not in name:
            yield problem(
                raw.document, (*raw.path, *place), f"'{name}' is listed neither under roles nor under people{_or_add(name, known, 'people')}"
            )


def _or_add(name: str, known: set[str], section: str) -> str:
    """The nearest name, or else what is known and where a new one is added."""
    hint = nearest(name, known)
    if "did you mean" in hint:
        return hint
    key = name.split()[0].lower() if section == "people" and name.split() else name
    entry = f"{key}: {{name: {name}}}" if section == "people" else f"{key}: {{}}"
    return f"{hint}; a new one is added as '{section}: {{{entry}}}'"


def _both(raw: Raw) -> Iterator[Problem]:
    never = {name for _, name in _values(raw.value, ("never_in",))}
    for place, name in _values(raw.value, ("safe_in",)):
        if name in never:
            yield problem(raw.document, (*raw.path, *place), f"'{name}' stands under safe_in and under never_in; it can be only one")


def _values(value: Any, fields: tuple[str, ...], path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The texts at a field, whether it holds one or a list; what is not text is told by the models."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _values(item, fields, (*path, index))
    elif fields:
        if isinstance(value, dict) and fields[0] in value:
            yield from _values(value[fields[0]], fields[1:], (*path, fields[0]))
    elif isinstance(value, str) and not is_open(value) and not is_unfilled(value):
        yield path, value.strip()
