"""What a statement does by its first keywords, for what has no tree: administration commands and syntax the parser does not know."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from handover_generator.analysis._phrases import third_person
from handover_generator.analysis._sql_built import built_text, runs_text
from handover_generator.analysis._sql_rights import rights_in, whom
from handover_generator.analysis._sql_types import IF_MISSING, Deed, Judged
from handover_generator.model.behaviour import Action
from handover_generator.records import replace
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

NAME = (r"((?-i:(?:[\w$\u0080-\uffff-]+|\"[^\"]*\"|`[^`]*`|\[[^\]]*\])"
         r"(?:\s*\.\s*(?:[\w$\u0080-\uffff]+|\"[^\"]*\"|`[^`]*`|\[[^\]]*\]))*))")
"""A name. Its letters are those of either case as they stand; to be told so (``-i``) spares ``re`` the looking up of sixty thousand other cases."""
_FIRST = regex(r"[\s(]*([A-Za-z_]+)")
_DOLLAR_BODY = regex(r"\$(\w*)\$(.*?)\$\1\$", re.DOTALL)
_PLAIN_BODY = regex(r"\)[^'$]*?\bbegin\b", re.IGNORECASE)
"""Before the body of a procedure that is written without quotes, as in MySQL and in T-SQL."""
_INNER = regex(
    r"\b(delete\s+from|truncate|drop|insert\s+into|update|alter|create|grant|revoke|exec|execute|perform|call|merge\s+into|refresh)\b",
    re.IGNORECASE,
)
_APART = regex(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_SPOKEN = regex(r"\b(?:raise|print|comment\s+on)\b", re.IGNORECASE)
"""What stands before a text that is only told."""
_FROM = regex(r"\bfrom\b", re.IGNORECASE)
_STEP = regex(r";|\b(?:begin|then|else|loop)\b", re.IGNORECASE)
_SAYING = regex(r"(?:(?:raise|null|return|assert|end|exit|continue|if|elsif|elseif)\b[^(]*|)", re.IGNORECASE)
"""A step of a block that changes nothing; one that calls something may do more."""
_EVENT_BODY = regex(r"\bdo\b", re.IGNORECASE)
MAX_INNER = 200

_NO_NAMES = word_set("""
    where group order having limit set values on using join inner left right full cross natural union when and or returning select from into
""")
"""Words that begin the next part of a statement: nothing stands where a table was to be named."""
_NEUTRAL = word_set("""
    set reset savepoint release unlock prepare deallocate declare fetch close discard listen unlisten security checkpoint print go
    if while else return signal pragma waitfor
""")
_READ = word_set("""
    show describe desc explain values table check dbcc from list get
""")
_LOST = word_set("""
    database schema table sequence extension keyspace tablespace column owned user_data subscription
