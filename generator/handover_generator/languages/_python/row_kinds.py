"""The kinds of catalogue rows that are more than an act and run nothing by name: questions, SQL, environment, callbacks."""

from __future__ import annotations

import ast
import sys

from handover_generator.languages._python.aws_operations import operated
from handover_generator.languages._python.by_query import by_query, put_together
from handover_generator.languages._python.code_kinds import CodeKinds
from handover_generator.languages._python.django_commands import (
    command_of,
    command_start,
    given_words,
    migrated,
    started_with,
)
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.functions_by_text import functions_given
from handover_generator.languages._python.kept_threads import STARTS, is_kept, start_kept
from handover_generator.languages._python.later_results import handed_back
from handover_generator.languages._python.rows import is_passing
from handover_generator.languages._python.strings import from_template, items_of
from handover_generator.languages._python.table_events import MADE, listen
from handover_generator.languages._python.told import of_toolkit
from handover_generator.languages._python.truth import truth
from handover_generator.languages._python.value_texts import literal, text_of, texts_of
from handover_generator.languages._python.values import (
    NONE,
    TOO_MANY,
    UNKNOWN,
    Answer,
    Api,
    Cls,
    Const,
    Func,
    Inst,
    Map,
    Options,
    Partial,
    Seq,
    Str,
    Values,
    join,
)
from handover_generator.languages._python.variables import read_one_of
from handover_generator.languages._python.whole_tables import hits_all_rows
from handover_generator.model.behaviour import Act, Confidence, Guard, GuardKind, Need, no_surer
from handover_generator.model.rows import ApiRow
from handover_generator.model.text import MOST_WORDS, Hole, Text
from handover_generator.records import replace

_IN_MEMORY = frozenset({":memory:", "file::memory:", "file::memory:?cache=shared", "sqlite://", "sqlite:///:memory:", "sqlite+aiosqlite://",
                        "sqlite+aiosqlite:///:memory:"})
_ASK_FOR_TEXT = frozenset({"input", "raw_input", "prompt", "text", "readline"})
_PACKED = {"apply": 1, "apply_async": 1, "apply_e": 1, "start_new_thread": 1, "Timer": 2, "enter": 3, "enterabs": 3}
"""Where those that call a function take its arguments, all of them as one sequence; the keywords follow."""

_BUILDERS = ("peewee.", "playhouse.", "django.", "tortoise.", "pony.", "psycopg2.sql.", "psycopg.sql.", "pypika.")
"""Packages besides the toolkit whose objects may be a statement."""
_STANDARD = (sys.stdlib_module_names | {"open", "input", "raw_input"}) - {"sqlite3"}


_READS_LATER = ("os.popen()", "Popen().stdin")
"""Handles of programs that were started before, which read what is written to them."""


