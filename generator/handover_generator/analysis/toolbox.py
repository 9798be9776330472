"""The services tracers ask for (``model.tracing.Tools``): catalogue, command lines, SQL, and the way from one language into another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from handover_generator.analysis._commands_types import NOTHING_SET, World
from handover_generator.analysis._sql_stored import stored_in
from handover_generator.analysis.commands import Commands
from handover_generator.analysis.sql import analyse_sql
from handover_generator.catalogue import aws
from handover_generator.catalogue.load import Catalogue
from handover_generator.model.behaviour import Event, Guard, Routine, Unknown
from handover_generator.model.files import WatchedFiles
from handover_generator.model.location import Location
from handover_generator.model.rows import ApiRow
from handover_generator.model.source import Module, SourceFile, Unread
from handover_generator.model.text import Text
from handover_generator.model.tracing import CodeTexts, Language, Lines, Reads, RunFile, RunShell, ShellTexts, Start, Tracer, announces
from handover_generator.model.written import Written


class Toolbox:
    """Everything a tracer may ask, over one repository, for one script after the other.

    ``reads`` says what the script in hand was read from.

    Args:
        files: all listed files by path.
        modules: files as their language read them, by path.
        languages: the languages, for their tracers.
        catalogue: what calls and commands do.
        source_roots: folders from which modules are imported.
        programs: command name to file path, from packaging.
        stand_ins: command name to the name of another package's program, from packaging.
        functions: file path to function names declared as console scripts.
        announced: what the modules announce (``announcers``), where it is known already.
        links: where symbolic links of the repository lead inside it, by path.
    """

    def __init__(self, *, files: Mapping[str, SourceFile], modules: Mapping[str, Module | Unread], languages: Iterable[Language],
                 catalogue: Catalogue, source_roots: Sequence[str] = (), programs: Mapping[str, str] | None = None,
                 stand_ins: Mapping[str, str] | None = None, functions: Mapping[str, Sequence[str]] | None = None,
                 announced: Mapping[str, tuple[str, ...]] | None = None, links: Mapping[str, str] | None = None) -> None:
        self.reads = Reads()
        self.files = WatchedFiles(files, self._read, self._ask, dict(links or {}))
        self.source_roots = source_roots
        self._modules = modules
        self._announced = announced
        self._catalogue = catalogue
        self._programs = dict(programs or {})
        self._functions = dict(functions or {})
        self._tracers: dict[str, Tracer] = {}
        self._languages = {language.name: language for language in languages}
        self.api_root = catalogue.apis.root
        self.commands = Commands(catalogue.commands, World(files=self.files, sql=self.sql, shell=self.shell, lines=self.lines, entry=self.entry,
                                                           find_program=self.find_program, source_roots=source_roots, code=self.code,
                                                           announcers=self.announcers, stands_for=dict(stand_ins or {}).get,
                                                           exports=self.exports))

    def begin(self) -> None:
        """Another script follows."""
        self.reads = Reads()
        for tracer in self._tracers.values():
            tracer.begin()

    def _read(self, path: str) -> None:
        self.reads.files.add(path)

    def _ask(self, question: str) -> None:
        self.reads.asked.add(question)

    def module(self, path: str) -> Module | Unread | None:
        """The file as its language read it."""
        self.reads.files.add(path)
        return self._modules.get(path)

    def outline(self, path: str) -> Module | Unread | None:
        """As ``module``, for whoever notes itself what it reads inside of functions."""
        self.reads.outlines.add(path)
        return self._modules.get(path)

    def announcers(self, name: str) -> tuple[str, ...]:
        """The files that announce a name."""
        self.reads.asked.add(announces(name))
        return self._announcers.get(name, ())

    @cached_property
    def _announcers(self) -> Mapping[str, tuple[str, ...]]:
        return announcers(self._modules) if self._announced is None else self._announced

    def api_step(self, state: frozenset[int], segment: str) -> frozenset[int]:
        """One segment further in the catalogue's automaton."""
        return self._catalogue.apis.step(state, segment) if segment else frozenset()

    def api_rows(self, state: frozenset[int]) -> tuple[ApiRow, ...]:
        """Rows that hold at a state."""
        return self._catalogue.apis.rows(state)

    def api_named(self, member: str) -> tuple[ApiRow, ...]:
        """Rows with a distinctive last member."""
        row = self._catalogue.apis.named(member)
        return () if row is None else (row,)

    def api_named_by(self, state: frozenset[int]) -> tuple[str, ...]:
        """The arguments after which what stands at a state is called."""
        return self._catalogue.apis.named_by(state)

    def package_known(self, root: str) -> bool:
        """Whether the catalogue speaks of a package."""
        return self._catalogue.apis.package_known(root)

    def aws(self, service: str, operation: str) -> tuple[str, str, bool] | None:
        """An AWS operation in any spelling."""
        return aws.operation(service, operation)

    def aws_service(self, service: str) -> str | None:
        """The name of an AWS service."""
        return aws.service_name(service)

    def aws_connection(self, path: str) -> str:
        """The AWS service behind a connection."""
        return aws.service_of_connection(path)

    def command(self, words: Sequence[Text], *, at: Location, stdin: Text | None = None, cwd: Text | None = None,
                guards: tuple[Guard, ...] = (), condition: str | None = None, host: str | None = None,
                written: Written | None = None, environment: Mapping[str, Text] = NOTHING_SET) -> tuple[Event, ...]:
        """What a command line does."""
        return self.commands.command(words, at=at, stdin=stdin, cwd=cwd, guards=guards, condition=condition, host=host, written=written,
                                     environment=environment)

    def shell(self, text: Text, *, at: Location, guards: tuple[Guard, ...] = (), condition: str | None = None,
              host: str | None = None, written: Written | None = None, arguments: Sequence[Text] = ()) -> tuple[Event, ...]:
        """What a piece of shell text does."""
        tracer = self._tracer("shell")
        if not isinstance(tracer, ShellTexts):
            return (Unknown(kind="dynamic-command", at=at, detail=text.render()[:120]),)
        return tracer.inline(text, at=at, guards=guards, condition=condition, host=host, written=written, arguments=arguments)

    def lines(self, *, guards: tuple[Guard, ...] = (), condition: str | None = None, host: str | None = None,
              written: Written | None = None) -> Lines:
        """What runs the lines of a recipe."""
        tracer = self._tracer("shell")
        return tracer.lines(guards=guards, condition=condition, host=host, written=written) if isinstance(tracer, ShellTexts) else _Unread()

    def exports(self, name: str) -> bool:
        """Whether the shell script that is read has given a function of that name to the shells it starts."""
        tracer = self._tracer("shell")
        return isinstance(tracer, ShellTexts) and tracer.exports(name)

    def code(self, text: Text, *, at: Location, guards: tuple[Guard, ...] = (), condition: str | None = None,
             host: str | None = None) -> tuple[Event, ...]:
        """What a piece of Python inside another file does."""
        tracer = self._tracer("python")
        if not isinstance(tracer, CodeTexts):
            return (Unknown(kind="dynamic-code", at=at, detail=f"inline Python: {text.render().strip()[:80]}"),)
        return tracer.inline(text, at=at, guards=guards, condition=condition, host=host)

    def sql(self, text: Text, *, at: Location, dialect: str | None = None, guards: tuple[Guard, ...] = (), condition: str | None = None,
            host: str | None = None, run_file: RunFile | None = None, run_shell: RunShell | None = None,
            variables: Mapping[str, Text] | None = None) -> tuple[Event, ...]:
        """What SQL does."""
        return analyse_sql(text, at=at, dialect=dialect, guards=guards, condition=condition, host=host, run_file=run_file, run_shell=run_shell,
                           variables=variables, stored=stored_in(self))

    def entry(self, path: str, arguments: Sequence[Text] | None = None, fed: Text | None = None) -> str | None:
        """Routine id of running a repository file."""
        module = self.module(path)
        if not isinstance(module, Module):
            return None
        tracer = self._tracer(module.language)
        return tracer.entry(path, arguments, fed) if tracer is not None else None

    def entries(self, path: str) -> Sequence[str]:
        """Routine ids from which the trails of a script start."""
        module = self.module(path)
        tracer = self._tracer(module.language) if isinstance(module, Module) else None
        return tracer.entries(path) if tracer is not None else ()

    def starts(self, path: str) -> Sequence[Start]:
        """The things that a script does by name."""
        module = self.module(path)
        tracer = self._tracer(module.language) if isinstance(module, Module) else None
        return tracer.starts(path) if tracer is not None else ()

    def routine(self, routine_id: str) -> Routine:
        """The routine behind an id of any language."""
        tracer = self._tracer(routine_id.partition(":")[0])
        if tracer is None:
            return Routine(id=routine_id, path="", name="", line=0, events=())
        return tracer.routine(routine_id)

    def find_program(self, name: str) -> str | None:
        """The repository file behind a command name."""
        return self._programs.get(name)

    def entry_functions(self, path: str) -> Sequence[str]:
        """Functions of a file that packaging declares as console scripts."""
        return self._functions.get(path, ())

    def _tracer(self, language: str) -> Tracer | None:
        if language not in self._tracers:
            if language not in self._languages:
                return None
            self._tracers[language] = self._languages[language].tracer(self)
        return self._tracers[language]


class _Unread:
    """Stands for a shell that nobody reads."""

    def run(self, text: Text, at: Location, *, may_fail: bool = False, conditions: tuple[str, ...] = ()) -> tuple[Event, ...]:
        """Says that a line was not read."""
        return (Unknown(kind="dynamic-command", at=at, detail=text.render()[:120]),)


def announcers(modules: Mapping[str, Module | Unread]) -> Mapping[str, tuple[str, ...]]:
    """What files announce, by name; a path stands once for each time it does."""
    found: dict[str, list[str]] = {}
    for path in sorted(modules):
        module = modules[path]
        for name in module.announces if isinstance(module, Module) else ():
            found.setdefault(name, []).append(path)
    return {name: tuple(paths) for name, paths in found.items()}
