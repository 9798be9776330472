"""A small repository of shell scripts, traced with the real command engine and a stand-in for the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from handover_generator.analysis._commands_types import World
from handover_generator.analysis._sql_stored import stored_in
from handover_generator.analysis.commands import Commands
from handover_generator.analysis.sql import analyse_sql
from handover_generator.analysis.toolbox import announcers
from handover_generator.analysis.walk import Walked, walk
from handover_generator.catalogue.commands import load
from handover_generator.catalogue.load import data_texts
from handover_generator.languages import shell, sql
from handover_generator.model.behaviour import Act, Call, Event, Guard, GuardKind, Need, Unknown
from handover_generator.model.files import Files
from handover_generator.model.inventory import Effect
from handover_generator.model.source import Module, SourceFile, Unread
from handover_generator.model.text import Text
from handover_generator.model.tracing import Lines, Reads

ROWS = load(data_texts("cmd_"))


class FakeTools:
    """Tools over a dict of files; Python files get an id without being read."""

    def __init__(self, files: dict[str, str], links: dict[str, str] | None = None) -> None:
        self.files = Files({path: SourceFile(path=path, blob="0" * 40, size=len(text), text=text) for path, text in files.items()}, links or {})
        self.source_roots = [""]
        self.reads = Reads()
        self._modules: dict[str, Module | Unread | None] = {}
        self.tracers = {"shell": shell.LANGUAGE.tracer(self), "sql": sql.LANGUAGE.tracer(self)}  # type: ignore[arg-type]
        self._commands = Commands(ROWS, World(files=self.files, sql=self.sql, shell=self.shell, lines=self.lines, entry=self.entry,
                                              find_program=self.find_program, source_roots=[""],
                                              announcers=self.announcers, exports=lambda name: self.tracers["shell"].exports(name)))

    def module(self, path: str) -> Module | Unread | None:
        if path not in self._modules:
            file = self.files.get(path)
            language = next((each for each in (shell.LANGUAGE, sql.LANGUAGE) if file is not None and each.claims(file)), None)
            self._modules[path] = language.read(file) if language is not None and file is not None else None
        return self._modules[path]

    def announcers(self, name: str) -> tuple[str, ...]:
        modules = {path: module for path in self.files if (module := self.module(path)) is not None}
        return announcers(modules).get(name, ())

    def command(self, words: Sequence[Text], **circumstances: object) -> tuple[Event, ...]:
        return self._commands.command(words, **circumstances)  # type: ignore[arg-type]

    def shell(self, text: Text, **circumstances: object) -> tuple[Event, ...]:
        return self.tracers["shell"].inline(text, **circumstances)  # type: ignore[attr-defined, no-any-return]

    def lines(self, **circumstances: object) -> Lines:
        return self.tracers["shell"].lines(**circumstances)  # type: ignore[attr-defined, no-any-return]

    def sql(self, text: Text, **circumstances: object) -> tuple[Event, ...]:
        return analyse_sql(text, stored=stored_in(self), **circumstances)  # type: ignore[arg-type]

    def entry(self, path: str, arguments: Sequence[Text] | None = None, fed: Text | None = None) -> str | None:
        if path.endswith(".py"):
            return f"python:{path}"
        module = self.module(path)
        return self.tracers[module.language].entry(path, arguments, fed) if isinstance(module, Module) else None

    def find_program(self, name: str) -> str | None:
        return None


@dataclass
class Traced:
    """Everything reached from one script, in the order it was reached."""

    events: list[Event] = field(default_factory=list)
    resolved: int = 0
    reachable: int = 0

    def acts(self, *, reads: bool = False) -> list[Act]:
        return [event for event in self.events if isinstance(event, Act) and (reads or event.action.value != "read")]

    def told(self, *, reads: bool = False) -> list[str]:
        """``resource action target[ !]`` in order."""
        return [" ".join(part for part in (act.resource, act.action.value, act.target, "!" if act.destructive else None) if part)
                for act in self.acts(reads=reads)]

    def act(self, beginning: str) -> Act:
        found = [act for act, text in zip(self.acts(reads=True), self.told(reads=True), strict=True) if text.startswith(beginning)]
        assert found, f"{beginning!r} not among {self.told(reads=True)}"
        return found[0]

    def guards(self, beginning: str) -> list[str]:
        """Kinds of the guards that stand before an act, OUTPUT left out."""
        return sorted(guard.kind.value for guard in self.act(beginning).guards if guard.kind is not GuardKind.OUTPUT)

    def needs(self, kind: str) -> dict[str, str | None]:
        return {event.name: event.default for event in self.events if isinstance(event, Need) and event.kind == kind}

    def unknowns(self) -> list[str]:
        return [event.kind for event in self.events if isinstance(event, Unknown)]

    def kinds(self) -> set[str]:
        return {event.kind.value for event in self.events if isinstance(event, Guard)}

    def calls(self) -> list[str]:
        return [event.name for event in self.events if isinstance(event, Call)]


@pytest.fixture(scope="session")
def trace() -> Callable[..., Traced]:
    """Traces the script ``x.sh`` with the given text, in a repository with ``files`` beside it; follows all calls."""

    def go(text: str, files: dict[str, str] | None = None, path: str = "x.sh", arguments: Sequence[Text] | None = None,
           links: dict[str, str] | None = None) -> Traced:
        tools = FakeTools({path: text, **(files or {})}, links)
        traced = Traced()
        first = tools.entry(path, arguments)
        waiting, seen = [first] if first else [], {first}
        while waiting:
            routine_id = waiting.pop(0)
            if routine_id.startswith("python:"):
                continue
            routine = tools.tracers[routine_id.partition(":")[0]].routine(routine_id)
            traced.events += routine.events
            traced.resolved += routine.resolved
            traced.reachable += routine.reachable
            for event in routine.events:
                if isinstance(event, Call) and event.to not in seen:
                    seen.add(event.to)
                    waiting.append(event.to)
        return traced

    return go


@pytest.fixture(scope="session")
def effects() -> Callable[..., tuple[Effect, ...]]:
    """Effects of the script ``path``, over all that it calls."""

    def go(text: str, files: dict[str, str] | None = None, path: str = "x.sh") -> tuple[Effect, ...]:
        tools = FakeTools({path: text, **(files or {})})
        entry = tools.entry(path)
        assert entry is not None
        return walk([entry], lambda name: tools.tracers[name.partition(":")[0]].routine(name), path).effects

    return go


@pytest.fixture(scope="session")
def of_all() -> Callable[..., Walked]:
    """What the page of the script ``x.sh`` rests on: all that starts there."""

    def go(text: str, files: dict[str, str] | None = None) -> Walked:
        tools = FakeTools({"x.sh": text, **(files or {})})
        return walk(tools.tracers["shell"].entries("x.sh"), lambda name: tools.tracers[name.partition(":")[0]].routine(name), "x.sh")

    return go


@pytest.fixture(scope="session")
def walked(effects: Callable[..., tuple[Effect, ...]]) -> Callable[..., list[str]]:
    """Effects of the script ``path`` as a reader gets them, ``resource action target[ on host]``, over all that it calls."""

    def go(text: str, files: dict[str, str], path: str) -> list[str]:
        return [f"{e.resource} {e.action.value} {e.target}" + (f" on {e.host}" if e.host else "") for e in effects(text, files, path)]

    return go