""")
_UPKEEP = {
    "vacuum": "vacuums",
    "analyze": "gathers statistics of",
    "analyse": "gathers statistics of",
    "reindex": "rebuilds the indexes of",
    "refresh": "refreshes",
    "cluster": "reorders",
    "optimize": "optimizes",
    "repair": "repairs",
}
_MATCHED = regex(r"\b(?!(?:left|outer|full|cross)\b)\w+[`\"\]]?\s+join\s+[^;()]{1,200}?\b(?:on|using)\b", re.IGNORECASE)
"""Another table of which rows must match."""
_MUTATION = regex(r"\s*alter\s+table\s+" + NAME + r"(?:\s+on\s+cluster\s+\S+)?\s+(delete|update)\b(?!\s+rule)", re.IGNORECASE)
"""How ClickHouse removes and changes rows."""
_RIGHTS = frozenset(["role", "user", "group", "login"])
_KINDS = (
    r"(database|schema|table|materialized\s+view|view|index|sequence|function|procedure|trigger|type|extension|role|user|group|login|owned|policy|"
    r"publication|subscription|server|tablespace|domain|aggregate|rule|event|keyspace|collection)"
)
_TEMPORARY = regex(r"\s*create\s+(?:or\s+replace\s+)?(?:global\s+|local\s+)?temp(?:orary)?\s", re.IGNORECASE)
_OBJECT = regex(
    r"\s*\w+\s+(?:or\s+replace\s+)?(?:global\s+|local\s+)?(?:temp(?:orary)?\s+|unlogged\s+|unique\s+|external\s+|foreign\s+)?"
    + _KINDS
    + r"\s+(?:concurrently\s+)?(?:if\s+(?:not\s+)?exists\s+)?+(?:by\s+)?"
    + NAME,
    re.IGNORECASE,
)
_ACCOUNT = regex(r"\s*\w+\s+" + _KINDS + r"\s+(?:if\s+(?:not\s+)?exists\s+)?'([^']*)'", re.IGNORECASE)
"""An account as MySQL writes it: ``'app'@'localhost'``."""
_PASSWORD = regex(r"\s*set\s+password\b(?:\s+for\s+['\"`]?([^'\"`@\s=]+))?", re.IGNORECASE)


def keyword(text: str) -> str:
    """The first word of a statement, lower case; '' if there is none."""
    match = _FIRST.match(text)
    return match.group(1).lower() if match else ""


def clean(name: str) -> str:
    """A name without its quotes."""
    return re.sub(r"[\"`\[\]\s]", "", name)


def _after(pattern: str, text: str) -> str | None:
    match = re.search(pattern + r"\s+" + NAME, text, re.IGNORECASE)
    return clean(match.group(1)) if match and match.group(1).lower() not in _NO_NAMES else None


def by_keyword(text: str, own_tables: frozenset[str], again: Callable[[str, str | None, frozenset[str]], Judged]) -> Judged:
    """What the statement does, as far as its keywords tell.

    Args:
        text: one statement.
        own_tables: tables made earlier in the same text.
        again: judges a statement that stands inside this one.
    """
    verb = keyword(text)
    if runs_text(text) and (built := built_text(text)) is not None:
        return again(built, None, own_tables)
    if is_block(text):
        return Judged(deeds=_statements(text, 0, own_tables, again))
    server = _SERVER.match(text)
    if server is not None:
        of = " ".join((server.group(2) or "").lower().split()) if server.group(1).lower() == "reset" else ""
        lost = _LOST_BY_RESET.get(of)
        what = lost or f"changes the server: {' '.join(server.group().lower().split())}"
        return Judged(deeds=(Deed(action=Action.DELETE if lost else Action.WRITE, what=what, destructive=lost is not None, sure=False),))
    if verb == "set" and (password := _PASSWORD.match(text)) is not None:
        of = f"of {password.group(1)}" if password.group(1) else "of the account that runs it"
        return Judged(deeds=(Deed(action=Action.WRITE, what=f"sets the password {of}", target=password.group(1), resource="permission", sure=False),))
    if verb in _NEUTRAL:
        return Judged()
    if verb in ("begin", "start"):
        return Judged(begins=True)
    if verb in ("commit", "end"):
        return Judged(ends="commit")
    if verb in ("rollback", "abort"):
        return Judged(ends="rollback")
    if verb == "use":
        return Judged(uses=_after(r"\buse", text))
    if verb in ("explain",) and re.search(r"\banalyze\b", text[:80], re.IGNORECASE):
        inner = re.sub(r"(?is)^\s*explain\s*(\([^)]*\)|analyze|verbose|\s)+", "", text)
        return again(inner, None, own_tables)
    if verb == "do" or (verb == "create" and re.match(r"(?is)\s*create\s+(or\s+replace\s+)?(function|procedure|trigger|event)", text)):
        return _body(text, verb, own_tables, again)
    return Judged(deeds=tuple(_deeds(verb, text, own_tables)), creates=_created(verb, text))


_BLOCK = regex(r"\s*(?:(?:if|while|else)\b|begin\s+(?!(?:tran|transaction|work|isolation|read|not|deferrable|deferred|immediate|exclusive|concurrent|"
               r"distributed)\b)\w)", re.IGNORECASE)
_SERVER = regex(r"\s*(set|reset|start|stop|change)\s+(?:(?:persist|persist_only|global)\s+\w+|@@global\.\w+|(master|binary|(?:slave|replica)\s+all\b|"
                r"slave|replica|all\s+slaves|replication\s+(?:source|filter)|group_replication)\b)", re.IGNORECASE)
_LOGS, _SOURCE = "removes the logs of the server", "forgets where it replicates from, and how far it got"
_LOST_BY_RESET = {"master": _LOGS, "binary": _LOGS, "slave all": _SOURCE, "replica all": _SOURCE}


def is_block(text: str) -> bool:
    """Whether a text begins a block or a branch that holds other statements: ``IF ... DROP TABLE``, ``BEGIN DELETE ...``; no transaction."""
    return _BLOCK.match(text) is not None


def tells_by_keyword(verb: str, text: str) -> bool:
    """Whether the keywords of a statement tell more than a tree does."""
    if verb in ("exec", "execute"):
        return runs_text(text)
    if verb in ("if", "while", "else", "begin"):
        return is_block(text)
    if verb in ("set", "reset", "start", "stop", "change"):
        return _SERVER.match(text) is not None or _PASSWORD.match(text) is not None
    return verb == "alter" and _MUTATION.match(text) is not None


_IF_MISSING = regex(r"if\s+not\s+exists", re.IGNORECASE)


def _created(verb: str, text: str) -> frozenset[str]:
    match = _OBJECT.match(text) if verb == "create" else None
    if match is None or match.group(1).lower() != "table" or _IF_MISSING.search(text[:200]):
        return frozenset()
    return frozenset({clean(match.group(2)).lower()})


def _body(text: str, verb: str, own_tables: frozenset[str], again: Callable[[str, str | None, frozenset[str]], Judged]) -> Judged:
    """A DO block runs now, statement by statement; a function is only made."""
    if verb == "create":
        match = _OBJECT.match(text)
        name = clean(match.group(2)) if match else None
        kind = match.group(1).lower() if match else "function"
        made = Deed(action=Action.WRITE, target=name, what=f"defines the {kind} {name}" if name else f"defines a {kind}", sure=False)
        later = _EVENT_BODY.search(text) if kind == "event" else None
        runs = _statements(text[later.end():], text[:later.end()].count("\n"), own_tables, again) if later is not None else ()
        return Judged(deeds=(made, *(replace(deed, condition=f"when the event {name} runs", sure=False) for deed in runs)))
    deeds = inside(text, own_tables, again)
    if not deeds and _only_says(_held(text)[0]):
        return Judged()
    return Judged(deeds=deeds or (Deed(action=Action.EXECUTE, what="runs a block of procedural code", sure=False),))


def _only_says(body: str) -> bool:
    """Whether a block does no more than tell something, or stop with an error: ``begin raise notice 'Emptying'; end``."""
    steps = [step.strip() for step in _STEP.split(_APART.sub("''", body))]
    return any(step.lower().startswith("raise") for step in steps) and all(_SAYING.fullmatch(step) for step in steps)


def _held(text: str) -> tuple[str, int]:
    """The quoted body of a statement, and how many lines lie before it."""
    found = _DOLLAR_BODY.search(text)
    if found is not None:
        return found.group(2), text[:found.start(2)].count("\n")
    return text.partition("'")[2].rpartition("'")[0].replace("''", "'"), 0


def inside(text: str, own_tables: frozenset[str], again: Callable[[str, str | None, frozenset[str]], Judged]) -> tuple[Deed, ...]:
    """What the statements of a block, or of a function's body, do when they run, each at its own line."""
    if _DOLLAR_BODY.search(text) is None and (plain := _PLAIN_BODY.search(text)) is not None:
        return _statements(text[plain.end():], text[:plain.end()].count("\n"), own_tables, again)
    body, above = _held(text)
    return _statements(body, above, own_tables, again)


