"""SQL files: each statement's acts at its own line, psql's meta-commands followed."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Sequence

from handover_generator.analysis._sql_functions import made_in
from handover_generator.analysis._sql_stored import asked_for, stored_in
from handover_generator.analysis._sql_variables import given, used
from handover_generator.analysis.folders import interpreter_language
from handover_generator.analysis.sql import analyse_function, analyse_sql
from handover_generator.languages import _claims
from handover_generator.model.behaviour import Call, Event, Need, Routine, Unknown
from handover_generator.model.location import Location
from handover_generator.model.source import SQL_FUNCTION, Claims, Module, SourceFile, Unread
from handover_generator.model.text import Text
from handover_generator.model.tracing import Language, Reads, Start, Tools, noted
from handover_generator.regexes import regex

_SUFFIXES = frozenset({".sql", ".psql", ".pgsql", ".ddl", ".mysql", ".hql", ".hiveql", ".cql"})
_BY_SUFFIX = {".hql": ("hive", "hive"), ".hiveql": ("hive", "hive"), ".cql": (None, "cassandra")}
"""(dialect, service) of files whose name says it: the words in them are the same as those of others."""
MAX_BYTES = 4_000_000
# Words that only one kind of database knows, so that a file names what it depends on.
_POSTGRES = regex(
    r"^\s*\\[a-z]|:'\w+'|::\w|\bto\s+stdout\b|\bfrom\s+stdin\b|\bcreate\s+extension\b|\$\$|\bplpgsql\b|\bpg_\w+\(|\bowner\s+to\b|\bserial\b|"
    r"\bjsonb\b|\brefresh\s+materialized\b|\bcopy\s+\(",
    re.IGNORECASE | re.MULTILINE,
)
_MYSQL = regex(r"`\w+`|\bengine\s*=|\bauto_increment\b|/\*!\d+|\bload\s+data\b|^\s*delimiter\s", re.IGNORECASE | re.MULTILINE)
_SQLITE = regex(r"^\s*pragma\s|\bautoincrement\b|\battach\s+database\b", re.IGNORECASE | re.MULTILINE)
_COMMENT = regex(r"--[^\n]*")
_KINDS = ((_MYSQL, "mysql", "mysql"), (_POSTGRES, "postgres", "postgresql"), (_SQLITE, "sqlite", "sqlite"))


def claims(file: SourceFile) -> bool:
    """Whether a file is SQL, by its suffix, or since its first line asks for a client of a database."""
    return file.suffix in _SUFFIXES or (not file.suffix and interpreter_language(file.first_line) == "SQL")


def read(file: SourceFile) -> Module | Unread:
    """Take a file as SQL."""
    if file.text is None:
        return Unread(file.path, "not read as text")
    if len(file.text) > MAX_BYTES:
        return Unread(file.path, f"larger than {MAX_BYTES} bytes")
    asks = file.first_line.startswith("#!")
    text = file.text.replace("#!", "--", 1) if asks else file.text
    starts = (("shebang",) if asks else ()) + (("statements at top level",) if text.strip() else ())
    return Module(path=file.path, language="sql", starts=starts, tree=text,
                  announces=tuple(SQL_FUNCTION + name for name in made_in(text)))


def header(file: SourceFile, module: Module) -> Claims:
    """What the comments at the top of a file say."""
    return _claims.from_comment_block(_comments(file.text or ""), file.path)


def _comments(text: str) -> list[tuple[int, str]]:
    """Comment lines at the top: (line, text without its mark)."""
    found: list[tuple[int, str]] = []
    inside = False
    for number, line in enumerate(text.split("\n")[:200], start=1):
        stripped = line.strip()
        if inside or stripped.startswith("/*"):
            inside = "*/" not in stripped
            found.append((number, stripped.removeprefix("/*").removesuffix("*/").strip().removeprefix("* ").removeprefix("*")))
        elif stripped.startswith(("--", "#")):
            found.append((number, stripped.lstrip("-#").removeprefix(" ")))
        elif stripped:
            break
    return found


def dialect_of(text: str) -> tuple[str | None, str | None]:
    """(dialect, service) that a text shows by words only one database knows; (None, None) where it shows none."""
    head = text[:200_000]
    if "`" in head:
        head = _COMMENT.sub("", head)                                  # people quote names in what they say about them
    for pattern, dialect, service in _KINDS:
        if pattern.search(head):
            return dialect, service
    return None, None


def _kind_of(path: str, text: str) -> tuple[str | None, str | None]:
    """(dialect, service) of a file."""
    return _BY_SUFFIX.get(posixpath.splitext(path)[1].lower()) or dialect_of(text)


class SqlTracer:
    """One routine a file, and one for each choice of variables with which somebody has it run: its statements in order."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self._routines: dict[str, Routine] = {}
        self._open: set[str] = set()
        self._functions: dict[str, tuple[Routine, Reads]] = {}           # what was made of them counts for every script that calls one
        self._given: dict[str, tuple[str, dict[str, Text]]] = {}         # routines with variables, which others keep by their ids

    def begin(self) -> None:
        """Another script follows."""
        self._routines.clear()

    def entry(self, path: str, arguments: Sequence[Text] | None = None, fed: Text | None = None) -> str | None:
        """Routine id of the file; ``arguments``: variables (``table=orders``), of which those count that it asks for, or a function that it makes
        (``purge()``), which alone is meant then; it is fed nothing.
        """
        module = self.tools.module(path)
        if not isinstance(module, Module) or module.language != "sql":
            return None
        if (function := asked_for(arguments)) is not None:
            return f"sql:{path}#{function}"
        variables = used(str(module.tree), given(arguments)) if arguments else {}
        routine = f"sql:{path}"
        if variables:
            told = ";".join(f"{name}={value.render()}" for name, value in sorted(variables.items()))
            routine = f"{routine}@{hashlib.sha256(told.encode()).hexdigest()[:12]}"
            self._given[routine] = path, variables
        self._make(routine, path, variables)
        return routine

    def _make(self, routine: str, path: str, variables: dict[str, Text]) -> None:
        """Reads the file behind an id, unless that was done or is being done."""
        module = self.tools.module(path)
        if isinstance(module, Module) and routine not in self._routines and routine not in self._open:
            self._open.add(routine)
            try:
                self._routines[routine] = self._trace(path, str(module.tree), routine, variables)
            finally:
                self._open.discard(routine)

    def entries(self, path: str) -> Sequence[str]:
        """The file's only entry."""
        routine = self.entry(path)
        return (routine,) if routine is not None else ()

    def starts(self, path: str) -> Sequence[Start]:
        """None: a file of statements does one thing."""
        return ()

    def routine(self, routine_id: str) -> Routine:
        """The routine behind an id."""
        whole = routine_id.removeprefix("sql:")
        path, _, function = whole.rpartition("#")
        if function and whole not in self.tools.files and routine_id not in self._given:
            return self._function(routine_id, path, function)
        path, variables = self._given.get(routine_id, (whole, {}))
        self._make(routine_id, path, variables)
        found = self._routines.get(routine_id)
        return found or Routine(id=routine_id, path=path, name=posixpath.basename(path), line=1, events=())

    def _function(self, routine: str, path: str, name: str) -> Routine:
        """What a function does that a file makes."""
        if routine not in self._functions:
            with noted(self.tools) as reads:
                module = self.tools.module(path)
                text = str(module.tree) if isinstance(module, Module) else ""
                dialect, service = _kind_of(path, text)
                events = analyse_function(text, name, path=path, dialect=dialect, stored=stored_in(self.tools))
            needs: tuple[Event, ...] = (Need(kind="service", name=service, at=Location(path, 0)),) if service is not None else ()
            line = next((event.at.line for event in events), 1)
            unknown = sum(isinstance(event, Unknown) for event in events)
            self._functions[routine] = Routine(id=routine, path=path, name=name, line=line, events=(*needs, *events),
                                               resolved=len(events) - unknown, reachable=len(events)), reads
        found, reads = self._functions[routine]
        self.tools.reads.add(reads)
        return found

    def _trace(self, path: str, text: str, routine: str, variables: dict[str, Text]) -> Routine:
        if "${hive" in text:
            text = text.replace("${hiveconf:", "${").replace("${hivevar:", "${")       # variables, wherever they were given
        dialect, service = _kind_of(path, text)
        name = posixpath.basename(path)
        passed = [Text.of(f"{key}=", value) for key, value in variables.items()] or None

        def run_file(given: Text, at: Location) -> tuple[Event, ...]:
            literal = given.literal or ""
            for candidate in (posixpath.normpath(posixpath.join(posixpath.dirname(path), literal)), posixpath.normpath(literal)):
                target = self.tools.entry(candidate, passed) if candidate in self.tools.files else None
                if target is not None:
                    return (Need(kind="script", name=candidate, at=at), Call(to=target, at=at, name=posixpath.basename(candidate)))
            return (Need(kind="file", name=given.render(), at=at),
                    Unknown(kind="dynamic-sql", at=at, detail=f"runs {given.render()}, which is not in the repository"))

        def run_shell(command: Text, at: Location) -> tuple[Event, ...]:
            return self.tools.shell(command, at=at)

        events = analyse_sql(Text((text,), Location(path, 1)), at=Location(path, 1), dialect=dialect, run_file=run_file, run_shell=run_shell,
                             variables=variables, stored=stored_in(self.tools)) if text.strip() else ()
        needs: tuple[Event, ...] = (Need(kind="service", name=service, at=Location(path, 0)),) if service is not None else ()
        unknown = sum(isinstance(event, Unknown) for event in events)
        return Routine(
            id=routine, path=path, name=name, line=1, events=(*needs, *events), resolved=len(events) - unknown, reachable=len(events)
        )


LANGUAGE = Language(name="sql", claims=claims, read=read, tracer=SqlTracer, header=header)
