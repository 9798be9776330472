"""What a statement does by its first keywords, for what has no tree: administration commands and syntax the parser does not know."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

from handover_generator.analysis._sql_apart import semicolons, span_of, spans
from handover_generator.analysis._sql_built import built_text, runs_text
from handover_generator.analysis._sql_identifiers import after, clean, keyword
from handover_generator.analysis._sql_queried import queried
from handover_generator.analysis._sql_types import Deed, Judged
from handover_generator.analysis._sql_verbs import MUTATION, OBJECT, created, deeds_of
from handover_generator.model.behaviour import Action
from handover_generator.records import replace
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

_DOLLAR_BODY = regex(r"\$(\w*)\$(.*?)\$\1\$", re.DOTALL)
_PLAIN_BODY = regex(r"\)[^'$]*?\bbegin\b", re.IGNORECASE)
"""Before the body of a procedure that is written without quotes, as in MySQL and in T-SQL."""
_INNER = regex(
    r"\b(delete\s+from|truncate|drop|insert\s+into|update|alter|create|grant|revoke|exec|execute|perform|call|merge\s+into|refresh)\b",
    re.IGNORECASE,
)
_DOES_UPDATE = regex(r"update\s+set\b", re.IGNORECASE)
_APART = regex(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_SPOKEN = regex(r"\b(?:raise|print|comment\s+on)\b", re.IGNORECASE)
"""What stands before a text that is only told."""
_FROM = regex(r"\bfrom\b", re.IGNORECASE)
_STEP = regex(r";|\b(?:begin|then|else|loop)\b", re.IGNORECASE)
_SAYING = regex(r"(?:(?:raise|null|return|assert|end|exit|continue|if|elsif|elseif)\b[^(]*|)", re.IGNORECASE)
"""A step of a block that changes nothing; one that calls something may do more."""
_EVENT_BODY = regex(r"\bdo\b", re.IGNORECASE)
MAX_INNER = 200

_NEUTRAL = word_set("""
    set reset savepoint release unlock prepare deallocate declare fetch close discard listen unlisten security checkpoint print go
    if while else return signal pragma waitfor
""")
_PASSWORD = regex(r"\s*set\s+password\b(?:\s+for\s+['\"`]?([^'\"`@\s=]+))?", re.IGNORECASE)


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
        return Judged(uses=after(r"\buse", text))
    if verb in ("explain",) and re.search(r"\banalyze\b", text[:80], re.IGNORECASE):
        inner = re.sub(r"(?is)^\s*explain\s*(\([^)]*\)|analyze|verbose|\s)+", "", text)
        return again(inner, None, own_tables)
    if verb == "do" or (verb == "create" and re.match(r"(?is)\s*create\s+(or\s+replace\s+)?(function|procedure|trigger|event)", text)):
        return _body(text, verb, own_tables, again)
    return Judged(deeds=deeds_of(verb, text, own_tables), creates=created(verb, text))


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
    return verb == "alter" and MUTATION.match(text) is not None


def _body(text: str, verb: str, own_tables: frozenset[str], again: Callable[[str, str | None, frozenset[str]], Judged]) -> Judged:
    """A DO block runs now, statement by statement; a function is only made."""
    if verb == "create":
        match = OBJECT.match(text)
        name = clean(match.group(2)) if match else None
        kind = match.group(1).lower() if match else "function"
        made = Deed(action=Action.WRITE, target=name, what=f"defines the {kind} {name}" if name else f"defines a {kind}", sure=False)
        later = _EVENT_BODY.search(text) if kind == "event" else None
        runs = _statements(text[later.end():], text[:later.end()].count("\n"), own_tables, again) if later is not None else ()
        return Judged(deeds=(made, *(replace(deed, condition=f"when the event {name} runs", sure=False) for deed in runs)))
    deeds = inside(text, own_tables, again)
    if not deeds and _only_says(held(text)[0]):
        return Judged()
    return Judged(deeds=deeds or (Deed(action=Action.EXECUTE, what="runs a block of procedural code", sure=False),))


def _only_says(body: str) -> bool:
    """Whether a block does no more than tell something, or stop with an error: ``begin raise notice 'Emptying'; end``."""
    steps = [step.strip() for step in _STEP.split(_APART.sub("''", body))]
    return any(step.lower().startswith("raise") for step in steps) and all(_SAYING.fullmatch(step) for step in steps)


def held(text: str) -> tuple[str, int]:
    """The quoted body of a statement, and how many lines lie before it."""
    found = _DOLLAR_BODY.search(text)
    if found is not None:
        return found.group(2), text[:found.start(2)].count("\n")
    return text.partition("'")[2].rpartition("'")[0].replace("''", "'"), 0


def inside(text: str, own_tables: frozenset[str], again: Callable[[str, str | None, frozenset[str]], Judged]) -> tuple[Deed, ...]:
    """What the statements of a block, or of a function's body, do when they run, each at its own line."""
    if _DOLLAR_BODY.search(text) is None and (plain := _PLAIN_BODY.search(text)) is not None:
        body, above = text[plain.end() - len("begin"):], text[:plain.end()].count("\n")
    else:
        body, above = held(text)
    return (*_statements(body, above, own_tables, again), *queried(body, above, own_tables, again))


def _statements(body: str, above: int, own_tables: frozenset[str], again: Callable[[str, str | None, frozenset[str]], Judged]) -> tuple[Deed, ...]:
    """The acts of the statements in a block that begins ``above`` lines below its statement's first."""
    deeds: list[Deed] = []
    apart = spans(body)
    built_until = quoted_until = 0
    for match in islice(_INNER.finditer(body), MAX_INNER):
        start = match.start()
        span = span_of(apart, start)
        if start < built_until or (span is not None and start < quoted_until):
            continue                     # told already; a text in a statement of its own is a value
        if span is not None and (body[span[0]] not in "'$" or _SPOKEN.search(body[body.rfind(";", 0, span[0]) + 1:span[0]]) is not None):
            continue                     # a remark, or a message
        word = match.group(1).lower().split()[0]
        begin = span[0] if span is not None else start
        rest = body[begin:next((end for end in semicolons(body, begin) if span_of(apart, end) is None), len(body))]
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
        elif _DOES_UPDATE.match(body, start):
            continue                     # ON CONFLICT (id) DO UPDATE SET: it changes the row that was to be inserted
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
