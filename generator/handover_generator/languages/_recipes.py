"""Files of recipes that people run by name (make, just, task): each recipe is a routine, what it does is what running it does.

A language of that kind says which files are its own, how a recipe is run, and which ones there are.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence

from handover_generator.analysis.task_files import TaskFile
from handover_generator.languages import _claims
from handover_generator.model.behaviour import Act, Call, Event, Need, Routine, Unknown
from handover_generator.model.location import Location
from handover_generator.model.source import NO_RECIPES, RECIPES, Claims, Module, SourceFile, Unread
from handover_generator.model.text import Text
from handover_generator.model.tracing import Language, Start, Tools
from handover_generator.records import record

MAX_BYTES = 1_000_000
MAX_RECIPES = 300
"""Recipes of one file that are followed."""


@record(frozen=True, slots=True)
class Entry:
    """A recipe that people are meant to run: its name, where it is written, what is said of it there."""

    name: str
    at: Location
    says: str = ""


@record(frozen=True, slots=True, kw_only=True)
class Tool:
    """What runs the recipes of a language. ``entries``: those of a file, in its order; ``words``: the command line that runs one of a file."""

    language: str
    entries: Callable[[str, Tools], Sequence[Entry]]
    words: Callable[[str, str], Sequence[str]]


def language(tool: Tool, claims: Callable[[SourceFile], bool], holds_any: Callable[[str, str], bool]) -> Language:
    """The language of a tool's files.

    Args:
        tool: what runs them.
        claims: whether a file is one.
        holds_any: whether a text, at a path, holds a recipe for people; of a file without any, nobody runs anything.
    """

    def read(file: SourceFile) -> Module | Unread:
        if file.text is None:
            return Unread(file.path, "not read as text")
        if len(file.text) > MAX_BYTES:
            return Unread(file.path, f"larger than {MAX_BYTES} bytes")
        return Module(path=file.path, language=tool.language, tree=file.text,
                      starts=(RECIPES if holds_any(file.text, file.path) else NO_RECIPES,))

    return Language(name=tool.language, claims=claims, read=read, tracer=lambda tools: RecipesTracer(tools, tool), header=_header)


def of_task_file(name: str, format_: TaskFile, option: str) -> Language:
    """The language of a format of task files that has files of its own. ``option``: that of the tool by which it is told the file."""

    def entries_of(text: str, path: str) -> list[Entry]:
        return [Entry(each, Location(path, task.line), task.says) for each, task in format_.read(text).items() if not task.hidden]

    def entries(path: str, tools: Tools) -> list[Entry]:
        file = tools.files.get(path)
        return entries_of(file.text or "", path) if file is not None else []

    return language(Tool(language=name, entries=entries, words=lambda path, recipe: (name, option, path, recipe)),
                    lambda file: file.name in format_.names, lambda text, path: bool(entries_of(text, path)))


def _header(file: SourceFile, module: Module) -> Claims:
    return _claims.from_comment_block(_first_comments(file.text or ""), file.path)


def _first_comments(text: str) -> list[tuple[int, str]]:
    """The comments at the top: (line, text without its mark). A block that touches what follows speaks of that alone."""
    found: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n")[:200], start=1):
        stripped = line.strip()
        if stripped.startswith("#"):
            found.append((number, stripped.lstrip("#").removeprefix(" ")))
        elif stripped:
            while found and found[-1][0] == number - 1:
                number = found.pop()[0]
            break
    return found


class RecipesTracer:
    """See ``model.tracing.Tracer``."""

    def __init__(self, tools: Tools, tool: Tool) -> None:
        self.tools = tools
        self.tool = tool
        self._entries: dict[str, dict[str, Entry]] = {}
        self._routines: dict[str, Routine] = {}

    def begin(self) -> None:
        """Another script follows: what it is read from has to be noted anew."""
        self._entries.clear()
        self._routines.clear()

    def entry(self, path: str, arguments: Sequence[Text] | None = None, fed: Text | None = None) -> str | None:
        """The recipe that the first argument names, else the first of the file."""
        known = self._known(path)
        named = next((word.literal for word in arguments or () if word.literal in known), None)
        first = named if named is not None else next(iter(known), None)
        return self._id(path, first) if first is not None else None

    def entries(self, path: str) -> Sequence[str]:
        """Each recipe; where there are too many, the last one says so."""
        names = list(self._known(path))
        return [self._id(path, name) for name in (names if len(names) <= MAX_RECIPES else [*names[:MAX_RECIPES], ""])]

    def starts(self, path: str) -> Sequence[Start]:
        """Each recipe, by its name."""
        return [Start(words=entry.name, routine=self._id(path, name), says=entry.says) for name, entry in self._known(path).items()]

    def routine(self, routine_id: str) -> Routine:
        """The routine behind an id."""
        if routine_id not in self._routines:
            path, _, name = routine_id.removeprefix(f"{self.tool.language}:").partition("#")
            self._routines[routine_id] = self._walked(routine_id, path, self._known(path).get(name))
        return self._routines[routine_id]

    def _id(self, path: str, name: str) -> str:
        return f"{self.tool.language}:{path}#{name}"

    def _known(self, path: str) -> dict[str, Entry]:
        module = self.tools.module(path)
        if not isinstance(module, Module) or module.language != self.tool.language:
            return {}
        if path not in self._entries:
            self._entries[path] = {entry.name: entry for entry in self.tool.entries(path, self.tools)}
        return self._entries[path]

    def _walked(self, routine_id: str, path: str, entry: Entry | None) -> Routine:
        if entry is None:
            cut = Unknown(kind="budget", at=Location(path, 0), detail=f"more than {MAX_RECIPES} recipes")
            return Routine(id=routine_id, path=path, name=posixpath.basename(path), line=1, events=(cut,))
        words = [Text.of(word) for word in self.tool.words(path, entry.name)]
        events: tuple[Event, ...] = tuple(event for event in self.tools.command(words, at=entry.at)
                                          if not (isinstance(event, Need) and event.kind == "file" and event.name == path))
        calls = [event for event in events if isinstance(event, (Act, Call, Unknown))]
        return Routine(id=routine_id, path=entry.at.path, name=entry.name, line=entry.at.line, events=events,
                       resolved=sum(not isinstance(event, Unknown) for event in calls), reachable=len(calls))
