"""What a client of a database prints: the statements that a query writes, to be fed to a client again."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.analysis._sql_built import begins_statement, statements_written
from handover_generator.analysis._sql_names import NAMELESS
from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

_CLIENTS = {"psql": "postgres", "mysql": "mysql", "mariadb": "mysql", "sqlite3": "sqlite", "cockroach": "postgres"}
_CLIENT = regex(r"(?:.*/)?(psql|mysql|mariadb|sqlite3|cockroach)(?:\.exe)?")
_QUERY = regex(r"-[A-Za-z0-9]*[ce]|--(?:command|execute)")
_GLUED = regex(r"(?:--(?:command|execute)=|-[ce])(?=.)")
_ROW = Hole("unknown", "row")


def queried(name: str, words: Sequence[Text], stdin: Text | None) -> Text | None:
    """The statements that the query of a client gives as its rows; None where it gives something else.

    Args:
        name: of the command, be it the client or what runs one (``sudo``, ``docker exec``).
        words: behind it.
        stdin: what it is fed.
    """
    client, rest = _client(name, words)
    if client is None:
        return None
    queries = list(_queries(client, rest)) or ([_flat(stdin)] if stdin is not None else [])
    written = [statement for query in queries for statement in statements_written(query, _CLIENTS[client])]
    return Text.join("\n", [_with_holes(one.rstrip().rstrip(";") + ";") for one in written]) if written else None


def is_written(text: Text | None) -> bool:
    """Whether a text is of such statements, of which filters leave some."""
    return text is not None and _ROW in text.parts and isinstance(text.parts[0], str) and begins_statement(text.parts[0])


def _client(name: str, words: Sequence[Text]) -> tuple[str | None, Sequence[Text]]:
    if name in _CLIENTS:
        return name, words
    for index, word in enumerate(words):
        said = _CLIENT.fullmatch(word.literal or "")
        if said is not None:
            return said.group(1), words[index + 1:]
    return None, ()


def _queries(client: str, words: Sequence[Text]) -> list[str]:
    found: list[str] = []
    for index, word in enumerate(words):
        said = _flat(word)
        if index and _QUERY.fullmatch(_flat(words[index - 1])):
            found.append(said)
        elif (glued := _GLUED.match(said)) is not None:
            found.append(said[glued.end():])
    return found or ([_flat(words[-1])] if client == "sqlite3" and words else [])


def _flat(text: Text) -> str:
    return "".join(part if isinstance(part, str) else NAMELESS for part in text.parts)


def _with_holes(statement: str) -> Text:
    pieces: list[str | Hole] = []
    for index, piece in enumerate(statement.split(NAMELESS)):
        pieces += [_ROW, piece] if index else [piece]
    return Text.of(*pieces)
