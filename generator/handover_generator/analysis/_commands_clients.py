"""Clients of a database that people made for themselves: ``db-mysql shop1 -e "TRUNCATE TABLE carts"``, ``echo "$SQL" | prod_psql``.

Nothing describes such a program, and what it is given is a statement to be read all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from handover_generator.analysis._commands_types import Circumstances
from handover_generator.catalogue.commands import CommandRun
from handover_generator.model.behaviour import Act, Call, Confidence, Event, no_surer
from handover_generator.model.text import Text
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_OPTION = regex(r"-[A-Za-z]*[ec]|--?(?:command|execute|query|sql|statement)|-[qQ]")
_GLUED = regex(r"--?(?:command|execute|query|sql|statement)=")
_NAMED = regex(r"(?i)(?:.*[^a-z])?(?:(mysql|mariadb)|(psql|pgsql|postgres(?:ql)?|cockroach)|(sqlite3?)|(clickhouse)|sql)(?:[^a-z].*)?")
_DIALECTS = ("mysql", "postgres", "sqlite", "clickhouse")
_STATEMENT = regex(
    r"(?is)\s*(?:select\s.+\sfrom\s|insert\s+(?:ignore\s+)?into\s|replace\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|merge\s+into\s"
    r"|truncate\s+(?:table\s+)?\S|(?:drop|create|alter)\s+(?:or\s+replace\s+)?(?:temporary\s+|materialized\s+|unique\s+)?"
    r"(?:table|database|schema|view|index|user|role|trigger|function|procedure|event|sequence|extension)\s"
    r"|optimize\s+table\s|(?:stop|start|reset)\s+(?:slave|replica)\b|flush\s+\w+|set\s+(?:session|global)\s|use\s+[\w`$.{}-]+\s*;"
    r"|grant\s.+\sto\s|revoke\s.+\sfrom\s|show\s+(?:grants|slave|replica|tables|databases|processlist)\b)")


def in_house_client(commands: Commands, name: str, words: Sequence[Text], circumstances: Circumstances) -> tuple[Event, ...]:
    """What the statements do that a program which nobody knows is given, by all appearance to have them run.

    Args:
        commands: the reader of commands.
        name: the name of the program. One that speaks of a database takes statements as words and from what it is fed, too.
        words: the whole command line.
        circumstances: where and how it is run.

    Returns:
        Events no surer than inferred; nothing where no statement is given.
    """
    named = _NAMED.fullmatch(name)
    dialect = next((dialect for dialect, said in zip(_DIALECTS, named.groups(), strict=True) if said), None) if named is not None else None
    run = CommandRun(kind="sql", source=(), dialect=dialect)
    events: list[Event] = []
    inner = circumstances.inside(stdin=None)
    for text in _given(words[1:], by_name=named is not None):
        events += commands.runs.statements(text, run, inner)
    if named is not None and circumstances.stdin is not None:
        events += commands.runs.run_one(run, circumstances.stdin, inner)
    if not any(isinstance(event, (Act, Call)) for event in events):
        return ()
    return no_surer(events, Confidence.INFERRED)


def _given(words: Sequence[Text], *, by_name: bool) -> Iterator[Text]:
    for index, word in enumerate(words):
        said = word.render()
        glued = _GLUED.match(said)
        if glued is not None and isinstance(word.parts[0], str):
            word = Text.of(word.parts[0][glued.end():], *word.parts[1:])
            said = said[glued.end():]
        if (by_name or glued is not None or (index and _OPTION.fullmatch(words[index - 1].render()))) and _STATEMENT.match(said):
            yield word
