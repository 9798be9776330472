"""Tasks of a project's task file: ``just reset-db`` is followed to the lines that stand there under that name."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from handover_generator.analysis import _commands_code as code
from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._commands_recipes import Recipe
from handover_generator.analysis._commands_types import Circumstances, Told
from handover_generator.analysis._commands_words import ASSIGNMENT
from handover_generator.analysis.paths import REPOSITORY, joined, shown
from handover_generator.analysis.task_files import FORMATS, Step, Task, TaskFile
from handover_generator.model.behaviour import Action, Event, Need, Unknown
from handover_generator.model.location import Location
from handover_generator.model.source import SourceFile
from handover_generator.model.text import Text
from handover_generator.records import replace

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_FILE = ("-f", "--justfile", "-t", "--taskfile")
_FOLDER = ("-d", "--dir", "--working-directory", "-C", "--project", "-p", "--working-dir")
_MOST_NESTED = 10
_USUAL = "default"
"""What runs where no task is named; in a justfile the first recipe, if none is called so."""


class TaskFiles:
    """Finds what a task file says behind the name of a task, and runs it."""

    def __init__(self, commands: Commands) -> None:
        self.commands = commands
        self._inside: list[str] = []
        self._ran: set[tuple[str, str]] = set()
        self._read: dict[tuple[str, int], Mapping[str, Task]] = {}

    def run(self, tool: str, words: Sequence[Text], parsed: Parsed, circumstances: Circumstances) -> tuple[Event, ...]:
        """What the tool runs for the words: tasks with their arguments. What is no task is a command for some tools; for the others it is told that
        something is run which cannot be seen.
        """
        told = Told()
        number = next((number for number, word in enumerate(words) if not ASSIGNMENT.match(word.render())), len(words))
        given, _ = _settings(words[:number])
        rest = list(words[number:]) or [Text.of(_USUAL)]
        first = rest[0].literal
        if first is None:
            return (Unknown(kind="dynamic-command", at=circumstances.at, detail=f"runs the task {shown(rest[0].render())}"),)
        files = list(self._files(tool, parsed, circumstances))
        for format_, file, tasks in files:
            known = {_USUAL: next(iter(tasks.values())), **tasks} if tasks and not format_.or_words else tasks
            if first in known or self._elsewhere(format_, file, first, circumstances) is not None:
                self._tasks(format_, file, known, rest, given, circumstances, told, Recipe(self.commands, circumstances))
                told.events.append(Need(kind="file", name=file.path, at=circumstances.at))
                return tuple(dict.fromkeys(told.events))
        if any(format_.or_words for format_ in FORMATS[tool]):
            return self.commands.run(rest[1:] if first == "--" else rest, circumstances)
        told.act(circumstances, "process", Action.EXECUTE, f"runs the task {first}", first)
        return tuple(told.events)

    def _files(self, tool: str, parsed: Parsed, circumstances: Circumstances) -> Iterator[tuple[TaskFile, SourceFile, Mapping[str, Task]]]:
        folder, named = parsed.value(*_FOLDER), parsed.value(*_FILE)
        cwd = joined(folder, circumstances.cwd) if folder is not None else circumstances.cwd
        for format_ in FORMATS[tool]:
            for name in [named] if named is not None else [Text.of(name) for name in format_.names]:
                file = self.commands.files.listed(name, replace(circumstances, cwd=cwd))
                if file is not None and file.text and (named is not None or posixpath.basename(file.path) in format_.names):
                    yield format_, file, self._read_of(format_, file)
                    break

    def _read_of(self, format_: TaskFile, file: SourceFile) -> Mapping[str, Task]:
        key = file.path, id(format_)
        if key not in self._read:
            self._read[key] = format_.read(file.text or "")
        return self._read[key]

    def _elsewhere(self, format_: TaskFile, file: SourceFile, name: str, circumstances: Circumstances) -> tuple[SourceFile, Text] | None:
        """The other file that holds a task, and its name there."""
        found = format_.elsewhere(file.text or "", name)
        folder = Text.of(REPOSITORY + posixpath.dirname(file.path))
        for path in found[0] if found is not None else ():
            other = self.commands.files.listed(joined(Text.of(path), folder), circumstances)
            if other is not None and found is not None and other.path != file.path and found[1] in self._read_of(format_, other):
                return other, Text.of(found[1])
        return None

    def _tasks(self, format_: TaskFile, file: SourceFile, tasks: Mapping[str, Task], words: Sequence[Text], given: Mapping[str, Text],
               circumstances: Circumstances, told: Told, recipe: Recipe) -> None:
        """The tasks that the words name, each with as many of the words behind it as it takes."""
        rest = list(words)
        while rest:
            name = rest.pop(0)
            task = tasks.get(name.literal or "")
            if task is None and (other := self._elsewhere(format_, file, name.literal or "", circumstances)) is not None:
                self._tasks(format_, other[0], self._read_of(format_, other[0]), [other[1], *rest], given, circumstances, told, recipe)
                return
            if task is None:
                told.act(circumstances, "process", Action.EXECUTE, f"runs the task {shown(name.render())}", shown(name.render()))
                if format_.shared:
                    continue
                return                           # how many of the words are its arguments nobody knows
            if format_.shared:
                others = [word for word in rest if word.literal in tasks]
                more, loose = _settings([word for word in rest if word not in others and word.literal != "--"])
                given = {**given, **more}
                taken, rest = loose, others
            else:
                behind = [word for word in rest if word.literal != "--"]
                taken, rest = behind[:task.takes], behind[len(behind[:task.takes]):]
            if not self._inside:
                self._ran.clear()
            place = f"{file.path} {name.render()}"
            call = place, f"{taken} {sorted(given.items(), key=str)}"        # each runs once, whoever needs it
            if call in self._ran or place in self._inside:
                continue
            if len(self._inside) >= _MOST_NESTED:
                told.events.append(Unknown(kind="budget", at=circumstances.at, detail=f"tasks inside tasks, too deep to follow: {name.render()}"))
                continue
            self._ran.add(call)
            self._inside.append(place)
            try:
                for step in task.steps(taken, given):
                    told.events += self._step(format_, file, tasks, step, circumstances, recipe)
            finally:
                self._inside.pop()

    def _step(self, format_: TaskFile, file: SourceFile, tasks: Mapping[str, Task], step: Step, circumstances: Circumstances,
              recipe: Recipe) -> tuple[Event, ...]:
        at = Location(file.path, step.line)
        inner = replace(circumstances, at=at, cwd=None, stdin=None, depth=circumstances.depth + 1)
        if step.kind == "task":
            told = Told()
            given, words = _settings([Text.of(word) for word in step.text.render().split()])
            self._tasks(format_, file, tasks, words, given, inner, told, recipe)
            return tuple(told.events)
        if step.kind == "python":
            return code.inline(step.text, inner, "Python", self.commands.world.code)
        if step.kind == "unseen":
            return (Unknown(kind="dynamic-code", at=at, detail=f"runs {step.text.render().split(chr(10))[0][:80]}"),)
        folder = posixpath.dirname(file.path)
        start = f"cd {folder}; " if folder and "'" not in folder and " " not in folder else ""
        return recipe.run(replace(Text.of(start, step.text), at=at if step.as_written else None), at, may_fail=step.may_fail)


def _settings(words: Sequence[Text]) -> tuple[dict[str, Text], list[Text]]:
    """The variables that words set (``WHERE=/srv``), and the other words."""
    given: dict[str, Text] = {}
    others: list[Text] = []
    for word in words:
        first = word.parts[0] if word.parts else ""
        match = ASSIGNMENT.match(first) if isinstance(first, str) else None
        if match is None or not isinstance(first, str):
            others.append(word)
        else:
            given[match.group().rstrip("+=")] = Text.of(first[match.end():], *word.parts[1:])
    return given, others
