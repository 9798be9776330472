"""The kinds of catalogue rows that are more than an act: questions, commands, SQL, environment, callbacks."""

from __future__ import annotations

import ast
import sys

from handover_generator.analysis._commands_anew import made_anew
from handover_generator.analysis._commands_code import STDIN_FILE
from handover_generator.analysis._commands_unpacked import follows_from
from handover_generator.analysis._commands_words import REPOSITORY, joined, simple_words
from handover_generator.analysis.checkouts import checked_out
from handover_generator.analysis.folders import is_test
from handover_generator.languages._python.aws_operations import operated
from handover_generator.languages._python.bound_programs import bound_program
from handover_generator.languages._python.command_lines import command_lines, words_for
from handover_generator.languages._python.django_commands import (
    command_of,
    command_start,
    given_options,
    given_words,
    migrated,
    of_outside,
    started_with,
)
from handover_generator.languages._python.fed_programs import NOT_SEEN
from handover_generator.languages._python.frame import CODE_OF, Arguments
from handover_generator.languages._python.functions_by_text import functions_given
from handover_generator.languages._python.git_words import git_words
from handover_generator.languages._python.kept_threads import STARTS, is_kept, start_kept
from handover_generator.languages._python.later_results import handed_back
from handover_generator.languages._python.rows import Rows, is_passing
from handover_generator.languages._python.strings import from_template, items_of, repository_path, shell_words
from handover_generator.languages._python.table_events import MADE, listen
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
    Mod,
    Options,
    Partial,
    Seq,
    Str,
    UnknownValue,
    Values,
    join,
    literal,
    text_of,
    texts_of,
    truth,
)
from handover_generator.model.behaviour import Act, Call, Confidence, Event, Guard, GuardKind, Need, no_surer
from handover_generator.model.rows import ApiRow
from handover_generator.model.text import MORE, MOST_WORDS, Hole, Text
from handover_generator.records import replace

_IN_MEMORY = frozenset({":memory:", "file::memory:", "file::memory:?cache=shared", "sqlite://", "sqlite:///:memory:", "sqlite+aiosqlite://",
                        "sqlite+aiosqlite:///:memory:"})
_ASK_FOR_TEXT = frozenset({"input", "raw_input", "prompt", "getpass", "text", "readline"})
_MOST_IMPORTED = 24


_PACKED = {"apply": 1, "apply_async": 1, "apply_e": 1, "start_new_thread": 1, "Timer": 2, "enter": 3, "enterabs": 3}
"""Where those that call a function take its arguments, all of them as one sequence; the keywords follow."""

_STANDARD = (sys.stdlib_module_names | {"open", "input", "raw_input"}) - {"sqlite3"}


_READS_LATER = ("os.popen()", "Popen().stdin")
"""Handles of programs that were started before, which read what is written to them."""


