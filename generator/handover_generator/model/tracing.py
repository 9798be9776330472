"""The record a language exposes, and the services the analysis lends it while tracing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from handover_generator.model.behaviour import Event, Guard, Routine
from handover_generator.model.files import Files
from handover_generator.model.location import Location
from handover_generator.model.parts import Parts
from handover_generator.model.rows import ApiRow
from handover_generator.model.source import Claims, Module, SourceFile, Unread
from handover_generator.model.text import Text
from handover_generator.model.written import Written
from handover_generator.records import field, record

RunFile = Callable[[Text, Location], tuple[Event, ...]]
RunShell = Callable[[Text, Location], tuple[Event, ...]]
"""What a client of a database reads in and runs (``\\i x.sql``, ``\\! ls``): text and place in, events out."""
ALL_TASKS = "*"
"""Among the functions that something starts: all that a worker of a task queue runs, because a schedule names the file's tasks."""


@record(slots=True)
class Reads:
    """What something was read from: the paths of ``files`` that were read as a whole, of ``outlines`` of which only what stands outside of functions
    was, with the numbers of those of their functions into whose ``bodies`` somebody looked (``model.parts``), and what was ``asked`` of all files
    (``model.files``, ``announces``).
    """

    files: set[str] = field(default_factory=set)
    outlines: set[str] = field(default_factory=set)
    bodies: set[tuple[str, int]] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)

    def add(self, other: Reads) -> None:
        """It was read from what the other was read from, too."""
        self.files |= other.files
        self.outlines |= other.outlines
        self.bodies |= other.bodies
        self.asked |= other.asked


@contextmanager
def noted(tools: Tools) -> Iterator[Reads]:
    """Gives what is read inside, for something that is kept: whoever uses it again adds that. It counts for what surrounds it, too."""
    outer, tools.reads = tools.reads, Reads()
    try:
        yield tools.reads
    finally:
        outer.add(tools.reads)
        tools.reads = outer


def announces(name: str) -> str:
    """The question for the files that announce a name (``Module.announces``)."""
    return "announces " + name


class Lines(Protocol):
    """A recipe at work: lines that run one after another, each in a shell of its own, as long as they go well."""

    def run(self, text: Text, at: Location, *, may_fail: bool = False, conditions: tuple[str, ...] = ()) -> tuple[Event, ...]:
        """What the next line does. What was asked, kept and said by the lines before stands before it; what one that ``may_fail`` asked decides
        nothing for those that follow, and one that runs only under ``conditions`` only for those that run under them too.
        """
        ...


class Tools(Protocol):
    """What a tracer may ask. Implemented in ``analysis``; a language never imports the catalogue.

    ``reads``: what the script in hand was read from so far, its imports among it. A tracer that keeps anything for other scripts adds what
    that was read from, whenever it is used again.
    """

    reads: Reads

    @property
    def files(self) -> Files:
        """All listed files by path. What is asked of them is noted in ``reads``."""
        ...

    @property
    def source_roots(self) -> Sequence[str]:
        """Folders from which modules may be imported, mined from packaging and container files; '' is the root."""
        ...

    def module(self, path: str) -> Module | Unread | None:
        """The file as its language read it; None if there is no such file. Cached."""
        ...

    def outline(self, path: str) -> Module | Unread | None:
        """As ``module``, for whoever notes in ``reads.bodies`` into which of its functions it looks."""
        ...

    def announcers(self, name: str) -> tuple[str, ...]:
        """The files that announce a name (``Module.announces``), one entry for each time."""
        ...

    def api_step(self, state: frozenset[int], segment: str) -> frozenset[int]:
        """Follow one segment of an access path in the catalogue's automaton. ``api_root`` starts."""
        ...

    @property
    def api_root(self) -> frozenset[int]:
        """The automaton's start."""
        ...

    def api_rows(self, state: frozenset[int]) -> tuple[ApiRow, ...]:
        """The catalogue rows that hold at a state, most specific first."""
        ...

    def api_named_by(self, state: frozenset[int]) -> tuple[str, ...]:
        """The arguments after which what stands at a state is called (``index``, ``arg1``), where that is not the first one."""
        ...

    def package_known(self, root: str) -> bool:
        """Whether the catalogue says anything of the top-level package ``root``."""
        ...

    def api_named(self, member: str) -> tuple[ApiRow, ...]:
        """Rows whose last member has the *distinctive* name ``member`` (drop_collection, rmtree), empty for common names."""
        ...

    def aws(self, service: str, operation: str) -> tuple[str, str, bool] | None:
        """(resource, action, destructive) of an AWS operation in any spelling, or None."""
        ...

    def aws_service(self, service: str) -> str | None:
        """What people call a service of AWS by its code ("rds-data"); None for the one that only says who asks."""
        ...

    def aws_connection(self, path: str) -> str:
        """The service behind an access path that makes a connection with the old ``boto``."""
        ...

    def entry_functions(self, path: str) -> Sequence[str]:
        """Names of functions in ``path`` that packaging declares as console scripts; ``ALL_TASKS`` where a schedule starts its tasks."""
        ...

    def command(self, words: Sequence[Text], *, at: Location, stdin: Text | None = None, cwd: Text | None = None,
                guards: tuple[Guard, ...] = (), condition: str | None = None, host: str | None = None,
                written: Written | None = None, environment: Mapping[str, Text] = MappingProxyType({})) -> tuple[Event, ...]:
        """What running the command line ``words`` does: acts, calls into scripts of the repository, needs, unknowns.

        ``stdin`` is what is fed to it (heredoc, ``input=``); ``written`` what the program put into files before; ``environment`` the variables that
        it sets for it. Wrappers (sudo, ssh, docker exec, ``bash -c``) are unwrapped.
        """
        ...

    def shell(self, text: Text, *, at: Location, guards: tuple[Guard, ...] = (), condition: str | None = None,
              host: str | None = None, written: Written | None = None, arguments: Sequence[Text] = ()) -> tuple[Event, ...]:
        """What running ``text`` through a shell does (``shell=True``, ``os.system``, ``bash -c``); ``written`` as for ``command``, ``arguments``: its
        ``$0``, ``$1`` and so on, where any are given.
        """
        ...

    def lines(self, *, guards: tuple[Guard, ...] = (), condition: str | None = None, host: str | None = None,
              written: Written | None = None) -> Lines:
        """What runs the lines of a recipe (make, just, task); ``written`` as for ``command``."""
        ...

    def sql(self, text: Text, *, at: Location, dialect: str | None = None, guards: tuple[Guard, ...] = (),
            condition: str | None = None, host: str | None = None, run_file: RunFile | None = None,
            run_shell: RunShell | None = None, variables: Mapping[str, Text] | None = None) -> tuple[Event, ...]:
        """What executing the SQL ``text`` does; holes are allowed. ``run_file`` and ``run_shell``: of a client that reads files in and runs
        commands (``\\i x.sql``, ``\\! ls``); ``variables``: what it was given for ``:NAME``.
        """
        ...

    def entry(self, path: str, arguments: Sequence[Text] | None = None, fed: Text | None = None) -> str | None:
        """The routine id of running the repository file ``path`` with ``arguments`` (None: not known), fed ``fed`` on its standard input; None if it
        is not readable code.
        """
        ...

    def find_program(self, name: str) -> str | None:
        """The repository file behind a command name (a console script, a file on a known path), or None."""
        ...


