"""What executing a text of SQL does: each statement's acts, with tables, at its own line.

sqlglot (imported only when SQL occurs) gives typed trees. The root node is not trusted: a SELECT may hold a data-modifying CTE, an INTO or
a function with effects. What sqlglot cannot parse is judged by its first keyword, with confidence *inferred*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from handover_generator.analysis._sql_added import Added
from handover_generator.analysis._sql_functions import Functions
from handover_generator.analysis._sql_names import NAMELESS, Holes
from handover_generator.analysis._sql_prepared import Prepared, handed_over
from handover_generator.analysis._sql_split import MAX_STATEMENTS, Statement, split
from handover_generator.analysis._sql_statements import Deed, judge
from handover_generator.analysis._sql_stored import Stored, called, calls_in, deeds_of, foreign_language, function_of
from handover_generator.analysis._sql_variables import Variables, put_in
from handover_generator.analysis.backups import Kept, copied
from handover_generator.analysis.servers import machine_of
from handover_generator.model.behaviour import Act, Action, Call, Confidence, Event, Guard, GuardKind, Need, Unknown, files_at, no_surer
from handover_generator.model.location import Location
from handover_generator.model.text import Text
from handover_generator.model.tracing import RunFile, RunShell
from handover_generator.records import field, record, replace
from handover_generator.regexes import regex

MAX_TEXT = 4_000_000
_STAYS = frozenset({"filesystem", "process", "remote-host", "network", "http", "object-storage", "email"})
"""What a database does outside itself, which no rollback takes back: the file of a COPY is written."""


_TAKEN_BACK = "rolled back afterwards"
_CALLS = "calls the stored function"
_CALL_WORDS = (_CALLS, "calls the procedure")


@record(slots=True)
class _State:
    at: Location
    dialect: str | None
    guards: tuple[Guard, ...]
    condition: str | None
    host: str | None
    written: Location | None
    holes: Holes
    prepared: Prepared
    run_file: RunFile | None
    run_shell: RunShell | None
    stored: Stored | None
    events: list[Event] = field(default_factory=list)
    seen: set[tuple[object, ...]] = field(default_factory=set)
    database: str | None = None
    last: str = ""                       # the statement before
    own_tables: set[str] = field(default_factory=set)
    functions: Functions = field(default_factory=Functions)
    added: Added = field(default_factory=Added)
    open_since: int | None = None        # index in ``events`` at which the open transaction began
    transaction: Guard | None = None
    followed: set[str] = field(default_factory=set)          # routines of stored functions
    kept: tuple[Kept, ...] = ()

    def place(self, line: int) -> Location:
        return self.at if self.written is None else Location(self.written.path, self.written.line + line)

    def emit(self, event: Event) -> None:
        key = (type(event).__name__, *((event.resource, event.action, event.target, event.what, event.condition, event.everything)
               if isinstance(event, Act) else (repr(event),)))
        if key not in self.seen:
            self.seen.add(key)
            self.events.append(event)


def analyse_sql(text: Text, *, at: Location, dialect: str | None = None, guards: tuple[Guard, ...] = (), condition: str | None = None,
                host: str | None = None, run_file: RunFile | None = None,
                run_shell: RunShell | None = None, variables: Variables | None = None, stored: Stored | None = None) -> tuple[Event, ...]:
    """What executing ``text`` does.

    Args:
        text: SQL, perhaps several statements, perhaps with holes (which are read as names). Where it says at which place it is written, each
            act gets its own line; else all stand at ``at``.
        at: the place of the call that executes it.
        dialect: sqlglot's name of the dialect; None reads PostgreSQL first and others after it.
        guards: what stands before the call; carried by every act.
        condition: under which the call happens.
        host: the remote host it happens on.
        run_file: called for ``\\i file`` (and SOURCE in MySQL).
        run_shell: called for ``\\! command`` and COPY ... PROGRAM.
        variables: what the client was given for ``:NAME``.
        stored: finds the functions that other files store in the database.

    Returns:
        Acts and unknowns in order, each kind of act once. Never raises on any text.
    """
    if (usual := text.usual) is not None:
        return no_surer(analyse_sql(usual, at=at, dialect=dialect, guards=guards, condition=condition, host=host, run_file=run_file,
                                    run_shell=run_shell, variables=variables, stored=stored), Confidence.INFERRED)
    text = put_in(text, variables or {})
    if text.literal and text.literal.isspace():          # what stands behind the last of several statements
        return ()
    if not any(isinstance(part, str) and part.strip() for part in text.parts):
        return (Unknown(kind="dynamic-sql", at=at, detail=f"the SQL text is {text.render() or 'empty'}, known only when it runs"),)
    holes = Holes()
    plain = holes.marked(text)
    if len(plain) > MAX_TEXT:
        return (Unknown(kind="budget", at=at, detail=f"SQL text of {len(plain)} characters not read"),)
    state = _State(at, dialect, guards, condition, host, text.at, holes, Prepared(holes), run_file, run_shell, stored)
    count = 0
    for statement in split(plain, escapes=dialect in ("mysql", "hive", "spark", "bigquery", "clickhouse")):
        count += 1
        if statement.meta:
            _meta(state, statement)
        else:
            _statement(state, statement)
    if count >= MAX_STATEMENTS:
        state.emit(Unknown(kind="budget", at=at, detail=f"only the first {MAX_STATEMENTS} statements were read"))
    return tuple(state.events)


def _statement(state: _State, statement: Statement) -> None:
    at = state.place(statement.line)
    kept = state.prepared.run_by(statement.text)
    judged = judge(kept or statement.text, state.dialect, frozenset(state.own_tables))
    state.prepared.note(statement.text)
    if judged.begins:
        state.open_since = len(state.events)
        state.transaction = Guard(kind=GuardKind.TRANSACTION, at=at, detail="in a transaction", strong=True)
    elif judged.ends:
        if judged.ends == "rollback" and state.open_since is not None:
            for index in range(state.open_since, len(state.events)):
                event = state.events[index]
                if isinstance(event, Act) and event.resource not in _STAYS and event.action is not Action.READ:
                    state.events[index] = replace(event, destructive=False, condition=_both(event.condition, _TAKEN_BACK))
                elif isinstance(event, Call) and event.to in state.followed:
                    state.events[index] = Act(
                        resource="database", action=Action.EXECUTE, what=f"{_CALLS} {event.name}", at=event.at, target=event.name,
                        condition=_both(event.condition, _TAKEN_BACK), host=event.host, guards=event.guards)
        state.open_since = state.transaction = None
    if judged.uses is not None:
        state.database = state.holes.restore(judged.uses)
    state.own_tables |= judged.creates
    if judged.unknown:
        state.emit(Unknown(kind="dynamic-sql", at=at, detail=state.holes.restore(judged.unknown)))
    followed = _follow(state, calls_in(statement))
    told = len(state.events)
    for deed in state.added.filled(statement.text, judged.deeds):
        if not _is_call_of(deed, followed):
            _deed(state, deed, state.place(statement.line + deed.line))
    state.added.note(statement.text)
    state.kept += tuple(copied(state.events[told:], at))
    for line, deed in state.functions.called_by(statement, frozenset(state.own_tables)):
        _deed(state, deed, state.place(line))
    state.functions.made_by(statement)
    for handed, condition in handed_over(statement.text):
        for deed in judge(handed, state.dialect, frozenset(state.own_tables)).deeds:
            _deed(state, replace(deed, condition=_both(condition or None, deed.condition), sure=False), at)
    state.last = statement.text


def analyse_function(text: str, name: str, *, path: str, dialect: str | None, stored: Stored | None) -> tuple[Event, ...]:
    """What a function does when it is called.

    Args:
        text: the SQL of the file ``path`` that makes it.
        name: its bare name, in lower case.
        dialect: as for ``analyse_sql``.
        stored: finds the functions that it calls.
    """
    made = function_of(text, name)
    if made is None:
        return ()
    at = Location(path, made.line + 1)
    if (language := foreign_language(made.text)) is not None:
        return (Unknown(kind="dynamic-sql", at=at, detail=f"the stored function {name} is written in {language}, which is not followed"),)
    state = _State(at, dialect, (), None, None, Location(path, 1), Holes(), Prepared(Holes()), None, None, stored)
    followed = _follow(state, ((other, line) for other, line in called(made.text, made.line) if other.lower() != name))
    for deed in deeds_of(made):
        if not _is_call_of(deed, followed):
            _deed(state, deed, state.place(made.line + deed.line))
    return tuple(state.events)


def _follow(state: _State, names: Iterable[tuple[str, int]]) -> frozenset[str]:
    """Tells the calls of stored functions that files of the repository make. Gives their names, in lower case."""
    if state.stored is None:
        return frozenset()
    found: set[str] = set()
    for name, line in names:
        call = state.stored(name, state.place(line)) if not state.functions.makes(name) else None
        if call is not None:
            found.add(name.lower())
            state.followed.add(call.to)
            state.emit(replace(call, guards=state.guards + ((state.transaction,) if state.transaction is not None else ()),
                               condition=state.condition, host=state.host))
    return frozenset(found)


def _is_call_of(deed: Deed, followed: frozenset[str]) -> bool:
    """Whether a deed only says that one of some functions is called, of which more is known."""
    return deed.action is Action.EXECUTE and deed.what.startswith(_CALL_WORDS) and (deed.target or "").rpartition(".")[2].lower() in followed


def _deed(state: _State, deed: Deed, at: Location) -> None:
    guards = state.guards + ((state.transaction,) if state.transaction is not None and deed.action is not Action.READ else ())
    if deed.target == NAMELESS:
        deed = replace(deed, target=None, what=deed.what.replace(f" {NAMELESS}", ""))
    target = None if deed.target is None else state.holes.restore(deed.target)
    if target is None and deed.resource == "database":
        target = state.database
    what = state.holes.restore(deed.what)
    resource = files_at(state.host) if deed.resource == "filesystem" and state.host else deed.resource
    act = Act(resource=resource, action=deed.action, what=what, at=at, target=target, destructive=deed.destructive,
              everything=deed.everything, condition=_both(state.condition, deed.condition), host=state.host,
              confidence=Confidence.RESOLVED if deed.sure else Confidence.INFERRED, guards=guards)
    kept = tuple(backup.guard for backup in state.kept if deed.destructive and backup.covers(act))
    for guard in kept:
        state.emit(guard)
    state.emit(replace(act, guards=(*guards, *kept)) if kept else act)
    if deed.program is not None:
        if state.run_shell is not None:
            _splice(state, state.run_shell(state.holes.text(deed.program), at))
        else:
            state.emit(Unknown(kind="dynamic-command", at=at, detail=f"the database server runs: {state.holes.restore(deed.program)}"))


def _splice(state: _State, events: tuple[Event, ...]) -> None:
    for event in events:
        if isinstance(event, Act | Call) and (state.guards or state.condition or state.host):
            event = replace(event, guards=state.guards + event.guards, condition=_both(state.condition, event.condition),
                            host=event.host or state.host)
        state.emit(event)


_LITERAL = regex(r"'((?:drop|truncate|delete|alter|update|insert|grant|revoke|create)\s(?:[^']|'')*)'", re.IGNORECASE)
_META = regex(r"\\([A-Za-z_!?+]+)[ \t]*(.*)", re.DOTALL)
_QUESTION = regex(r"\b(?:sure|continue|proceed|really|confirm|abort|ctrl-c|go\s+on)\b|\[y/n\]", re.IGNORECASE)
"""What only a question whether to go on says: all else that psql prompts for is a value."""
_COPY_FILE = regex(r"\b(from|to)\s+(program\s+)?('(?:[^']|'')*'|\S+)", re.IGNORECASE)


def _meta(state: _State, statement: Statement) -> None:
    """Commands of psql and of the sqlite3 shell that do something; the rest only format."""
    match = _META.match(statement.text)
    if match is None:
        return
    name, rest = match.group(1), match.group(2).strip()
    at = state.place(statement.line)
    if name.startswith("!"):
        _shell_command(state, (name[1:] + " " + rest).strip(), at)
    elif name.lower() == "copy":         # the only one that psql also knows in capitals
        _client_copy(state, rest, at)
    elif name.startswith("sqlite_"):
        _shown_or_copied(state, name, rest, at)
    elif (run := _META_COMMANDS.get(name)) is not None:
        run(state, rest, at)


def _shell_command(state: _State, command: str, at: Location) -> None:
    if state.run_shell is not None:
        _splice(state, state.run_shell(state.holes.text(command), at))
    else:
        state.emit(Unknown(kind="dynamic-command", at=at, detail=f"psql runs: {state.holes.restore(command)}"))


def _included(state: _State, rest: str, at: Location) -> None:
    path = state.holes.text(rest.rstrip("; \t").strip("'\""))          # psql takes no semicolon for a part of the name
    if state.run_file is not None:
        _splice(state, state.run_file(path, at))
    else:
        state.emit(Need(kind="script", name=path.render(), at=at))


def _generated(state: _State, rest: str, at: Location) -> None:
    """psql runs each field that the query before gave as a statement."""
    for written in _LITERAL.findall(state.last):
        built = judge(written.replace("''", "'").replace("%I", NAMELESS).replace("%s", NAMELESS), state.dialect, frozenset(state.own_tables))
        for deed in built.deeds:
            does = deed.what.partition(f" {NAMELESS}")[0]
            _deed(state, replace(deed, target=None, what=f"runs statements that a query gives, of which one {does}", sure=False), at)
    state.emit(Unknown(kind="dynamic-sql", at=at, detail="runs statements that a query gives"))


def _connected(state: _State, rest: str, at: Location) -> None:
    words = rest.split()
    if words and words[0] != "-":
        state.database = state.holes.restore(words[0].rstrip(";").strip("'\""))


def _restored(state: _State, rest: str, at: Location) -> None:
    """The sqlite3 shell replaces the whole database."""
    _deed(state, Deed(action=Action.WRITE, resource="database", target=rest, what="overwrites the database from " + rest, destructive=True), at)


def _shown_or_copied(state: _State, name: str, rest: str, at: Location) -> None:
    """The sqlite3 shell shows tables, or copies them."""
    tables = [word for word in rest.split() if not word.startswith("-")]
    verb = "copies" if name in ("sqlite_dump", "sqlite_recover", "sqlite_clone") else "looks at"
    for table in tables or (None,):
        told = f"{verb} {table or 'the database'}"
        if verb == "copies" and table is None:
            _keep_all(state, told, at)
        _deed(state, Deed(action=Action.READ, resource="database", target=table, what=told), at)


def _backed_up(state: _State, rest: str, at: Location) -> None:
    """Of the sqlite3 shell; a name may stand before the file."""
    if rest:
        file = rest.split()[-1].strip("'\"")
        _keep_all(state, f"copies the database to {file}", at)
        _deed(state, Deed(action=Action.READ, resource="database", target=None, what=f"copies the database to {file}"), at)
        _deed(state, Deed(action=Action.WRITE, resource="filesystem", target=file, what=f"writes the file {file}"), at)


def _written(state: _State, rest: str, at: Location) -> None:
    if rest and not rest.startswith("|"):
        file = rest.strip("'\"")
        _deed(state, Deed(action=Action.WRITE, resource="filesystem", target=file, what=f"writes the file {file}"), at)


def _said(state: _State, rest: str, at: Location) -> None:
    if rest:
        said = Guard(kind=GuardKind.OUTPUT, at=at, detail=f"says: {state.holes.restore(rest)[:60]}")
        state.emit(said)
        state.guards += () if any(guard.kind is GuardKind.OUTPUT for guard in state.guards) else (said,)


def _asked(state: _State, rest: str, at: Location) -> None:
    """psql goes on whatever is answered; only who breaks off stops it."""
    if _QUESTION.search(rest):
        asked = Guard(kind=GuardKind.CONFIRM, at=at, detail=f"asks: {state.holes.restore(rest)[:60]}", strong=False)
        state.emit(asked)
        state.guards += (asked,)


_META_COMMANDS: dict[str, Callable[[_State, str, Location], None]] = {
    **dict.fromkeys(("i", "ir", "include", "include_relative"), _included),
    "gexec": _generated,
    **dict.fromkeys(("c", "connect"), _connected),
    "restore": _restored,
    "backup": _backed_up,
    **dict.fromkeys(("o", "out", "w", "write"), _written),
    **dict.fromkeys(("echo", "qecho", "warn"), _said),
    "prompt": _asked,
}


def _keep_all(state: _State, what: str, at: Location) -> None:
    guard = Guard(kind=GuardKind.BACKUP, at=at, detail=what)
    state.emit(guard)
    state.kept += (Kept(guard, "database", machine=machine_of(state.host, None)),)


def _client_copy(state: _State, rest: str, at: Location) -> None:
    # A query in brackets has FROMs of its own, one that goes on in the next line too.
    matches = [match for match in _COPY_FILE.finditer(rest) if rest.count("(", 0, match.start()) == rest.count(")", 0, match.start())]
    if not matches:
        state.emit(Unknown(kind="dynamic-sql", at=at, detail=f"copies, but its line does not say where: {state.holes.restore(rest)[:60]}"))
        return
    match = matches[-1]
    direction, program, file = match.group(1).lower(), match.group(2), match.group(3).strip("'\"").rstrip(";")
    subject = rest[: match.start()].strip()
    if direction == "to":
        inner = f"COPY {subject} TO STDOUT"
    else:
        inner = f"COPY {subject} FROM STDIN"
    for deed in judge(inner, "postgres", frozenset(state.own_tables)).deeds:
        _deed(state, deed, at)
    if program:
        if state.run_shell is not None:
            _splice(state, state.run_shell(state.holes.text(file), at))
        else:
            state.emit(Unknown(kind="dynamic-command", at=at, detail=f"psql runs: {state.holes.restore(file)}"))
    elif file.lower() not in ("stdin", "stdout", "pstdin", "pstdout"):
        action = Action.WRITE if direction == "to" else Action.READ
        verb = "writes" if direction == "to" else "reads"
        _deed(state, Deed(action=action, resource="filesystem", target=file, what=f"{verb} the file {file}"), at)


def _both(first: str | None, second: str | None) -> str | None:
    return f"{first} and {second}" if first and second else first or second
