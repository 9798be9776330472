"""On which machine the data lies that a client of a store speaks of: ``-h db1``, ``postgresql://app@db1/shop``, ``host=db1 dbname=shop``."""

from __future__ import annotations

from collections.abc import Iterable

from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._targets import bare_host, is_this_machine
from handover_generator.model.behaviour import Act, Event, Guard, GuardKind
from handover_generator.records import replace
from handover_generator.regexes import regex

HERE = ""
"""The machine on which the script runs."""
_STORES = frozenset(("cache", "database", "queue", "search"))
_ADDRESS = regex(r"[A-Za-z][\w+.-]{0,30}://([^\s/?#]*)")
_CONNECTION = regex(r"(?:^|[\s;])host(?:addr)?\s*=\s*['\"]?([^\s;'\"]+)")
_DATABASE_AT = regex(r"([^\s/=@]+)/[^\s/=@]+\Z")
"""``db1:27017/shop``, as the shell of MongoDB takes it."""
_COPY = regex(r"(?i)(?:\A|[^a-z])(?:replicas?|slaves?|standby|secondary|followers?|read_?only|ro)(?:[^a-z]|\Z)")
"""Names of servers that have the same data as another one."""
_PORT = regex(r":\d*\Z")
_UNKNOWN = regex(r"\$\{(?:\?|output of )")


def server_of(parsed: Parsed) -> str | None:
    """The server that a command line names, as it is written; None where it leaves that to its surroundings."""
    names = next((part.server for part in parsed.chain if part.server), ())
    for text in parsed.first([name for name in names if not name.startswith("$") or name[1:] in parsed.environment]):
        return text.render()
    addresses = next((part.address for part in parsed.chain if part.address), ())
    for place in addresses:
        if place.startswith("$") and place[1:] not in parsed.environment:
            continue
        for text in parsed.texts(place):
            written = text.render()
            if (found := _ADDRESS.match(written) or _CONNECTION.search(written) or _DATABASE_AT.match(written)) is not None and found.group(1):
                return found.group(1)
    return None


def machine_of(host: str | None, server: str | None) -> str | None:
    """The machine with the data that a command on ``host`` reaches, told to speak with ``server``: ``HERE``, or its name as far as it is known.

    None where nothing says which it is: nobody named one, it is worked out in a run, or it is a copy of another one.
    """
    own = bare_host(host.partition("container:")[0].rstrip("/")) if host is not None else None
    if server is None:
        return own
    name = bare_host(server)
    if _UNKNOWN.search(name) or _COPY.search(name):
        return None
    beside = host is not None and "container:" in host and "." not in name and "${" not in name        # another container, by its name
    return own or HERE if not name or beside or name.startswith("/") or is_this_machine(name) else name


def named(server: str | None) -> str | None:
    """The machine that people read for a server, without user and port; None where that is this machine, known only in a run, or no name at all."""
    if server is None or _UNKNOWN.search(server):
        return None
    name = _PORT.sub("", server.rpartition("@")[2].strip()).strip("[]")
    return None if not name or name.startswith("/") or is_this_machine(name.lower()) or len(name.split()) > 1 else name


def another(one: str | None, other: str | None) -> bool:
    """Whether two machines are not the same one: ``db1`` and ``db1.example.org`` may be, and so may any of which nothing is known."""
    if one is None or other is None or one == other:
        return False
    short, full = sorted((one, other), key=len)
    return short == HERE or not full.startswith(short + ".")


def told_where(events: Iterable[Event], host: str | None, server: str | None) -> list[Event]:
    """The events of one command with what it told of where its data lies: acts on a store keep the server, and a backup the machine it is of."""
    found: list[Event] = []
    for event in events:
        if isinstance(event, Act) and server is not None and event.server is None and event.resource in _STORES:
            event = replace(event, server=server)
        elif isinstance(event, Guard) and event.kind is GuardKind.BACKUP and event.machine is None:
            event = replace(event, machine=machine_of(host, server))
        found.append(event)
    return found
