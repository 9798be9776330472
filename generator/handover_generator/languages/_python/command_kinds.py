"""Kinds of catalogue rows that run something: commands, texts for a shell, and what is fed to a program."""

from __future__ import annotations

import ast

from handover_generator.analysis._commands_anew import made_anew
from handover_generator.analysis._commands_code import OUTPUT_OF, STDIN_FILE
from handover_generator.analysis._commands_dumps import made_by
from handover_generator.analysis._commands_unpacked import follows_from
from handover_generator.analysis._commands_words import simple_words
from handover_generator.analysis.checkouts import checked_out
from handover_generator.analysis.paths import REPOSITORY, joined
from handover_generator.languages._python.bound_programs import bound_program
from handover_generator.languages._python.command_lines import command_lines
from handover_generator.languages._python.django_commands import (
    given_options,
    of_outside,
)
from handover_generator.languages._python.fed_programs import NOT_SEEN
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.git_words import git_words
from handover_generator.languages._python.held_back import held_back
from handover_generator.languages._python.rows import Rows
from handover_generator.languages._python.sh_words import PACKAGE, sh_words
from handover_generator.languages._python.strings import repository_path, shell_words
from handover_generator.languages._python.truth import truth
from handover_generator.languages._python.value_texts import text_of, texts_of
from handover_generator.languages._python.values import NONE, TOO_MANY, Api, Const, Seq, Str, UnknownValue, Values
from handover_generator.model.behaviour import Act, Confidence, Event, Guard, GuardKind, no_surer
from handover_generator.model.rows import ApiRow
from handover_generator.model.text import MORE, Hole, Text
from handover_generator.records import replace


class CommandKinds(Rows):
    """Methods ``_do_<kind>`` for those, and the running itself."""

    def _do_command(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        values = self.role(row.target or ("arg0", "args"), receiver, arguments)
        shell = self.role(row.shell_if, receiver, arguments) if row.shell_if else None
        cwd_values = self.role(row.cwd or ("cwd",), receiver, arguments)
        stdin_values = self.role(row.stdin or ("input",), receiver, arguments)
        cwd = text_of(cwd_values) if cwd_values and cwd_values != NONE else None
        stdin = text_of(stdin_values) if stdin_values and isinstance(stdin_values[0], Str) else None
        if stdin is None and stdin_values and stdin_values != NONE:
            stdin = NOT_SEEN
        if stdin is None:
            stdin = self._fed(arguments.keywords.get("stdin", ()))
        host = self._host(row, receiver, arguments)

        def start(frame: CommandKinds, place: ast.AST, fed: Text | None) -> None:
            words = [argv for value in values or () if isinstance(value, Seq) and value.items and not (shell and truth(shell))
                     for argv in command_lines(value)]
            done = bool(words)
            with held_back(frame, words, place) as ways:
                for argv in ways:
                    frame.run_command(argv, place, stdin=fed, cwd=cwd, host=host)
            for value in values or ():
                if isinstance(value, Seq) and value.items and not (shell and truth(shell)):
                    continue
                if isinstance(value, Seq) and value.items:
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

        if receiver.site and (dump := _dump_of(values or ())) is not None:
            self.engine.layer.fed.prints[receiver.site] = dump
        if receiver.site and stdin == NOT_SEEN:
            self.engine.layer.fed.wait(receiver.site, start, self, node)
        else:
            start(self, node, stdin)
        return None

    def _do_feeds(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        given = self.role(row.target or ("arg0", "input"), receiver, arguments)
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
            if isinstance(value, Api) and value.path.endswith(".stdout") and value.site in self.engine.layer.fed.prints:
                return self.engine.layer.fed.prints[value.site]
            ours = isinstance(value, Api) and value.path.startswith(("sys.stdin", "sys.__stdin__"))
            if not ours and not isinstance(value, Const):
                return NOT_SEEN
        return None

    def _do_program(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        if "[" in receiver.path and (words := bound_program(self, receiver, arguments, node)) is not None:
            self.run_command(words, node)
            return None
        name = text_of(self.role(row.target or ("member",), receiver, arguments) or ())
        if receiver.path.startswith(PACKAGE):
            words = sh_words(receiver, arguments, name if ".Command()" in receiver.path else None)
            fed, folder = (text_of(values) if (values := arguments.keywords.get(key)) else None for key in ("_in", "_cwd"))
            self.run_command(words, node, stdin=fed, cwd=folder)
            return None
        given = [text_of(values) for values in arguments.positional] + ([MORE] if arguments.rest is not None else [])
        self.run_command([name, *given], node)
        return None

    def _do_git(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        self.run_command(git_words(receiver.items[-1] if receiver.items else "", arguments), node, cwd=receiver.made_with)
        return None

    def _do_shell(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        values = self.role(row.target or ("arg0",), receiver, arguments)
        texts = texts_of(values or ())
        host = self._host(row, receiver, arguments)

        def start(frame: CommandKinds, place: ast.AST, fed: Text | None) -> None:
            with held_back(frame, [simple_words(frame.plain(text)) or [text] for text in texts], place) as ways:
                for text in texts:
                    if (simple_words(frame.plain(text)) or [text]) in ways:
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
        values = self.role(row.host, receiver, arguments) if row.host else None
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


def _dump_of(values: Values) -> Text | None:
    """What a program prints that gives out a dump; None for any other."""
    words = [word for value in values for held in (value.items if isinstance(value, Seq) else ((value,),)) for word in texts_of(held)]
    maker = made_by(words)
    return Text.of(Hole("unknown", OUTPUT_OF + maker)) if maker is not None else None