class RowKinds(CodeKinds):
    """One method ``_do_<kind>`` for each kind."""

    def _do_neutral(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        if receiver.path in STARTS:
            start_kept(self, node)
        return None

    def _do_output(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        to = arguments.keywords.get("file")      # print(..., file=f) writes to f, and the effect belongs to its open()
        for value in to or ():
            if isinstance(value, Api) and value.site and value.path.endswith(_READS_LATER):
                said = Text.join(" ", map(text_of, arguments.positional))
                self.engine.layer.fed.feed(value.site, (Str(said),), self, node)
        if to is None or any(isinstance(value, Api) and value.path.startswith("sys.std") for value in to):
            told = Guard(kind=GuardKind.OUTPUT, at=self.at(node), detail=f"{receiver.path} tells what happens")
            if any(guard.kind is GuardKind.OUTPUT for guard in self.guards):
                self.emit(told)
            else:
                self.guard(told)                 # what comes after it does not happen in silence
        return NONE

    def _do_confirm(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        prompt = text_of(arguments.positional[0]).render() if arguments.positional else ""
        guard = Guard(kind=GuardKind.CONFIRM, at=self.at(node), detail=f'asks "{prompt[:80]}"' if prompt else "asks a person")
        if (abort := arguments.keywords.get("abort")) and truth(abort):
            self.guard(guard)
        return (Answer(guard, of_text=(receiver.items[-1:] or (receiver.path,))[0] in _ASK_FOR_TEXT),)

    def _do_exit(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        self.exited = True
        return ()

    def _do_env(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        names = self.role(row.target or ("arg0",), receiver, arguments)
        name = literal(names or ())
        if name is None:
            return read_one_of(self, names or (), node)
        fallback = arguments.get(1, "default")
        default = literal(fallback) if fallback else None
        if default is None and fallback and isinstance(fallback[0], Const) and fallback[0].value is not None:
            default = str(fallback[0].value)
        if receiver.items[-1:] != ("setdefault",):             # what a script provides for itself is nothing that it needs
            self.reads_variable(name, default, node)
        return (Str(Text((Hole("env", name, default),))),)

    def reads_variable(self, name: str, default: str | None, node: ast.AST) -> None:
        """Note that an environment variable is read."""
        need = Need(kind="env", name=name, at=self.at(node), default=default)
        if not self.engine.importing:
            self.emit(need)
        elif name not in self.engine.variables:    # while a module is imported: whoever uses the value depends on it, not whoever imports it
            self.engine.layer.put(None, self.engine.variables, name, need)

    def uses(self, values: Values) -> Values:
        """The values, noting what was read or made for them while a module was imported: environment variables, statements."""
        if self.engine.importing:
            return values
        for value in values:
            if type(value) is Str:
                for part in value.text.parts:
                    if type(part) is Hole and part.kind == "env" and (need := self.engine.variables.get(part.name)) is not None:
                        self.emit(need)
            elif type(value) is Api and value.site in self.engine.built and not value.site.startswith(MADE):
                self.emit(*self.engine.built[value.site])
        return values

    def _do_calls(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        if is_kept(self, receiver.path, node):
            return None
        functions = self.role(row.target or ("arg0",), receiver, arguments)
        if functions is None:
            return None
        name = receiver.items[-1] if receiver.items else ""
        roles = [int(role[3:]) for role in row.target or ("arg0",) if role.startswith("arg") and role[3:].isdigit()]
        given = arguments.positional[next((index for index in roles if index < len(arguments.positional)), 0) + 1:]
        place = _PACKED.get(name, len(arguments.positional))
        packed = arguments.keywords.get("args") or arguments.get(place)
        if packed and isinstance(packed[0], Seq):
            given = list(packed[0].items)
        keywords = {k: v for k, v in arguments.keywords.items() if k not in ("target", "args", "kwargs", "kwds", "daemon", "name", "fn", "func")}
        extra = arguments.keywords.get("kwargs") or arguments.keywords.get("kwds") or arguments.get(place + 1)
        if extra and isinstance(extra[0], Map):
            keywords = dict(extra[0].entries)
        if packed is None and (packed := arguments.keywords.get("argument")) and isinstance(packed[0], Seq):       # of sched
            given = list(packed[0].items)
        if name in ("starmap", "starmap_async"):
            given = _unpacked(given[0] if given else ())
        elif name in ("map", "imap", "imap_unordered", "filter", "map_async"):
            given = [items_of(values) or self.iterate(values, node) or UNKNOWN for values in given]
        results: list[Values] = []
        for function in functions_given(self, functions, node, receiver.path):
            if isinstance(function, (Func, Partial, Cls, Api, Inst)):
                results.append(self.call_value(function, Arguments(list(given), keywords), node, spawn=True))
        return handed_back(receiver.path, results)

    def _do_partial(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        if not arguments.positional:
            return None
        return tuple(Partial(target, tuple(arguments.positional[1:]), tuple(arguments.keywords.items()))
                     for target in arguments.positional[0])

    def _do_sql(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        if receiver.site.startswith(MADE):                     # it runs where it is handed over, or where it is told to
            if "(" in receiver.path:
                self.emit(*self.engine.built.get(receiver.site, ()))
                return None
            with self.building(receiver.site):
                return self._run_sql(row, node, receiver, arguments)
        return self._run_sql(row, node, receiver, arguments)

    def _run_sql(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        if receiver.made_with is not None and receiver.made_with.literal in _IN_MEMORY:
            return None                            # a database that is gone when the program ends
        values = self.role(row.target or ("arg0",), receiver, arguments)
        if values and any(isinstance(value, (Seq, Map)) for value in values):
            values = _each_statement(values)
        given = any(by_query(value) for value in values or ())
        if given:
            self.emit(*no_surer(put_together(self, node, row.dialect), self.certainty))
            values = tuple(Str(text_of((value,))) if by_query(value) else value for value in values or ())
        if values and all(isinstance(value, Api) and value.state and "()" in value.path for value in values):
            self.uses(values)                      # built by the library, call by call, and told where it was built
            self.emit(*hits_all_rows(self, values, node), *(event for value in values if isinstance(value, Api) and value.site.startswith(MADE)
                        for event in self.engine.built.get(value.site, ())))
            if not all(isinstance(value, Api) and self._by_another(value, row) for value in values):
                return None
            values = tuple((Str(from_template(text)) if " " in text.render() else UNKNOWN[0]) for text in texts_of(values))
        texts = texts_of(values or ()) or [Text((Hole("unknown", "statement"),))]
        if values and TOO_MANY in values:
            self.unknown("budget", node, "more statements than are listed")
        if not given:
            self.asked_for = tuple(texts[:MOST_WORDS])
        passing = receiver.made_with is not None and is_passing((Str(receiver.made_with),))
        for text in texts[:MOST_WORDS]:
            told = no_surer(self.tools.sql(self.plain(text), at=self.at(node), dialect=row.dialect, guards=tuple(self.guards),
                                           condition=self.condition), self.certainty)
            self.emit(*(replace(event, destructive=False) if passing and isinstance(event, Act) else event for event in told))
        return None

    def _by_another(self, value: Api, row: ApiRow) -> bool:
        """Whether a statement was made by what knows nothing of databases, such as a package for templates, a file, or a server."""
        if value.path.split(".")[0].partition("(")[0] in _STANDARD:
            return True
        rows = self.tools.api_rows(value.state)
        builds = of_toolkit(value) or value.model is not None or value.path.startswith(_BUILDERS)
        return bool(rows) and all(one.lib != row.lib and (one.whole or not builds) for one in rows)

    def _do_django_command(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        if (own := command_of(receiver.path)) is not None:   # the command itself, or one that the repository made from it
            self.run_base(own, receiver.path, arguments, node)
            return None
        if receiver.path.endswith((".execute_from_command_line", ".execute")):
            self._handed_to_django(arguments.get(0, "argv") or () if receiver.path.endswith("line") else (), node)
            return None
        if receiver.path.endswith(".migrate"):               # of Django's executor of migrations
            for words in migrated(arguments):
                self.run_command(words, node)
            return None
        given = arguments.get(0, "name", "command_name") or ()
        names = list(dict.fromkeys(name for text in texts_of(given) if (name := text.literal) is not None))
        names += [own for value in given if isinstance(value, Api) and (own := command_of(value.path)) is not None and own not in names]
        for value in given:
            if isinstance(value, (Inst, Cls)):
                start = command_start(value.info) or "handle"
                for method in self.member((Inst(value.info) if isinstance(value, Cls) else value,), start, node):
                    self.call_value(method, started_with(start, Options()), node)
                return None
        if len(names) < len(given) or not names:
            self.unknown("dynamic-command", node, "call_command with a computed name")
        for name in names:
            self.run_command([Text.of("manage.py"), Text.of(name), *given_words(arguments)], node,
                             certainty=Confidence.RESOLVED if len(given) == 1 else Confidence.INFERRED)
        return None

    def _handed_to_django(self, given: Values, node: ast.AST) -> None:
        """Django runs the command that a list of words names. Those of the program itself are told where it is started with some; without any
        it runs whatever it is given.
        """
        for value in given:
            if isinstance(value, Seq) and len(value.items) > 1:
                self.run_command([Text.of("manage.py"), *(text_of(item) for item in value.items[1:])], node)
        written = given and all(isinstance(value, Seq) and value.exact for value in given)
        if not written and not self.engine.layer.words:
            self.unknown("dynamic-command", node, "runs the management command that it is given")

    def _do_aws(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        operated(self, row, node, receiver, arguments)
        return None

    def _do_transaction(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        self.emit(Guard(kind=GuardKind.TRANSACTION, at=self.at(node), detail=receiver.path))
        return None

    def _do_lock(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        self.guard(Guard(kind=GuardKind.LOCK, at=self.at(node), detail=receiver.path))
        return None

    def _do_register(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        if receiver.path.startswith("sqlalchemy."):
            listen(self, receiver, arguments)
        return None


def _each_statement(values: Values) -> Values:
    """The statements among values: those of a list, and what a dictionary holds as one (``{"Statement": text}``)."""
    each = join(*(items_of((value,)) if isinstance(value, Seq) else (value,) for value in values))
    return join(*((value.get("Statement") or value.get("sql") or UNKNOWN) if isinstance(value, Map) else (value,) for value in each)) or UNKNOWN


def _unpacked(rows: Values) -> list[Values]:
    """The arguments that a function gets of which each call takes one row."""
    tuples = [one for one in items_of(rows) if isinstance(one, Seq)]
    width = max((len(one.items) for one in tuples), default=0)
    return [join(*(one.items[index] for one in tuples if index < len(one.items))) for index in range(width)] or [UNKNOWN]