@record(frozen=True, slots=True, kw_only=True)
class Start:
    """One of several things that a file does by name, and the ``routine`` that does it. ``words``: what a person types behind the program, or what
    a worker's task is called; ``says``: the first line of its own description.
    """

    words: str
    routine: str
    says: str = ""


class Tracer(Protocol):
    """A language at work over one repository. Keeps its own caches; must never raise on any input."""

    def begin(self) -> None:
        """Another script follows: what reading the last one left behind must not show in it."""
        ...

    def entry(self, path: str, arguments: Sequence[Text] | None = None, fed: Text | None = None) -> str | None:
        """Routine id of running the file; ids start with ``<language name>:``. ``fed``: what something feeds to its standard input."""
        ...

    def entries(self, path: str) -> Sequence[str]:
        """All routine ids from which trails of the script ``path`` start (one, or one per sub-command)."""
        ...

    def starts(self, path: str) -> Sequence[Start]:
        """The things that the script ``path`` does by name; empty where it does one."""
        ...

    def routine(self, routine_id: str) -> Routine:
        """The routine behind an id this tracer gave out."""
        ...


@runtime_checkable
class ShellTexts(Protocol):
    """What the tracer of the shell does besides, for whoever holds a piece of it: the services behind ``Tools.shell``, ``lines`` and ``exports``."""

    def inline(self, text: Text, *, at: Location, guards: tuple[Guard, ...] = (), condition: str | None = None, host: str | None = None,
               written: Written | None = None, arguments: Sequence[Text] = ()) -> tuple[Event, ...]:
        """What running a text through a shell does."""
        ...

    def lines(self, *, guards: tuple[Guard, ...] = (), condition: str | None = None, host: str | None = None,
              written: Written | None = None) -> Lines:
        """What runs the lines of a recipe."""
        ...

    def exports(self, name: str) -> bool:
        """Whether the script that runs has given a function of that name to the shells it starts."""
        ...


@runtime_checkable
class CodeTexts(Protocol):
    """What the tracer of Python does besides, for whoever holds a piece of it: the service behind ``Tools.code``."""

    def inline(self, text: Text, *, at: Location, guards: tuple[Guard, ...] = (), condition: str | None = None,
               host: str | None = None) -> tuple[Event, ...]:
        """What running a text as a program does."""
        ...


@record(frozen=True, slots=True, kw_only=True)
class Language:
    """A language handover reads. ``tracer`` is called once per repository.

    ``claims`` says whether a file is its own, by name, mode and first line, and by its text only where those say nothing; of several languages the
    first by module name has it. ``header`` reads what a file says of itself; it is asked for scripts alone. ``parts`` are
    those of a file of which the tracer notes what it reads; None where it reads all.
    """

    name: str
    claims: Callable[[SourceFile], bool]
    read: Callable[[SourceFile], Module | Unread]
    tracer: Callable[[Tools], Tracer]
    header: Callable[[SourceFile, Module], Claims] = lambda file, module: Claims()
    parts: Callable[[SourceFile, Module], Parts | None] = lambda file, module: None