def _statements(body: str, above: int, own_tables: frozenset[str], again: Callable[[str, str | None, frozenset[str]], Judged]) -> tuple[Deed, ...]:
    """The acts of the statements in a block that begins ``above`` lines below its statement's first."""
    deeds: list[Deed] = []
    apart = [span.span() for span in _APART.finditer(body)]
    built_until = quoted_until = 0
    for match in islice(_INNER.finditer(body), MAX_INNER):
        start = match.start()
        span = _span_of(apart, start)
        if start < built_until or (span is not None and start < quoted_until):
            continue                     # told already; a text in a statement of its own is a value
        if span is not None and (body[span[0]] != "'" or _SPOKEN.search(body[body.rfind(";", 0, span[0]) + 1:span[0]]) is not None):
            continue                     # a remark, or a message
        word = match.group(1).lower().split()[0]
        begin = span[0] if span is not None else start
        rest = body[begin:next((end for end in _semicolons(body, begin) if _span_of(apart, end) is None), len(body))]
        line = above + body[:begin].count("\n")
        if span is not None or word in ("exec", "execute", "perform", "call"):
            # A text that is kept in a variable is run later: ``query := 'DELETE FROM ' || place``.
            built = built_text(rest)
            done = again(built, "postgres", own_tables).deeds if built is not None else ()
            if not done and span is None:
                done = _performed(rest, own_tables, again) if word == "perform" and built is None else ()
                done = done or (Deed(action=Action.EXECUTE, what=f"runs {rest.strip()[:60]}", sure=False),)
            built_until = begin + len(rest) if built is not None else start
        elif body[:start].rstrip().lower().endswith(("for", "of", "or", "on", "before", "after", "key")):
            continue                     # FOR UPDATE, ON DELETE, BEFORE INSERT OR UPDATE: no statement starts here
        else:
            done = again(rest, "postgres", own_tables).deeds
            quoted_until = begin + len(rest)
        deeds += (replace(deed, line=line) for deed in done)
    return tuple(deeds)


