"""What a statement without a tree does, by its verb: a function for each that needs more than a word, in one table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from handover_generator.analysis._phrases import third_person
from handover_generator.analysis._sql_identifiers import NAME, after, clean, named
from handover_generator.analysis._sql_rights import rights_in, whom
from handover_generator.analysis._sql_types import IF_MISSING, Deed
from handover_generator.model.behaviour import Action
from handover_generator.records import record
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

_LOST = word_set("""
    database schema table sequence extension keyspace tablespace column owned user_data subscription
""")
"""Kinds of things with which data goes."""
_RIGHTS = frozenset(["role", "user", "group", "login"])
_KINDS = (
    r"(database|schema|table|materialized\s+view|view|index|sequence|function|procedure|trigger|type|extension|role|user|group|login|owned|policy|"
    r"publication|subscription|server|tablespace|domain|aggregate|rule|event|keyspace|collection)"
)
OBJECT = regex(
    r"\s*\w+\s+(?:or\s+replace\s+)?(?:global\s+|local\s+)?(?:temp(?:orary)?\s+|unlogged\s+|unique\s+|external\s+|foreign\s+)?"
    + _KINDS
    + r"\s+(?:concurrently\s+)?(?:if\s+(?:not\s+)?exists\s+)?+(?:by\s+)?"
    + NAME,
    re.IGNORECASE,
)
"""The kind and the name of what a statement makes, changes or drops."""
_ACCOUNT = regex(r"\s*\w+\s+" + _KINDS + r"\s+(?:if\s+(?:not\s+)?exists\s+)?'([^']*)'", re.IGNORECASE)
"""An account as MySQL writes it: ``'app'@'localhost'``."""
MUTATION = regex(r"\s*alter\s+table\s+" + NAME + r"(?:\s+on\s+cluster\s+\S+)?\s+(delete|update)\b(?!\s+rule)", re.IGNORECASE)
"""How ClickHouse removes and changes rows."""
_WHERE = regex(r"\bwhere\b", re.IGNORECASE)
_MATCHED = regex(r"\b(?!(?:left|outer|full|cross)\b)\w+[`\"\]]?\s+join\s+[^;()]{1,200}?\b(?:on|using)\b", re.IGNORECASE)
"""Another table of which rows must match."""
_TEMPORARY = regex(r"\s*create\s+(?:or\s+replace\s+)?(?:global\s+|local\s+)?temp(?:orary)?\s", re.IGNORECASE)
_IF_MISSING = regex(r"if\s+not\s+exists", re.IGNORECASE)
_DROPS_COLUMN = regex(r"\bdrop\s+(column\s+)?(?!constraint|default|not|index|primary|foreign|key|check|trigger|partition)\w", re.IGNORECASE)
_DROPS_PARTITION = regex(r"\b(drop|truncate)\s+partition\b", re.IGNORECASE)
_OF_PRIVILEGES = regex(r"\bdefault\s+privileges\b", re.IGNORECASE)
_OF_KEYS = regex(r"\b(disable|enable)\s+keys\s*;?\Z", re.IGNORECASE)
"""When an index is written, not what."""
_OVERWRITES = regex(r"\boverwrite\b", re.IGNORECASE)
_THEN_DELETES = regex(r"\bthen\s+delete\b", re.IGNORECASE)
_FROM_FILE = regex(r"\binfile\s+'([^']+)'", re.IGNORECASE)
_INTO_FILE = regex(r"\binto\s+(?:outfile|dumpfile)\s+'([^']+)'", re.IGNORECASE)
_EXCHANGED = regex(NAME + r"(?=\s+and\b|\s*(?:\Z|;|\bon\s+cluster\b))", re.IGNORECASE)
_COPIES = regex(
    r"\b(from|to)\s+(program\s+)?('(?:[^']|'')*'|\w+)(?![\s\S]*\b(?:from|to)\s+(?:program\s+)?(?:'|stdin|stdout))", re.IGNORECASE
)
_COPIES_QUERY = regex(r"\s*copy\s*\(", re.IGNORECASE)
_TABLES = regex(r"\b(?:from|join)\s+" + NAME, re.IGNORECASE)
_SELECTED = regex(r"\b(?:from|join)\s+(?!\()(?:only\s+)?" + NAME, re.IGNORECASE)
_CHANGED_INSIDE = regex(r"\b(delete\s+from|insert\s+into|update)\s+(?:only\s+)?" + NAME, re.IGNORECASE)
_LOCKS_ROWS = regex(r"\bfor\s+(no\s+key\s+)?update\b", re.IGNORECASE)
_PART = regex(NAME + r"\s+as\s+(?:not\s+)?(?:materialized\s+)?\(", re.IGNORECASE)
"""A part of a query that has a name of its own: ``with old as (``."""


@record(frozen=True)
class _Statement:
    """One statement: its first keyword, its text, and the tables that were made earlier in the same text."""

    verb: str
    text: str
    own_tables: frozenset[str]

    @cached_property
    def narrowed(self) -> bool:
        """Whether it hits some rows only."""
        return _WHERE.search(self.text) is not None or _MATCHED.search(self.text) is not None

    @cached_property
    def thing(self) -> tuple[str, str | None]:
        """The kind and the name of what it makes, changes or drops: ("table", "shop.orders"); ("", None) where that is not told."""
        match = OBJECT.match(self.text) or _ACCOUNT.match(self.text)
        return (re.sub(r"\s+", " ", match.group(1).lower()), clean(match.group(2))) if match else ("", None)

    @property
    def resource(self) -> str:
        """Of what that thing is a part."""
        return "permission" if self.thing[0] in _RIGHTS else "database"

    def deed(self, action: Action, what: str, target: str | None = None, *, lost: bool = False, everything: bool = False, resource: str = "database",
             program: str | None = None, ending: str = "") -> Deed:
        """One act of it. ``lost``: destructive, unless it hits what the same text has made; ``ending``: ends what is said."""
        return Deed(action=action, what=(what if target is None else f"{what} {target}") + ending, target=target,
                    destructive=lost and (target or "").lower() not in self.own_tables, everything=everything, resource=resource, sure=False,
                    program=program)


def deeds_of(verb: str, text: str, own_tables: frozenset[str]) -> tuple[Deed, ...]:
    """What a statement does, as far as its keywords tell; of an unknown verb, that it is run.

    Args:
        verb: its first keyword.
        text: all of it.
        own_tables: tables made earlier in the same text.
    """
    tell = _BY_VERB.get(verb)
    statement = _Statement(verb, text, own_tables)
    return tuple(tell(statement)) if tell is not None else (statement.deed(Action.EXECUTE, f"runs {verb.upper()}"),)


def created(verb: str, text: str) -> frozenset[str]:
    """The table that a statement makes anew, in lower case; none where it may have been there."""
    match = OBJECT.match(text) if verb == "create" else None
    if match is None or match.group(1).lower() != "table" or _IF_MISSING.search(text[:200]):
        return frozenset()
    return frozenset({clean(match.group(2)).lower()})


def _delete(statement: _Statement) -> Iterator[Deed]:
    target = after(r"\bfrom", statement.text) or after(r"\bdelete", statement.text)
    some = statement.narrowed
    yield statement.deed(Action.DELETE, "deletes rows of" if some else "deletes all rows of", target, lost=True, everything=not some)


def _truncate(statement: _Statement) -> Iterator[Deed]:
    yield statement.deed(Action.DELETE, "empties", after(r"\btruncate(?:\s+table)?(?:\s+only)?", statement.text), lost=True, everything=True)


def _update(statement: _Statement) -> Iterator[Deed]:
    target = after(r"\bupdate(?:\s+only)?", statement.text)
    some = statement.narrowed
    yield statement.deed(Action.WRITE, "changes rows of" if some else "overwrites all rows of", target, lost=not some, everything=not some)


def _insert(statement: _Statement) -> Iterator[Deed]:
    text = statement.text
    target = after(r"\b(?:into|overwrite)(?:\s+table)?", text) or after(r"\b(?:table|insert|database)", text)
    lost = _OVERWRITES.search(text) is not None
    yield statement.deed(Action.WRITE, "writes to", target, lost=lost, everything=lost)
    if _THEN_DELETES.search(text):
        yield statement.deed(Action.DELETE, "deletes rows of", target, lost=True)
    if file := _FROM_FILE.search(text):
        yield statement.deed(Action.READ, "reads the file", file.group(1), resource="filesystem")


def _drop(statement: _Statement) -> Iterator[Deed]:
    kind, name = statement.thing
    lost = kind in _LOST or not kind
    yield statement.deed(Action.DELETE, f"drops the {kind}" if kind else "drops", name, lost=lost, everything=lost, resource=statement.resource)


def _alter(statement: _Statement) -> Iterator[Deed]:
    kind, name = statement.thing
    text = statement.text
    if (mutation := MUTATION.match(text)) is not None:
        lost = mutation.group(2).lower() == "delete"
        yield statement.deed(Action.DELETE if lost else Action.WRITE, "deletes rows of" if lost else "changes rows of", clean(mutation.group(1)),
                             lost=lost)
    elif kind in _RIGHTS:
        yield statement.deed(Action.WRITE, f"changes the {kind}", name, resource="permission")
    elif _DROPS_COLUMN.search(text):
        yield statement.deed(Action.DELETE, "drops a column of", name, lost=True)
    elif _DROPS_PARTITION.search(text):
        yield statement.deed(Action.DELETE, "drops a partition of", name, lost=True)
    elif _OF_PRIVILEGES.search(text):
        yield statement.deed(Action.WRITE, "changes default privileges", resource="permission")
    elif not _OF_KEYS.search(text):
        yield statement.deed(Action.WRITE, f"alters the {kind}" if kind else "alters", name)


def _create(statement: _Statement) -> Iterator[Deed]:
    kind, name = statement.thing
    passing = "temporary " if kind == "table" and _TEMPORARY.match(statement.text) else ""
    maybe = IF_MISSING if kind in ("table", "database", "schema") and name is not None and _IF_MISSING.search(statement.text[:200]) else ""
    yield statement.deed(Action.WRITE, f"creates the {passing}{kind}" if kind else "creates something", name, resource=statement.resource,
                         ending=maybe)


def _grant(statement: _Statement) -> Iterator[Deed]:
    verb, text = statement.verb, statement.text
    target = after(r"\bon(?:\s+(?:all\s+\w+\s+in\s+)?(?:table|schema|database|sequence|function))?", text)
    yield statement.deed(
        Action.WRITE if verb != "revoke" else Action.DELETE,
        f"{third_person(verb)} {rights_in(text)} on" if target else f"{third_person(verb)} a role",
        target,
        resource="permission",
        ending=whom(text),
    )


def _reassign(statement: _Statement) -> Iterator[Deed]:
    yield statement.deed(Action.WRITE, "gives objects another owner", resource="permission")


def _rename(statement: _Statement) -> Iterator[Deed]:
    kind, name = statement.thing
    if kind in _RIGHTS:
        yield statement.deed(Action.WRITE, f"renames the {kind}", name, resource="permission")
    else:
        yield statement.deed(Action.WRITE, "renames", after(r"\brename(?:\s+table)?", statement.text))


def _exchange(statement: _Statement) -> Iterator[Deed]:
    """Of ClickHouse: each of two tables gets the name of the other."""
    for table in _EXCHANGED.findall(statement.text)[:2]:
        yield statement.deed(Action.WRITE, "exchanges", clean(table))


def _copy(statement: _Statement) -> Iterator[Deed]:
    text = statement.text
    match = _COPIES.search(text)
    direction = match.group(1).lower() if match else "to"
    table = after(r"\bcopy", text)
    if _COPIES_QUERY.match(text):
        for name in _TABLES.findall(text[: match.start() if match else None]):
            yield statement.deed(Action.READ, "reads", named(name))
    elif direction == "from":
        yield statement.deed(Action.WRITE, "loads rows into", table)
    else:
        yield statement.deed(Action.READ, "reads", table)
    if match and match.group(3).startswith("'"):
        file = match.group(3).strip("'")
        if match.group(2):
            yield statement.deed(Action.EXECUTE, "makes the database server run", file, resource="process", program=file)
        elif direction == "to":
            yield statement.deed(Action.WRITE, "writes the file", file, resource="filesystem")
        else:
            yield statement.deed(Action.READ, "reads the file", file, resource="filesystem")


def _select(statement: _Statement) -> Iterator[Deed]:
    text = statement.text
    for verb, name in _CHANGED_INSIDE.findall(text):
        word = verb.split()[0].lower()
        if word == "update" and _LOCKS_ROWS.search(text):
            continue
        yield statement.deed(
            Action.DELETE if word == "delete" else Action.WRITE,
            {"delete": "deletes rows of", "insert": "inserts into"}.get(word, "changes rows of"),
            named(name),
            lost=word == "delete",
        )
    for file in _INTO_FILE.findall(text):
        yield statement.deed(Action.WRITE, "writes the file", file, resource="filesystem")
    tables = dict.fromkeys(table for name in _SELECTED.findall(text) if (table := named(name)) is not None)
    parts = {clean(name).lower() for name in _PART.findall(text)}
    for table in tables:
        if table.lower() not in parts:
            yield statement.deed(Action.READ, "reads", table)
    if not tables:
        yield statement.deed(Action.READ, "reads from the database")


def _call(statement: _Statement) -> Iterator[Deed]:
    yield statement.deed(Action.EXECUTE, "calls the procedure", after(rf"\b{statement.verb}", statement.text))


def _upkeep(what: str) -> Callable[[_Statement], Iterator[Deed]]:
    def tell(statement: _Statement) -> Iterator[Deed]:
        target = after(
            rf"\b{statement.verb}(?:\s+(?:full|freeze|verbose|analyze|table|index|database|schema|system|concurrently|materialized\s+view|view)\b"
            r"|\s*\([^)]*\))*+", statement.text)
        yield statement.deed(Action.WRITE, what if target is not None else what.removesuffix(" of"), target)
    return tell


def _plain(action: Action, what: str, target: str | None = None, *, lost: bool = False) -> Callable[[_Statement], Iterator[Deed]]:
    """Of verbs that always do the same, with the pattern of what stands before the name of what they do it to."""
    def tell(statement: _Statement) -> Iterator[Deed]:
        yield statement.deed(action, what, after(target, statement.text) if target is not None else None, lost=lost)
    return tell


_BY_VERB: dict[str, Callable[[_Statement], Iterator[Deed]]] = {
    "delete": _delete,
    "truncate": _truncate,
    "update": _update,
    **dict.fromkeys(("insert", "replace", "upsert", "merge", "load", "import", "bulk", "restore"), _insert),
    "drop": _drop,
    "alter": _alter,
    "create": _create,
    **dict.fromkeys(("grant", "revoke", "deny"), _grant),
    "reassign": _reassign,
    "rename": _rename,
    "exchange": _exchange,
    "copy": _copy,
    **dict.fromkeys(("select", "with"), _select),
    **dict.fromkeys(("call", "exec", "execute"), _call),
    "vacuum": _upkeep("vacuums"),
    "analyze": _upkeep("gathers statistics of"),
    "analyse": _upkeep("gathers statistics of"),
    "reindex": _upkeep("rebuilds the indexes of"),
    "refresh": _upkeep("refreshes"),
    "cluster": _upkeep("reorders"),
    "optimize": _upkeep("optimizes"),
    "repair": _upkeep("repairs"),
    "comment": _plain(Action.WRITE, "comments on", r"\bon\s+\w+"),
    "lock": _plain(Action.WRITE, "locks", r"\block(?:\s+tables?)?"),
    "notify": _plain(Action.SEND, "notifies", r"\bnotify"),
    "purge": _plain(Action.DELETE, "purges logs", lost=True),
    "flush": _plain(Action.WRITE, "flushes server state"),
    "kill": _plain(Action.EXECUTE, "ends a connection"),
    "shutdown": _plain(Action.EXECUTE, "shuts the database server down"),
    **{verb: _plain(Action.READ, f"{verb}es") for verb in ("attach", "detach", "handler")},
    **dict.fromkeys(("show", "describe", "desc", "explain", "values", "table", "check", "dbcc", "from", "list", "get"),
                    _plain(Action.READ, "reads from the database")),
}