class RowKinds(Rows):
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
        names = self.role(row.target or ("arg0",), row, receiver, arguments)
        name = literal(names or ())
        if name is None:
            return (Str(Text((Hole("env", ""),))),)
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
        functions = self.role(row.target or ("arg0",), row, receiver, arguments)
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

    def _do_command(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        values = self.role(row.target or ("arg0", "args"), row, receiver, arguments)
        shell = self.role(row.shell_if, row, receiver, arguments) if row.shell_if else None
        cwd_values = self.role(row.cwd or ("cwd",), row, receiver, arguments)
        stdin_values = self.role(row.stdin or ("input",), row, receiver, arguments)
        cwd = text_of(cwd_values) if cwd_values and cwd_values != NONE else None
        stdin = text_of(stdin_values) if stdin_values and isinstance(stdin_values[0], Str) else None
        if stdin is None:
            stdin = self._fed(arguments.keywords.get("stdin", ()))
        host = self._host(row, receiver, arguments)

        def start(frame: RowKinds, place: ast.AST, fed: Text | None) -> None:
            done = False
            for value in values or ():
                if isinstance(value, Seq) and value.items and not (shell and truth(shell)):
                    for argv in command_lines(value):
                        frame.run_command(argv, place, stdin=fed, cwd=cwd, host=host)
                    done = True
                elif isinstance(value, Seq) and value.items:
                    frame.run_shell(text_of(value.items[0]), place, host, fed)
                    done = True
                elif isinstance(value, Str):
                    if shell and truth(shell):
                        frame.run_shell(value.text, place, host, fed)
                    else:
                        # A plain string without a shell names the program, but everywhere people mean the whole line.
                        frame.run_command(shell_words(value.text), place, stdin=fed, cwd=cwd, host=host)
                    done = True
            if not done or any(isinstance(value, (Api, UnknownValue)) for value in values or ()):       # one of several that it may run
                frame.unknown("dynamic-command", place, f"{receiver.path} runs a command that is computed")

        if receiver.site and stdin == NOT_SEEN:
            self.engine.layer.fed.wait(receiver.site, start, self, node)
        else:
            start(self, node, stdin)
        return None

    def _do_feeds(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        given = self.role(row.target or ("arg0", "input"), row, receiver, arguments)
        if given and given != NONE:
            self.engine.layer.fed.feed(receiver.site, given, self, node)
        return None

    def _fed(self, values: Values) -> Text | None:
        """What a program reads from ``stdin=``: an open file, or what another program or later lines give; None where it is ours."""
        for value in values:
            if isinstance(value, Api) and value.made_with is not None and value.path.rpartition(".")[2] == "open()":
                found = repository_path(value.made_with, self.tools.files)
                return Text.of(Hole("unknown", STDIN_FILE), REPOSITORY + found if found else value.made_with)
            if isinstance(value, Api) and value.path.startswith("subprocess.DEVNULL"):
                return Text()
            ours = isinstance(value, Api) and value.path.startswith(("sys.stdin", "sys.__stdin__"))
            if not ours and not isinstance(value, Const):
                return NOT_SEEN
        return None

    def _do_program(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        if "[" in receiver.path and (words := bound_program(self, receiver, arguments, node)) is not None:
            self.run_command(words, node)
            return None
        name = text_of(self.role(row.target or ("member",), row, receiver, arguments) or ())
        given = [text_of(values) for values in arguments.positional] + ([MORE] if arguments.rest is not None else [])
        self.run_command([name, *given], node)
        return None

    def _do_git(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        self.run_command(git_words(receiver.items[-1] if receiver.items else "", arguments), node, cwd=receiver.made_with)
        return None

    def _do_shell(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        values = self.role(row.target or ("arg0",), row, receiver, arguments)
        texts = texts_of(values or ())
        host = self._host(row, receiver, arguments)

        def start(frame: RowKinds, place: ast.AST, fed: Text | None) -> None:
            for text in texts:
                frame.run_shell(text, place, host, fed)

        if texts and receiver.path == "os.popen" and receiver.site:          # popen(line, "w"): it reads what is written to it later
            self.engine.layer.fed.wait(receiver.site, start, self, node)
        else:
            start(self, node, None)
        if values and texts and TOO_MANY in values:
            self.unknown("budget", node, "more commands than are listed")
        if not texts:
            self.unknown("dynamic-command", node, f"{receiver.path} runs a shell command that is computed")
        return None

    def run_command(self, argv: list[Text], node: ast.AST, *, stdin: Text | None = None, cwd: Text | None = None,
                    host: str | None = None, certainty: Confidence = Confidence.RESOLVED) -> None:
        """A command line is run."""
        argv = [self.plain(word) for word in argv]
        self.take(no_surer(self.tools.command(argv, at=self.at(node), stdin=stdin, cwd=self.plain(cwd) if cwd else None,
                                              guards=tuple(self.guards), condition=self.condition, host=host,
                                              written=self.engine.layer.written), certainty))
        if host is None and argv:
            self._follow(argv, cwd)
        folder = checked_out(argv) if host is None and argv and argv[0].literal in ("git", "/usr/bin/git") else None
        if folder is not None and (target := self.shown(joined(folder, self.plain(cwd) if cwd else None))) is not None:
            self.engine.layer.new_files.add(target, self.place, self.conditions)

    def run_base(self, name: str, path: str, arguments: Arguments, node: ast.AST) -> None:
        """A command of an installed application is run by its class: ``path`` is what is called of that."""
        argv = [Text.of("manage.py"), Text.of(name), *(self.plain(word) for word in given_options(arguments))]
        base = path.rpartition(".")[0].removesuffix("()")
        self.take(of_outside(self.tools.command(argv, at=self.at(node), guards=tuple(self.guards), condition=self.condition,
                                                written=self.engine.layer.written), base, self.at(node)))

    def _host(self, row: ApiRow, receiver: Api, arguments: Arguments) -> str | None:
        """The other machine on which a row happens, if it is one."""
        values = self.role(row.host, row, receiver, arguments) if row.host else None
        return self.shown(text_of(values)) if values else None

    def run_shell(self, text: Text, node: ast.AST, host: str | None = None, fed: Text | None = None) -> None:
        """A text is run by a shell. ``fed``: what its only command reads."""
        if fed is not None and (plain := simple_words(self.plain(text))):
            self.run_command(plain, node, stdin=fed, host=host)
            return
        if fed is not None:
            self.unknown("dynamic-command", node, "what is fed to a line of several commands is not followed")
        self.take(self.tools.shell(self.plain(text), at=self.at(node), guards=tuple(self.guards), condition=self.condition, host=host,
                                   written=self.engine.layer.written))
        if host is None and (plain := simple_words(self.plain(text))):
            self._follow(plain)

    def _follow(self, argv: list[Text], cwd: Text | None = None) -> None:
        """What a command makes of files that the program made is its own as well."""
        made, plain = self.engine.layer.new_files, self.plain(cwd) if cwd else None

        def place(word: Text) -> str:
            return self.shown(joined(word, plain)) or ""

        program = (argv[0].literal or "").rpartition("/")[2]
        for new in follows_from(program, argv[1:], lambda word: made.has(place(word), self.place, self.conditions)):
            if target := place(new):
                made.add(target, self.place, self.conditions)

    def take(self, events: tuple[Event, ...]) -> None:
        """Events of a command. What it prints goes to the parent, which may drop it; a backup it makes stands from here on."""
        made = self.engine.layer.new_files
        for event in events:
            if isinstance(event, Guard):
                if event.kind is GuardKind.BACKUP:
                    self.guard(event)
                continue
            if (isinstance(event, Act) and event.destructive and event.resource in ("filesystem", "vcs") and event.target is not None
                    and made.has(event.target, self.place, self.conditions)):
                event = replace(event, destructive=False)
            self.emit(event)
        for act in made_anew(events):
            if act.target is not None and act.resource == "filesystem" and act.condition == self.condition:
                made.add(act.target, self.place, self.conditions)

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
        values = self.role(row.target or ("arg0",), row, receiver, arguments)
        if values and any(isinstance(value, (Seq, Map)) for value in values):
            values = _each_statement(values)
        if values and all(isinstance(value, Api) and value.state and "()" in value.path for value in values):
            self.uses(values)                      # built by the library, call by call, and told where it was built
            self.emit(*(event for value in values if isinstance(value, Api) and value.site.startswith(MADE)
                        for event in self.engine.built.get(value.site, ())))
            if not all(isinstance(value, Api) and self._by_another(value, row) for value in values):
                return None
            values = tuple((Str(from_template(text)) if " " in text.render() else UNKNOWN[0]) for text in texts_of(values))
        texts = texts_of(values or ()) or [Text((Hole("unknown", "statement"),))]
        if values and TOO_MANY in values:
            self.unknown("budget", node, "more statements than are listed")
        passing = receiver.made_with is not None and is_passing((Str(receiver.made_with),))
        for text in texts[:MOST_WORDS]:
            told = no_surer(self.tools.sql(self.plain(text), at=self.at(node), dialect=row.dialect, guards=tuple(self.guards),
                                           condition=self.condition), self.certainty)
            self.emit(*(replace(event, destructive=False) if passing and isinstance(event, Act) else event for event in told))
        return None

    def _by_another(self, value: Api, row: ApiRow) -> bool:
        """Whether a statement was made by what knows nothing of databases, such as a package for templates, or an open file."""
        if value.path.split(".")[0].partition("(")[0] in _STANDARD:
            return True
        rows = self.tools.api_rows(value.state)
        return bool(rows) and all(one.whole and one.lib != row.lib for one in rows)

    def _do_code(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        values = self.role(row.target or ("arg0",), row, receiver, arguments)
        texts = texts_of(values or ())
        if len(texts) == 1 and receiver.path in ("exec", "eval", "execfile", "runpy.run_path", "builtins.exec", "builtins.eval"):
            holes = texts[0].holes
            if receiver.path in ("runpy.run_path", "execfile"):
                file = repository_path(texts[0], self.tools.files)
            else:
                file = holes[0].name.removeprefix(CODE_OF) if len(texts[0].parts) == 1 and holes and holes[0].name.startswith(CODE_OF) else None
            entry = self.tools.entry(file, words_for(file, self.engine.layer.words)) if file is not None and file != self.module.path else None
            if entry is not None:
                self.emit(Call(to=entry, at=self.at(node), name=f"run {file}", condition=self.condition))
                return UNKNOWN
            if texts[0].certain is not None and receiver.path in ("exec", "eval"):
                given = self.evaluated(texts[0].certain, node, whole=receiver.path == "exec")
                if given is not None:
                    return given
        self.unknown("dynamic-code", node, f"{receiver.path} runs code that is computed")
        if receiver.path in ("exec", "execfile") and len(arguments.positional) == 1:
            self.store_any((Mod(self.module),), Text((Hole("unknown", ""),)))      # a file of settings sets what was only a default
        return UNKNOWN

    def evaluated(self, source: str, node: ast.AST, *, whole: bool) -> Values | None:
        """Literal source given to ``exec`` or ``eval``, read as if it stood here; None if it does not parse."""
        try:
            tree: ast.Module | ast.Expression = ast.parse(source) if whole else ast.parse(source.strip(), mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        for part in ast.walk(tree):
            if isinstance(part, (ast.expr, ast.stmt)):
                part.lineno = getattr(node, "lineno", 0)
        self.engine.kept.append(tree)                 # records of functions are kept by the identity of their nodes
        if isinstance(tree, ast.Expression):
            return self.eval(tree.body)
        self.block(tree.body)
        return NONE

    def _do_import(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        values = self.role(row.target or ("arg0", "name"), row, receiver, arguments) or ()
        if receiver.path == "runpy.run_module":              # as the interpreter does with -m
            self.take(tuple(event for event in self.tools.command([Text.of("python"), Text.of("-m"), text_of(values)], at=self.at(node),
                                                                  guards=tuple(self.guards), condition=self.condition)
                            if not (isinstance(event, Need) and event.kind == "binary")))
            return UNKNOWN
        if len(values) > 1 and all(isinstance(value, Str) and value.text.literal for value in values):       # each of a list of names
            return join(*(self._import_named(value.text, node, receiver, arguments) for value in values if isinstance(value, Str)))
        return self._import_named(text_of(values), node, receiver, arguments)

    def _import_named(self, text: Text, node: ast.AST, receiver: Api, arguments: Arguments) -> Values:
        head = text.parts[0] if text.parts else ""
        if isinstance(head, str) and head.startswith("."):
            package = literal(arguments.get(1, "package") or ())
            if package is None or package == "__main__":
                package = self.module.name if self.module.is_package else self.module.name.rpartition(".")[0]
            parts = package.split(".")
            level = len(head) - len(head.lstrip("."))
            text = Text.of(".".join([*parts[: len(parts) - level + 1], head.lstrip(".")]), *text.parts[1:])
        name = text.literal
        if name is None and (name := text.with_defaults().literal) is not None:
            self.unknown("dynamic-code", node, f"{receiver.path} imports {name} unless another name is given")
        if name is None:
            return self._import_any(text, node, receiver)
        if "*" in name and (listed := self.engine.loaders.found(name, self.module)):
            return join(*(self._imported(one, node) for one in listed[:_MOST_IMPORTED]))
        found = self.named(name, node)
        if receiver.path.endswith("__import__") and "." in name and not arguments.get(3, "fromlist"):
            return self.import_module(name.partition(".")[0], node)        # __import__("a.b") gives a
        return found

    def named(self, name: str, node: ast.AST) -> Values:
        """A module, class or function by its dotted name."""
        outer, _, last = name.rpartition(".")
        if outer and self.engine.program.find(name, self.module) is None and self.engine.program.find(outer, self.module) is not None:
            return self.member(self.import_module(outer, node), last, node)       # "shop.engines.Fast": a class by its dotted name
        return self._imported(name, node)

    def _members_meant(self, text: Text, node: ast.AST) -> Values:
        """The classes and functions that ``f"shop.engines.{kind}.Engine"`` may mean: those of that name which the modules of the package define."""
        tail = text.parts[-1] if len(text.parts) > 2 else ""
        outer, dot, name = tail.rpartition(".") if isinstance(tail, str) else ("", "", "")
        if not dot or not name.isidentifier():
            return ()
        found: list[Values] = []
        for module in self.engine.loaders.meant(Text.of(*text.parts[:-1], outer), self.module)[:_MOST_IMPORTED]:
            path = self.engine.program.find(module, self.module)
            info = self.engine.program.load(path) if path is not None and not is_test(path) else None
            if info is not None and any(isinstance(one, (ast.ClassDef, ast.FunctionDef)) and one.name == name for one in info.tree.body):
                found.append(self.member(self.import_module(module, node), name, node))
        return join(*found) if found else ()

    def _import_any(self, text: Text, node: ast.AST, receiver: Api) -> Values:
        """The modules that a computed name may mean: those of a package ("jobs." + name), or of that name in any package (app + ".tasks").
        Of the latter some may lie outside of the repository.
        """
        names = self.engine.loaders.meant(text, self.module)
        if not names and (members := self._members_meant(text, node)):
            return members
        inside = isinstance(text.parts[0], str) if text.parts else False
        if not names or len(names) > _MOST_IMPORTED or not inside:
            self.unknown("dynamic-code", node, f"{receiver.path} imports a module whose name is computed")
        if not names or len(names) > _MOST_IMPORTED:
            return UNKNOWN
        return tuple(value for name in names for value in self._imported(name, node))

    def _imported(self, name: str, node: ast.AST) -> Values:
        """A module imported by its name, evaluated at once: often for what it registers elsewhere. While another is imported only where that
        is known to need it, so that the order of imports decides nothing.
        """
        values = self.import_module(name, node)
        for value in values:
            if isinstance(value, Mod) and (not self.engine.importing or value.info.component is self.engine.layer.component):
                self.engine.ensure(value.info)
        return values

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