def _performed(text: str, own_tables: frozenset[str], again: Callable[[str, str | None, frozenset[str]], Judged]) -> tuple[Deed, ...]:
    """What ``PERFORM purge(7)`` does, which is a SELECT of which nobody takes the result; nothing where that is not known."""
    called = _FROM.split(text, maxsplit=1)
    deeds = again("SELECT" + text[len("perform"):], "postgres", own_tables).deeds
    seen = all(deed.sure for deed in deeds) and (len(called) == 1 or "(" not in called[0])           # purge(id) FROM orders: for each of its rows
    return deeds if seen or any(deed.action is not Action.READ for deed in deeds) else ()


def _span_of(spans: Sequence[tuple[int, int]], at: int) -> tuple[int, int] | None:
    """The one of some spans, in their order, that a place lies in."""
    before = bisect_right(spans, (at, sys.maxsize)) - 1
    return spans[before] if before >= 0 and at < spans[before][1] else None


def _semicolons(body: str, at: int) -> Iterator[int]:
    while (at := body.find(";", at)) >= 0:
        yield at
        at += 1


def _deeds(verb: str, text: str, own_tables: frozenset[str]) -> list[Deed]:
    deeds: list[Deed] = []

    def add(
        action: Action,
        what: str,
        target: str | None = None,
        *,
        lost: bool = False,
        everything: bool = False,
        resource: str = "database",
        program: str | None = None,
        of_whom: str = "",
    ) -> None:
        lost = lost and (target or "").lower() not in own_tables
        deeds.append(Deed(action=action, what=(what if target is None else f"{what} {target}") + of_whom, target=target, destructive=lost,
                          everything=everything, resource=resource, sure=False, program=program))

    where = re.search(r"\bwhere\b", text, re.IGNORECASE) is not None or _MATCHED.search(text) is not None
    object_match = _OBJECT.match(text) or _ACCOUNT.match(text)
    kind = re.sub(r"\s+", " ", object_match.group(1).lower()) if object_match else ""
    name = clean(object_match.group(2)) if object_match else None
    if verb == "delete":
        target = _after(r"\bfrom", text) or _after(r"\bdelete", text)
        add(Action.DELETE, "deletes rows of" if where else "deletes all rows of", target, lost=True, everything=not where)
    elif verb == "truncate":
        add(Action.DELETE, "empties", _after(r"\btruncate(?:\s+table)?(?:\s+only)?", text), lost=True, everything=True)
    elif verb == "drop":
        right = kind in _RIGHTS
        lost = kind in _LOST or not kind
        add(
            Action.DELETE,
            f"drops the {kind}" if kind else "drops",
            name,
            lost=lost,
            everything=lost,
            resource="permission" if right else "database",
        )
    elif verb == "alter":
        mutation = _MUTATION.match(text)
        if mutation is not None:
            lost = mutation.group(2).lower() == "delete"
            add(Action.DELETE if lost else Action.WRITE, "deletes rows of" if lost else "changes rows of", clean(mutation.group(1)), lost=lost)
        elif kind in _RIGHTS:
            add(Action.WRITE, f"changes the {kind}", name, resource="permission")
        elif re.search(
            r"\bdrop\s+(column\s+)?(?!constraint|default|not|index|primary|foreign|key|check|trigger|partition)\w", text, re.IGNORECASE
        ):
            add(Action.DELETE, "drops a column of", name, lost=True)
        elif re.search(r"\b(drop|truncate)\s+partition\b", text, re.IGNORECASE):
            add(Action.DELETE, "drops a partition of", name, lost=True)
        elif re.search(r"\bdefault\s+privileges\b", text, re.IGNORECASE):
            add(Action.WRITE, "changes default privileges", resource="permission")
        elif not re.search(r"\b(disable|enable)\s+keys\s*;?\Z", text, re.IGNORECASE):       # when an index is written, not what
            add(Action.WRITE, f"alters the {kind}" if kind else "alters", name)
    elif verb == "create":
        passing = "temporary " if kind == "table" and _TEMPORARY.match(text) else ""
        add(
            Action.WRITE,
            f"creates the {passing}{kind}" if kind else "creates something",
            name,
            resource="permission" if kind in _RIGHTS else "database",
        )
        if kind == "table" and deeds[-1].target is not None and _IF_MISSING.search(text[:200]):
            deeds[-1] = replace(deeds[-1], what=deeds[-1].what + IF_MISSING)
    elif verb in ("grant", "revoke", "deny"):
        target = _after(r"\bon(?:\s+(?:all\s+\w+\s+in\s+)?(?:table|schema|database|sequence|function))?", text)
        add(
            Action.WRITE if verb != "revoke" else Action.DELETE,
            f"{third_person(verb)} {rights_in(text)} on" if target else f"{third_person(verb)} a role",
            target,
            resource="permission",
            of_whom=whom(text),
        )
    elif verb == "reassign":
        add(Action.WRITE, "gives objects another owner", resource="permission")
    elif verb in ("insert", "replace", "upsert", "merge", "load", "import", "bulk", "restore"):
        target = _after(r"\b(?:into|overwrite)(?:\s+table)?", text) or _after(r"\b(?:table|insert|database)", text)
        lost = re.search(r"\boverwrite\b", text, re.IGNORECASE) is not None
        add(Action.WRITE, "writes to", target, lost=lost, everything=lost)
        if re.search(r"\bthen\s+delete\b", text, re.IGNORECASE):
            add(Action.DELETE, "deletes rows of", target, lost=True)
        file = re.search(r"\binfile\s+'([^']+)'", text, re.IGNORECASE)
        if file:
            add(Action.READ, "reads the file", file.group(1), resource="filesystem")
    elif verb == "update":
        target = _after(r"\bupdate(?:\s+only)?", text)
        add(Action.WRITE, "changes rows of" if where else "overwrites all rows of", target, lost=not where, everything=not where)
    elif verb == "copy":
        _copy(text, add)
    elif verb in ("call", "exec", "execute"):
        procedure = _after(rf"\b{verb}", text)
        add(Action.EXECUTE, "calls the procedure", procedure)
    elif verb in ("select", "with"):
        _select(text, add)
    elif verb in ("vacuum", "analyze", "analyse", "reindex", "refresh", "cluster", "optimize", "repair"):
        target = _after(
            rf"\b{verb}(?:\s+(?:full|freeze|verbose|analyze|table|index|database|schema|system|concurrently|materialized\s+view|view)\b|\s*\([^)]*\))*+",
            text,
        )
        add(Action.WRITE, _UPKEEP[verb] if target is not None else _UPKEEP[verb].removesuffix(" of"), target)
    elif verb == "comment":
        add(Action.WRITE, "comments on", _after(r"\bon\s+\w+", text))
    elif verb == "lock":
        add(Action.WRITE, "locks", _after(r"\block(?:\s+tables?)?", text))
    elif verb == "rename" and kind in _RIGHTS:
        add(Action.WRITE, f"renames the {kind}", name, resource="permission")
    elif verb == "rename":
        add(Action.WRITE, "renames", _after(r"\brename(?:\s+table)?", text))
    elif verb == "exchange":             # of ClickHouse: each of two tables gets the name of the other
        for table in re.findall(NAME + r"(?=\s+and\b|\s*(?:\Z|;|\bon\s+cluster\b))", text, re.IGNORECASE)[:2]:
            add(Action.WRITE, "exchanges", clean(table))
    elif verb == "purge":
        add(Action.DELETE, "purges logs", lost=True)
    elif verb == "flush":
        add(Action.WRITE, "flushes server state")
    elif verb == "kill":
        add(Action.EXECUTE, "ends a connection")
    elif verb == "shutdown":
        add(Action.EXECUTE, "shuts the database server down")
    elif verb == "notify":
        add(Action.SEND, "notifies", _after(r"\bnotify", text))
    elif verb in ("attach", "detach", "handler"):
        add(Action.READ, f"{verb}es", None)
    elif verb in _READ:
        add(Action.READ, "reads from the database")
    else:
        add(Action.EXECUTE, f"runs {verb.upper()}")
    return deeds


