"""A command engine over the shipped catalogue, with a small world around it."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from functools import cache

import pytest

from handover_generator.analysis._commands_types import World
from handover_generator.analysis.commands import Commands
from handover_generator.analysis.sql import analyse_sql
from handover_generator.analysis.toolbox import announcers
from handover_generator.catalogue.commands import CommandRows, load
from handover_generator.catalogue.load import data_texts
from handover_generator.languages.shell import LANGUAGE
from handover_generator.model.behaviour import Act, Event, Unknown
from handover_generator.model.files import Files
from handover_generator.model.location import Location
from handover_generator.model.source import SourceFile
from handover_generator.model.text import Text

AT = Location("ops/x.sh", 7)


@cache
def _rows() -> CommandRows:
    return load(data_texts("cmd_"))


@pytest.fixture(scope="session")
def rows() -> CommandRows:
    """The shipped rows."""
    return _rows()


def _words(line: str) -> list[Text]:
    return [Text.of(word) for word in shlex.split(line)]


def _engine(files: dict[str, str]) -> Commands:
    sources = {path: SourceFile(path=path, blob="0" * 40, size=len(text), text=text) for path, text in files.items()}

    def shell(text: Text, *, at: Location, guards: tuple = (), condition: str | None = None, host: str | None = None,
              **_: object) -> tuple[Event, ...]:
        events: list[Event] = []
        for line in text.render().replace("&&", "\n").replace(";", "\n").split("\n"):
            events += engine.command(_words(line), at=at, guards=guards, condition=condition, host=host) if line.strip() else ()
        return tuple(events)

    class Lines:
        def __init__(self, *, guards: tuple = (), condition: str | None = None, host: str | None = None, **_: object) -> None:
            self.circumstances = {"guards": guards, "condition": condition, "host": host}

        def run(self, text: Text, at: Location, *, may_fail: bool = False) -> tuple[Event, ...]:
            return shell(text, at=at, **self.circumstances)  # type: ignore[arg-type]

    def entry(path: str, arguments: Sequence[Text] | None = None, fed: Text | None = None) -> str | None:
        suffix = path.rpartition(".")[2]
        return f"{suffix}:{path}" if suffix in ("py", "sh", "sql") else None

    announced = announcers({path: LANGUAGE.read(file) for path, file in sources.items() if LANGUAGE.claims(file)})
    engine = Commands(_rows(), World(files=Files(sources), sql=analyse_sql, shell=shell, lines=Lines, entry=entry,
                                     announcers=lambda name: announced.get(name, ()),
                                     find_program=lambda name: f"{name}.py" if f"{name}.py" in sources else None,
                                     stands_for={"storefront": "flask"}.get))
    return engine


@pytest.fixture(scope="session")
def run() -> Callable[..., tuple[Event, ...]]:
    """Runs one command line; ``files`` are those of the repository."""

    def go(line: str | list[Text], files: dict[str, str] | None = None, **circumstances: object) -> tuple[Event, ...]:
        words = _words(line) if isinstance(line, str) else line
        return _engine(files or {}).command(words, **{"at": AT, **circumstances})  # type: ignore[arg-type]

    return go


@pytest.fixture(scope="session")
def told() -> Callable[[Sequence[Event]], list[str]]:
    """Acts in the catalogue's example notation, unknowns as ``unknown kind``."""

    def words(events: Sequence[Event]) -> list[str]:
        lines = []
        for event in events:
            if isinstance(event, Act):
                lines.append(
                    " ".join(
                        part for part in (event.resource, event.action.value, event.target, "!" if event.destructive else None) if part
                    )
                )
            elif isinstance(event, Unknown):
                lines.append(f"unknown {event.kind}")
        return lines

    return words
