"""Which rows go with which, as the text of a file of models says it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_generator.regexes import regex

HANGS = "hangs on "
"""Begins the announcement of a model with whose rows those of another one go."""
USER = "AUTH_USER_MODEL"
"""Stands for the model of a project's users."""

_RELATION = regex(r"^[ \t]+(?:\w+)[ \t]*(?::([^=\n]*))?=[ \t]*(?:\w+\.)*(\w*(?:ForeignKey|OneToOneField|ParentalKey|GenericRelation"
                  r"|[Rr]elationship))\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)", re.MULTILINE)
_WORDS = ("ForeignKey(", "OneToOneField(", "ParentalKey(", "GenericRelation(", "elationship(")
_CLASS = regex(r"^class (\w+)\b", re.MULTILINE)
_ABSTRACT = regex(r"^[ \t]+(?:abstract|__abstract__)[ \t]*=[ \t]*True\b", re.MULTILINE)
_TO = regex(r"\s*(?:(?:to|argument)\s*=\s*)?(?:lambda\s*:\s*)?[rub]?[\"']?((?:\w+\.)*)(\w+)")
_SAID = regex(r"\bon_delete\s*=\s*(?:\w+\.)*(\w+)")
_SECOND = regex(r"\s*+[^,()]++,\s*+(?:\w++\.)*(CASCADE|SET|SET_NULL|SET_DEFAULT|PROTECT|RESTRICT|DO_NOTHING)\b")
_TAKES_ALONG = regex(r"\bcascade\s*=\s*[\"'][^\"'\n]*\b(?:all|delete)\b")
_BACKREF = regex(r"\bbackref\(([^()]*)")
_ANNOTATED = regex(r"[\"'\[\s.](\w+)[\"'\]\s]*\Z")
_USERS = frozenset({"get_user_model", USER})


def hanging(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of models: one, and one of which rows are deleted with rows of that. Abstract ones have no rows."""
    if not any(word in text for word in _WORDS):
        return
    classes = [(match.start(), match.group(1)) for match in _CLASS.finditer(text)]
    ends = [start for start, _ in classes[1:]] + [len(text)]
    for (start, name), end in zip(classes, ends, strict=False):
        body = text[start:end]
        if _ABSTRACT.search(body) is not None:
            continue
        for match in _RELATION.finditer(body):
            annotation, kind, given = match.groups()
            if kind.endswith("elationship"):
                yield from _mapped(name, annotation or "", given)
            elif (to := _other(given)) is not None and to != name:
                if kind == "GenericRelation":
                    yield name, to
                elif not kind.startswith("Generic") and _cascades(given):
                    yield to, name


def _mapped(name: str, annotation: str, given: str) -> Iterator[tuple[str, str]]:
    """A relationship of SQLAlchemy, which says at either end what goes with what."""
    backref = _BACKREF.search(given)
    own = given.replace(backref.group(), "") if backref is not None else given
    positional = own.partition(",")[0]
    annotated = _ANNOTATED.search(annotation.rstrip())
    to = _other(own) if "=" not in positional and positional.strip() else annotated.group(1) if annotated is not None else None
    if to is None or to == name:
        return
    if _TAKES_ALONG.search(own) is not None:
        yield name, to
    if backref is not None and _TAKES_ALONG.search(backref.group()) is not None:
        yield to, name


def _other(given: str) -> str | None:
    """The model that a relation leads to."""
    match = _TO.match(given)
    name = match.group(2) if match is not None else None
    return USER if name in _USERS else None if name == "self" else name


def _cascades(given: str) -> bool:
    """Django deletes what points to a deleted row, where nothing else is said; since Django 2 it must be said."""
    said = _SAID.search(given) or _SECOND.match(given)
    return said is None or said.group(1) == "CASCADE"