def _copy(text: str, add: Callable[..., None]) -> None:
    match = re.search(
        r"\b(from|to)\s+(program\s+)?('(?:[^']|'')*'|\w+)(?![\s\S]*\b(?:from|to)\s+(?:program\s+)?(?:'|stdin|stdout))", text, re.IGNORECASE
    )
    direction = match.group(1).lower() if match else "to"
    table = _after(r"\bcopy", text)
    if re.match(r"\s*copy\s*\(", text, re.IGNORECASE):
        for name in re.findall(r"\b(?:from|join)\s+" + NAME, text[: match.start() if match else None], re.IGNORECASE):
            add(Action.READ, "reads", clean(name) if name.lower() not in _NO_NAMES else None)
    elif direction == "from":
        add(Action.WRITE, "loads rows into", table)
    else:
        add(Action.READ, "reads", table)
    if match and match.group(3).startswith("'"):
        file = match.group(3).strip("'")
        if match.group(2):
            add(Action.EXECUTE, "makes the database server run", file, resource="process", program=file)
        else:
            add(Action.WRITE if direction == "to" else Action.READ, "writes the file" if direction == "to" else "reads the file", file,
                resource="filesystem")


def _select(text: str, add: Callable[..., None]) -> None:
    for verb, name in re.findall(r"\b(delete\s+from|insert\s+into|update)\s+(?:only\s+)?" + NAME, text, re.IGNORECASE):
        word = verb.split()[0].lower()
        if word == "update" and re.search(r"\bfor\s+(no\s+key\s+)?update\b", text, re.IGNORECASE):
            continue
        add(
            Action.DELETE if word == "delete" else Action.WRITE,
            {"delete": "deletes rows of", "insert": "inserts into"}.get(word, "changes rows of"),
            clean(name) if name.lower() not in _NO_NAMES else None,
            lost=word == "delete",
        )
    for file in re.findall(r"\binto\s+(?:outfile|dumpfile)\s+'([^']+)'", text, re.IGNORECASE):
        add(Action.WRITE, "writes the file", file, resource="filesystem")
    tables = dict.fromkeys(clean(name) for name in re.findall(r"\b(?:from|join)\s+(?!\()(?:only\s+)?" + NAME, text, re.IGNORECASE)
                           if name.lower() not in _NO_NAMES)
    names = {clean(name).lower() for name in re.findall(NAME + r"\s+as\s+(?:not\s+)?(?:materialized\s+)?\(", text, re.IGNORECASE)}
    for table in tables:
        if table.lower() not in names:
            add(Action.READ, "reads", table)
    if not tables:
        add(Action.READ, "reads from the database")
