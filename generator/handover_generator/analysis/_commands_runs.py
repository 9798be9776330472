"""What a command runs: words, files, statements, tasks that its row says it is given, wherever that happens."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import TYPE_CHECKING

from handover_generator.analysis import _commands_code as code
from handover_generator.analysis._commands_dumps import database_of, drops_first, is_dump
from handover_generator.analysis._commands_images import Images
from handover_generator.analysis._commands_mounts import mounts, told_here
from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._commands_types import Circumstances, Told, in_container
from handover_generator.analysis._commands_words import ASSIGNMENT, OPTIONS_OF_SSH, behind_options, is_open, opens_shell, remote_words
from handover_generator.analysis._sql_variables import given
from handover_generator.analysis.paths import REPOSITORY, is_file, is_temporary, shown
from handover_generator.catalogue.commands import CommandRun, CommandSpec
from handover_generator.model.behaviour import Act, Action, Call, Confidence, Event, Guard, GuardKind, Need, Unknown, files_at
from handover_generator.model.location import Location
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_PROGRAMS_TOO = frozenset(("echo", "printf", "true", "false", "test", "[", "pwd"))
"""Commands of the shell of which there are programs as well (coreutils)."""

_ONLY_SAYS = ("--version", "--help", "-V", "-?", "-version", "-help")
"""Options with which a client of a database only speaks of itself."""


class Runs:
    """What rows of the catalogue say that their commands run."""

    def __init__(self, commands: Commands) -> None:
        self.commands = commands
        self.world = commands.world
        self._images = Images(commands.world.files)

    def follow(self, spec: CommandSpec, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
        """Add what the command runs to ``told``; where that is not to be seen, what its row says of it."""
        ran = fed = False
        for run in spec.runs:
            if (run.needs_any and not parsed.has(run.needs_any)) or parsed.has(run.unless):
                continue
            from_stdin = run.source == ("stdin",)
            if from_stdin and fed and circumstances.stdin is None:
                told.events.append(Unknown(kind=code.KINDS[run.kind], at=circumstances.at, detail="runs what it is given on its standard input"))
            if from_stdin and ((ran and not fed) or not circumstances.stdin):
                continue
            led = [text for text in parsed.first(run.led_by) if text]
            texts = [*led, *parsed.first(run.source, circumstances.stdin)]
            if run.led_by and run.container and texts and not led:
                texts = [*self._started(parsed.first(run.container), texts[0]), *texts]
            if run.kind == "words" and run.assignments:
                while texts and texts[0].parts and isinstance(texts[0].parts[0], str) and ASSIGNMENT.match(texts[0].parts[0]):
                    texts = texts[1:]
            if not texts and run.kind in ("manage", "flask") and parsed.sub:
                texts = [Text.of(parsed.sub)]            # the name of the command is the sub-command; what follows it is optional
            if run.kind in ("sqlfile", "file") and (read := [text for text in texts if code.is_stdin(text)]):
                fed = True                               # psql -f -, bash -: what another row says of the standard input
                texts = [text for text in texts if text not in read] if run.kind == "sqlfile" else []
            if not texts:
                continue
            ran = True
            self._run(run, texts, parsed, self._moved(run, parsed, circumstances, from_stdin), told, circumstances.cwd)
        if not ran and circumstances.stdin is None and not parsed.has(_ONLY_SAYS) and not any(map(is_open, parsed.rest)) and any(
                run.kind == "sql" and run.source == ("stdin",) and not run.needs_any for run in spec.runs):
            told.events.append(Unknown(kind="dynamic-sql", at=circumstances.at, detail="runs the statements that it is given on its standard input"))
        if not ran and spec.runs:
            fallback = next((run for run in spec.runs if run.unseen and not run.needs_any), None)
            if fallback is not None and fallback.host:
                self._unseen(fallback, self._moved(fallback, parsed, circumstances, True), told)

    def _started(self, containers: list[Text], first: Text) -> list[Text]:
        """What the image of a container starts with the words that it is given, where that is a program that is known."""
        words = self._images.started(containers[0].literal or "") if containers else ()
        if not words or words[0].endswith(".sh") or self.commands.row(words[0].rpartition("/")[2]) is None or first.literal == words[0]:
            return []
        return [Text.of(word) for word in words]

    def _moved(self, run: CommandRun, parsed: Parsed, circumstances: Circumstances, from_stdin: bool) -> Circumstances:
        stdin = None if from_stdin else circumstances.stdin
        if run.lock:
            taken = Guard(kind=GuardKind.LOCK, at=circumstances.at, detail="a lock is held while it runs")
            circumstances = replace(circumstances, guards=(*circumstances.guards, taken))
        host = parsed.first(run.host)
        container = parsed.first(run.container)
        if host:
            name = _host_of(host[0])
            return circumstances.inside(host=name, stdin=stdin)
        if container:
            return circumstances.inside(host=in_container(container[0].render(), circumstances.host), stdin=stdin)
        return circumstances.inside(stdin=stdin)

    def _run(self, run: CommandRun, texts: list[Text], parsed: Parsed, inner: Circumstances, told: Told, cwd: Text | None) -> None:
        found: list[Event] = []
        arguments = parsed.first(run.arguments) or [value for option in run.variables for value in parsed.texts(option)]
        for text in texts if run.kind in ("sql", "sqlfile") else texts[:1]:
            found += self._one(run, text, texts, arguments, inner, parsed)
        if run.container and inner.host is not None and inner.host.startswith("container:") and (folders := mounts(parsed, cwd)):
            found = told_here(found, folders)
        seen = any(isinstance(event, Act | Call) for event in found)
        unknown = any(isinstance(event, Unknown) for event in found)
        told.events += [event for event in found if event not in told.events]
        if not seen and (run.host or run.container):
            if unknown or (inner.stdin is None and opens_shell(texts if run.container else remote_words(texts))):
                self._unseen(run, inner, told)
            elif inner.host is not None and run.host:
                told.act(inner, "remote-host", Action.READ, f"looks at {inner.host}", inner.host)
        elif unknown and not any(isinstance(event, Act) and event.action is not Action.READ for event in found):
            if run.kind in ("sql", "sqlfile") and run.dialect is not None and any(map(is_dump, texts)):
                name = database_of(parsed)
                # What mysqldump writes drops each table before it makes it anew, unless that was switched off. Of others it is not known: one that
                # does not mixes its rows with those that are there.
                certain = run.dialect == "mysql" or any(map(drops_first, texts))
                sure = inner.confidence if certain or inner.confidence is not Confidence.RESOLVED else Confidence.INFERRED
                told.act(replace(inner, confidence=sure), "database", Action.WRITE, f"loads a dump into {name or 'a database'}", name,
                         destructive=True)
            else:
                self._unseen(run, inner, told, database_of(parsed) if run.kind in ("sql", "sqlfile") else None)

    def _unseen(self, run: CommandRun, inner: Circumstances, told: Told, database: str | None = None) -> None:
        if run.unseen is not None:
            resource, action = run.unseen.split()
            if resource == "remote-host" and inner.host is None:
                return
            if resource == "remote-host" and inner.host is not None:
                resource = files_at(inner.host)
            place = inner.host.rpartition("container:")[2] if inner.host else None
            if resource == "database" and database is not None:
                told.act(inner, resource, action, f"runs statements that cannot be seen in {database}", database)
                return
            told.act(inner, resource, action, f"runs something in {place}" if place else "runs something that cannot be seen", place)

    def _one(
        self, run: CommandRun, text: Text, texts: list[Text], arguments: list[Text], inner: Circumstances, parsed: Parsed
    ) -> tuple[Event, ...]:
        at = inner.at
        if run.kind == "shell" and run.source == ("stdin",) and arguments:
            arguments = [Text.of("bash"), *arguments]        # bash -s a b: what is fed has them as $1 and $2
            run = replace(run, source=())
        if run.kind in ("shell", "sql", "code") and (held := code.contents_of(text)) is not None and held in self.world.files:
            text = Text.of(Hole("unknown", code.STDIN_FILE), REPOSITORY + held)
        pieces = code.pieces_of_stdin(text, outputs=run.kind != "shell") if run.kind in ("shell", "sql", "code") else [text]
        if len(pieces) > 1:
            return tuple(dict.fromkeys(event for piece in pieces for event in self._one(run, piece, [piece], arguments, inner, parsed)))
        remote = code.fetched(text) if run.kind in ("file", "shell", "code") else None
        if remote is not None:
            return code.remote_script(remote, inner)
        if code.is_file_of_stdin(text) and run.kind in ("shell", "sql", "code", "file"):
            file = code.file_of_stdin(text)
            arguments = arguments[1:] if run.kind == "shell" else arguments        # bash -c "$(cat x.sh)" name: without its $0
            followed = self._followed(run, file, arguments, inner, alike=False)
            if followed is not None:
                return followed
            return (Unknown(kind=code.KINDS[run.kind], at=at, detail=f"runs what {shown(file.render())} holds, which is not in the repository"),)
        match run.kind:
            case "words":
                if inner.host is not None and "container:" in inner.host and (texts[0].literal or "").startswith("-") and texts[0].literal != "--":
                    return (Unknown(kind="unmodelled-command", at=at, detail=f"runs what the image starts, with {texts[0].literal}"),)
                if inner.host is not None and "container:" in inner.host and self._is_of_the_shell(texts[0].literal):
                    return (Unknown(kind="unmodelled-command", at=at, detail=f"runs {texts[0].literal}, which is what the image makes of it"),)
                return self.commands.run(texts[1:] if texts[0].literal == "--" else texts, inner)
            case "shell":
                parts = behind_options(texts, OPTIONS_OF_SSH) if run.source == ("--",) else texts[1:] if texts[0].literal == "--" else texts
                whole = parts[0] if len(parts) == 1 else Text.join(" ", parts)           # one that is fed keeps the place where it is written
                return self.commands.shell_text(whole, inner, arguments)
            case "sql":
                return self.statements(text, run, inner, arguments)
            case "sqlfile" | "file":
                return self._file(run, text, arguments, inner)
            case "module":
                return self.commands.files.run_module(text, arguments, inner)
            case "code":
                return code.inline(text, inner, run.language or "Python", self.world.code)
            case "make":
                return self.commands.makes.run(texts, parsed, inner)
            case "script":
                return self.commands.scripts.run(texts, parsed, inner)
            case "flask":
                return self.commands.frameworks.flask(texts, parsed, inner)
            case "task":
                return self.commands.task_files.run(run.of or "", texts, parsed, inner)
            case "tasks":
                return self.commands.frameworks.tasks(texts, parsed, inner)
            case _:
                return self.commands.frameworks.manage(texts, parsed, inner)

    def _followed(self, run: CommandRun, file: Text, arguments: list[Text], inner: Circumstances, *, alike: bool) -> tuple[Event, ...] | None:
        """What a file does that is in the repository, or was made before; None for any other. ``alike``: also one of those that it may mean."""
        files = self.commands.files
        return (files.run_file(file, arguments, inner, None, kind=run.kind, dialect=run.dialect)
                or files.run_all(file, arguments, inner, kind=run.kind, dialect=run.dialect)
                or (files.run_alike(file, arguments, inner, kind=run.kind, dialect=run.dialect) if alike else None)
                or self.commands.made.run(file, inner, run, arguments))

    def _file(self, run: CommandRun, text: Text, arguments: list[Text], inner: Circumstances) -> tuple[Event, ...]:
        """A file that is run: what it does, else what its name tells."""
        told = self._followed(run, text, arguments, inner, alike=True)
        if told is not None:
            return told
        literal = shown(text.render())
        if not is_file(literal):
            return ()
        if posixpath.basename(text.render()) == "manage.py" and self.commands.frameworks.holds_no_other_manage():
            return self.commands.run([Text.of("manage.py"), *arguments], inner)       # where the project was copied to
        if run.kind == "file" and (program := self._of_environment(literal)) is not None:
            return self.commands.run([Text.of(program), *arguments], inner)           # python ../venv/bin/gunicorn shop.wsgi
        unseen = Unknown(kind="dynamic-command", at=inner.at, detail=f"runs {literal}, which is not in the repository")
        passing = inner.host is not None or is_temporary(literal) or "${" in literal
        installs = self.commands.files.packaged(literal, arguments, inner)
        return (unseen, *installs) if passing else (Need(kind="file", name=literal, at=inner.at), unseen, *installs)

    def _is_of_the_shell(self, name: str | None) -> bool:
        """Whether only a shell knows a command: what is run without one is a program of that name, or an argument of the one that is started."""
        row = self.commands.row(name) if name else None
        return row is not None and row.builtin and row.spec.neutral and name not in _PROGRAMS_TOO

    def _of_environment(self, path: str) -> str | None:
        """The name of a program that is known and lies in a ``bin`` folder: its interpreter only starts it."""
        folder, _, name = path.rpartition("/")
        return name if posixpath.basename(folder) == "bin" and self.commands.row(name) is not None else None

    def run_one(self, run: CommandRun, path: Text, inner: Circumstances, arguments: Sequence[Text] = ()) -> tuple[Event, ...]:
        """Running one file in the way of ``run``."""
        return self._one(run, path, [path], list(arguments), inner, Parsed(spec=CommandSpec()))

    def statements(self, text: Text, run: CommandRun, inner: Circumstances, arguments: Sequence[Text] = ()) -> tuple[Event, ...]:
        """SQL given to a client, with the files that it is told to read in and the commands that it is told to run. ``arguments``: variables that
        it is given, as ``NAME=value``.
        """
        bare = replace(inner, stdin=None, guards=(), condition=None)     # the reader of SQL adds what stands before

        def run_file(path: Text, at: Location) -> tuple[Event, ...]:
            return self.run_one(replace(run, kind="sqlfile"), path, bare, arguments)

        def run_shell(command: Text, at: Location) -> tuple[Event, ...]:
            return self.commands.shell_text(command, bare)

        return self.world.sql(text, at=inner.at, dialect=run.dialect, guards=inner.guards, condition=inner.condition, host=inner.host,
                              run_file=run_file, run_shell=run_shell, variables=given(arguments))


def _host_of(place: Text) -> str:
    """The host in ``ssh://user@host``: what stands behind the last ``@`` that is written there, so not behind the one of ``"$@"``."""
    behind: list[str] = []
    for part in reversed(place.parts):
        _, sign, host = part.rpartition("@") if isinstance(part, str) else ("", "", str(part))
        behind.append(host)
        if sign:
            break
    return "".join(reversed(behind)).removeprefix("ssh://")
