"""Functions that files of the repository store in a database: what a statement elsewhere does that calls them.

A file that makes a function announces it (``Module.announces``). Where several do, as one migration after another does, the nearest to the caller
counts, and of two that are as near the last by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from handover_generator.analysis._sql_fallback import held, inside
from handover_generator.analysis._sql_functions import NO_CALLS, made_as
from handover_generator.analysis._sql_identifiers import keyword
from handover_generator.analysis._sql_split import Statement, split
from handover_generator.analysis._sql_statements import Deed, judge
from handover_generator.model.behaviour import Call, Confidence
from handover_generator.model.location import Location
from handover_generator.model.source import SQL_FUNCTION
from handover_generator.model.text import Text
from handover_generator.records import replace
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

Stored = Callable[[str, Location], Call | None]
"""The call of a stored function by its bare name from a place; None where no file of the repository makes it."""
_CALL = "()"
"""Ends the argument with which a file of SQL is asked for one of the functions that it makes, instead of for all its statements."""
_CALLED = regex(r"\b([A-Za-z_][\w$]*)\"?\s*\(")
_APART = regex(r"'(?:[^']|'')*'")
_LANGUAGE = regex(r"\blanguage\s+'?([A-Za-z]\w*)", re.IGNORECASE)
_READ = frozenset({"sql", "plpgsql"})
_OF_SQL = word_set("""
    values in and or not exists any all some as on using from select where count sum min max avg coalesce nullif greatest least cast extract now
    case when then else end lower upper length over partition varchar char character numeric decimal timestamp interval if with key references
""")
"""What stands before a bracket in every other statement."""


class World(Protocol):
    """Of the tools of a tracer, what is asked here."""

    def announcers(self, name: str) -> tuple[str, ...]:
        """The files that announce a name."""
        ...

    def entry(self, path: str, arguments: Sequence[Text] | None = None, fed: Text | None = None) -> str | None:
        """The routine id of running a file of the repository with arguments."""
        ...


def stored_in(world: World) -> Stored:
    """Looks for stored functions in all files of a repository."""
    def find(name: str, at: Location) -> Call | None:
        paths = world.announcers(SQL_FUNCTION + name.lower())
        path = max(paths, key=lambda path: (_shared(path, at.path), path)) if paths else None
        routine = world.entry(path, (Text.of(name.lower() + _CALL),)) if path is not None else None
        return Call(to=routine, at=at, name=name, confidence=Confidence.INFERRED) if routine is not None else None
    return find


def _shared(path: str, other: str) -> int:
    """How many folders two paths share from the root on; the same file is nearer than any other."""
    parts = zip(path.split("/"), other.split("/"), strict=False)
    return next((count for count, (one, two) in enumerate(parts) if one != two), path.count("/") + 1)


def asked_for(arguments: Sequence[Text] | None) -> str | None:
    """The function that a file of SQL is asked for; None where all of its statements are to run."""
    only = arguments[0].literal if arguments is not None and len(arguments) == 1 else None
    return only.removesuffix(_CALL) if only is not None and only.endswith(_CALL) and "=" not in only else None


def calls_in(statement: Statement) -> Iterator[tuple[str, int]]:
    """The bare names that a statement calls, each once with its line in the whole text; of one that only makes or drops something, none."""
    if keyword(statement.text) in NO_CALLS:
        return
    yield from called(statement.text, statement.line)


def called(text: str, line: int) -> Iterator[tuple[str, int]]:
    """The bare names before brackets in a text that begins at a line, each once."""
    bare = _APART.sub(lambda match: "'" + "\n" * match.group().count("\n") + "'", text)
    seen: set[str] = set()
    for match in _CALLED.finditer(bare):
        name = match.group(1)
        if name.lower() not in _OF_SQL and name.lower() not in seen:
            seen.add(name.lower())
            yield name, line + bare.count("\n", 0, match.start())


def function_of(text: str, name: str) -> Statement | None:
    """The statement of a text that makes a function, the last one if there are several."""
    found = None
    for statement in split(text):
        if made_as(statement.text) == name:
            found = statement
    return found


def foreign_language(text: str) -> str | None:
    """The language that a function is written in, where it is none of statements of SQL: ``plpython3u``, ``c``."""
    named = _languages(text)
    return named[-1] if named and not _READ.intersection(named) else None


def deeds_of(made: Statement) -> Iterator[Deed]:
    """What a function does that a statement makes, each deed at its line within the statement."""
    if "sql" not in _languages(made.text):
        yield from inside(made.text, frozenset(), judge)
        return
    body, above = held(made.text)                        # a list of statements, as in a file
    for statement in split(body):
        yield from (replace(deed, line=above + statement.line + deed.line) for deed in judge(statement.text, "postgres", frozenset()).deeds)


def _languages(text: str) -> list[str]:
    return [language.lower() for language in _LANGUAGE.findall(text)]
