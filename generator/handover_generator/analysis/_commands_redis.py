"""redis-cli: what the commands of the server do that it is given, as operands or on standard input."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handover_generator.analysis._commands_code import file_of_stdin, is_file_of_stdin
from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._commands_types import Circumstances, Told
from handover_generator.analysis.paths import joined, shown
from handover_generator.model.behaviour import Action, Guard, GuardKind, Unknown
from handover_generator.model.text import Text
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_READS = regex(
    r"(GET|MGET|H(GET|KEYS|VALS|LEN|EXISTS|SCAN|MGET)\w*|KEYS|SCAN|EXISTS|TTL|PTTL|TYPE|INFO|PING|DBSIZE|L(RANGE|LEN|INDEX)|S(MEMBERS|CARD|ISMEMBER|SCAN)|"
    r"Z(RANGE|CARD|SCORE|COUNT|SCAN)\w*|STRLEN|MEMORY|OBJECT|TIME|ROLE|MONITOR|SLOWLOG|CLIENT|LASTSAVE|CLUSTER|COMMAND|DUMP|XLEN|XRANGE|XINFO|"
    r"ECHO|SELECT|AUTH|LATENCY|BITCOUNT|RANDOMKEY)\Z"
)
_DELETES = regex(r"(DEL|UNLINK|HDEL|SREM|ZREM\w*|LREM|LTRIM|XDEL|XTRIM|EXPIRE\w*|PEXPIRE\w*|GETDEL|SCRIPT)\Z")
_TAKES = regex(r"B?[LR]POP|SPOP|B?LMPOP|B?ZPOP(MIN|MAX)")
"""Whoever takes a member out has it."""
_SCRIPT_DELETES = regex(r"redis\.p?call\(\s*['\"](?:del|unlink|flushdb|flushall)['\"]", re.IGNORECASE)


def redis(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """redis-cli: the first operand is the command of the server; without one they come on standard input."""
    database = parsed.value("-n")
    server = parsed.value("-h", "-u")
    store = " ".join(text.render() for text in (server, database) if text is not None) or None
    said: list[list[Text]] = []
    dump = parsed.value("--rdb")
    if dump is not None:
        target = shown(joined(dump, circumstances.cwd).render())
        _kept(circumstances, told, f"copies the cache to {target}", store)
        told.act(circumstances, "filesystem", Action.WRITE, f"writes {target}", target)
    elif parsed.has(("--scan", "--bigkeys", "--memkeys", "--hotkeys", "--stat", "--latency")):
        told.act(circumstances, "cache", Action.READ, "looks at the keys", store)
    elif (script := parsed.value("--eval")) is not None:
        told.act(circumstances, "cache", Action.EXECUTE, f"has the cache run {shown(script.render())}", store)
    elif parsed.operands:
        said.append(parsed.operands)
    elif (fed := circumstances.stdin) is not None:
        held = commands.files.text_of(file_of_stdin(fed), circumstances) if is_file_of_stdin(fed) else fed
        if held is None or not any(isinstance(part, str) and part.strip() for part in held.parts):
            source = shown((file_of_stdin(fed) if is_file_of_stdin(fed) else fed).render())
            told.events.append(Unknown(kind="dynamic-command", at=circumstances.at, detail=f"gives the cache what {source} holds"))
        else:
            said = [[Text.of(word) for word in line.split()] for line in held.render().split("\n")[:200] if line.strip()]
    for words in said:
        _one(words, store, circumstances, told)


def _one(words: list[Text], store: str | None, circumstances: Circumstances, told: Told) -> None:
    """What one command of the server does."""
    name = (words[0].literal or "").upper()
    key = words[1].render() if len(words) > 1 else None
    if name in ("FLUSHALL", "FLUSHDB"):
        what = "empties the whole cache" if name == "FLUSHALL" else "empties the cache database"
        told.act(circumstances, "cache", Action.DELETE, what, store, destructive=True, everything=True)
    elif _READS.match(name):
        told.act(circumstances, "cache", Action.READ, f"{name} {key or ''}".strip(), key or store)
    elif _DELETES.match(name):
        told.act(circumstances, "cache", Action.DELETE, f"removes {key or 'keys'}", key or store, destructive=True)
    elif _TAKES.fullmatch(name):
        told.act(circumstances, "cache", Action.DELETE, f"takes members out of {key or 'a key'}", key or store)
    elif name == "EVAL" and _SCRIPT_DELETES.search(key or ""):
        keys = words[-1].render() if len(words) > 3 else store
        told.act(circumstances, "cache", Action.DELETE, "removes keys in a script", keys, destructive=True)
    elif name in ("PUBLISH", "XADD"):
        told.act(circumstances, "queue", Action.SEND, f"publishes to {key or 'a channel'}", key)
    elif name in ("SHUTDOWN", "EVAL", "EVALSHA", "DEBUG", "FCALL"):
        told.act(circumstances, "cache", Action.EXECUTE, f"runs {name}", store)
    elif name in ("SAVE", "BGSAVE", "BGREWRITEAOF"):
        _kept(circumstances, told, f"{name}: writes the cache to its disk", store)
    elif name:
        told.act(circumstances, "cache", Action.WRITE, f"{name} {key or ''}".strip(), key or store)
    else:
        told.events.append(Unknown(kind="dynamic-command", at=circumstances.at, detail="a redis command known only when it runs"))


def _kept(circumstances: Circumstances, told: Told, what: str, store: str | None) -> None:
    told.events.append(Guard(kind=GuardKind.BACKUP, at=circumstances.at, detail=what))
    told.act(circumstances, "cache", Action.READ, what, store)
