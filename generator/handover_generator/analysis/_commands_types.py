"""What passes between the parts of the command engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from handover_generator.analysis.paths import is_temporary, joined, shown
from handover_generator.model.behaviour import Act, Action, Confidence, Event, Guard, Need, files_at
from handover_generator.model.files import Files
from handover_generator.model.location import Location
from handover_generator.model.text import MORE, Text
from handover_generator.model.tracing import Lines, RunFile, RunShell
from handover_generator.model.written import Written
from handover_generator.records import field, record, replace
from handover_generator.regexes import regex

_ELSEWHERE = frozenset({"cloud", "cluster", "object-storage", "http", "email", "chat"})
_FIXED = regex(r"(?:~/)?[^*?\[\]{}$~]*[\w.-]")

NOTHING_SET: Mapping[str, Text] = MappingProxyType({})
"""The environment of a command of which nothing is known."""


class SqlCallback(Protocol):
    """``Tools.sql``."""

    def __call__(self, text: Text, *, at: Location, dialect: str | None = None, guards: tuple[Guard, ...] = (),
                 condition: str | None = None, host: str | None = None, run_file: RunFile | None = None,
                 run_shell: RunShell | None = None, variables: Mapping[str, Text] | None = None) -> tuple[Event, ...]: ...


class ShellCallback(Protocol):
    """``Tools.shell``."""

    def __call__(self, text: Text, *, at: Location, guards: tuple[Guard, ...] = (), condition: str | None = None,
                 host: str | None = None, written: Written | None = None, arguments: Sequence[Text] = ()) -> tuple[Event, ...]: ...


class LinesCallback(Protocol):
    """``Tools.lines``."""

    def __call__(self, *, guards: tuple[Guard, ...] = (), condition: str | None = None, host: str | None = None,
                 written: Written | None = None) -> Lines: ...


class EntryCallback(Protocol):
    """``Tools.entry``."""

    def __call__(self, path: str, arguments: Sequence[Text] | None = None, fed: Text | None = None) -> str | None: ...


class CodeCallback(Protocol):
    """Follows Python that is given as text."""

    def __call__(self, text: Text, *, at: Location, guards: tuple[Guard, ...] = (), condition: str | None = None,
                 host: str | None = None) -> tuple[Event, ...]: ...


@record(frozen=True, slots=True, kw_only=True)
class World:
    """What the command engine may ask of its surroundings; each a method of ``Tools``."""

    files: Files
    sql: SqlCallback
    shell: ShellCallback
    lines: LinesCallback
    entry: EntryCallback
    find_program: Callable[[str], str | None]
    source_roots: Sequence[str] = ()
    code: CodeCallback | None = None
    announcers: Callable[[str], tuple[str, ...]] = lambda _: ()
    stands_for: Callable[[str], str | None] = lambda _: None     # the program of a package that a command of the repository is by another name
    exports: Callable[[str], bool] = lambda _: False             # whether the script gives a function of that name to the shells it starts


@record(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """How a command is run. ``confidence`` is that of the command's own identity; ``more``: options that only a run knows are among its words;
    ``written``: what the program put into files before; ``environment``: variables that it is started with, as far as the program sets them.
    """

    at: Location
    stdin: Text | None = None
    cwd: Text | None = None
    guards: tuple[Guard, ...] = ()
    condition: str | None = None
    host: str | None = None
    confidence: Confidence = Confidence.RESOLVED
    depth: int = 0
    more: bool = False
    written: Written | None = None
    environment: Mapping[str, Text] = NOTHING_SET

    def texts_at(self, path: Text) -> tuple[Text, ...]:
        """What the program wrote before into the file at ``path``, on this machine; nothing for any other file."""
        if self.written is None or self.host is not None:
            return ()
        return self.written.of(shown(joined(path, self.cwd).render()))

    def started_with(self, arguments: Sequence[Text]) -> list[Text]:
        """What a program gets that is run so with ``arguments``."""
        return [*arguments, MORE] if self.more else list(arguments)

    def inside(self, *, host: str | None = None, stdin: Text | None = None) -> Circumstances:
        """The same, on another host, one level deeper."""
        return replace(self, host=host if host is not None else self.host, stdin=stdin, depth=self.depth + 1,
                       cwd=None if host is not None else self.cwd, environment=NOTHING_SET if host is not None else self.environment)


@record(slots=True)
class Told:
    """Events as they are collected."""

    events: list[Event] = field(default_factory=list)

    def act(self, circumstances: Circumstances, resource: str, action: Action | str, what: str, target: str | None = None, *,
            destructive: bool = False, everything: bool = False, host: str | None = None) -> None:
        """Add an act; what happens to files elsewhere is told of that place."""
        where = host or circumstances.host
        if where is not None and where.startswith("container:") and (resource in _ELSEWHERE or where == f"container:{target}"):
            where = None                 # only the tool runs in the container, what it acts on lies elsewhere
        if where is not None and resource in ("filesystem", "process") and (resource == "filesystem" or action == "read"):
            if "container:" in where and action == "read":
                return                   # looking around inside a container touches nothing outside it
            resource = files_at(where)
        guards = circumstances.guards
        act = Act(resource=resource, action=Action(action), what=what, at=circumstances.at, target=target, destructive=destructive,
                  everything=everything, condition=circumstances.condition, confidence=circumstances.confidence, host=where, guards=guards)
        if act not in self.events:
            self.events.append(act)
        if resource == "filesystem" and action == "read" and target and is_fixed(target):
            need = Need(kind="file", name=target, at=circumstances.at)
            if need not in self.events:
                self.events.append(need)


def is_fixed(path: str) -> bool:
    """Whether a path is one fixed name, of a file that stays: then the script needs that file."""
    return _FIXED.fullmatch(path) is not None and not is_temporary(path)


def in_container(name: str, host: str | None) -> str:
    """The name of the place inside a container, on a host or here."""
    return f"{host}/container:{name}" if host else f"container:{name}"
