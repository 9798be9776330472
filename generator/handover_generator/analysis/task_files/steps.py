"""What a task of a project's task file does, step by step."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any, Literal, NamedTuple

from handover_generator.model.text import Hole, Text
from handover_generator.records import record

StepKind = Literal["line", "task", "python", "unseen"]
_CALL = re.compile(r"([\w.]+):([A-Za-z_]\w*)\s*(\(.*\))?\Z", re.DOTALL)
_ORDERED = ("depends", "depends-on", "depends_on", "deps")
_LISTS = ("composite", "sequence", "chain", "run", "cmds")
_LINES = ("cmd", "shell", "command")
_CALLS = ("call", "script")


@record(frozen=True, slots=True)
class Step:
    """One step. ``kind``: line (for a shell), task (another task of the same file, its arguments behind), python (code), unseen (code in another
    language, told by its text). ``line``: where it is written; ``may_fail``: the next one runs whatever comes of it; ``as_written``: its
    lines are those of the file.
    """

    kind: StepKind
    text: Text
    line: int
    may_fail: bool = False
    as_written: bool = False


@record(frozen=True, slots=True)
class Task:
    """A task. ``steps`` gives what it does with arguments and with the variables that are set on the command line; ``takes`` is how many arguments
    it takes, None for all that there are. ``line``: where it is written, if that is known; ``says``: what is said of it there; ``hidden``: nobody is
    meant to call it by its name.
    """

    steps: Callable[[Sequence[Text], Mapping[str, Text]], list[Step]]
    takes: int | None = None
    line: int = 0
    says: str = ""
    hidden: bool = False


def _nowhere(text: str, name: str) -> tuple[Sequence[str], str] | None:
    return None


class TaskFile(NamedTuple):
    """A format. ``names``: what its files are called; ``read``: the tasks of a text by name, in order, none where it cannot be read;
    ``or_words``: the tool runs what is no task as a command. ``shared``: words that name no task set a variable, or are for all tasks.
    ``elsewhere``: of a text and a name, the paths (from the file's folder) of which one may hold the task, and its name there; None for no such.
    """

    names: tuple[str, ...]
    read: Callable[[str], Mapping[str, Task]]
    or_words: bool = False
    shared: bool = False
    elsewhere: Callable[[str, str], tuple[Sequence[str], str] | None] = _nowhere


def plain(steps: Callable[[], Sequence[Step]], *, appended: bool = True) -> Task:
    """A task whose arguments are appended to its last line. ``steps``: asked when it is run, as most tasks of a file never are."""

    def with_arguments(arguments: Sequence[Text], given: Mapping[str, Text]) -> list[Step]:
        made = list(steps())
        if appended and arguments and made and made[-1].kind in ("line", "task"):
            last = made[-1]
            made[-1] = Step(last.kind, Text.join(" ", [last.text, *arguments]), last.line)
        return made

    return Task(with_arguments)


def table_of(data: Any, *keys: str) -> dict[str, Any]:
    """A table within tables; empty where there is none."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def tasks_in(table: Mapping[str, Any], text: str, *keys: str) -> dict[str, Task]:
    """The tasks of a table, as most tools for Python write them: a command line, a list, or a table with ``cmd``, ``shell``, ``call`` ... What
    begins with ``_`` are options of all tasks.

    Args:
        table: task by name.
        text: the whole file, in which the line of a task is looked for.
        keys: the tables that lead there.
    """
    return {name: _task(name, table, text, keys) for name in table if not name.startswith("_")}


def _task(name: str, table: Mapping[str, Any], text: str, keys: tuple[str, ...]) -> Task:
    def steps() -> list[Step]:
        before, behind = ([Step("task", Text.of(hook), place(text, *keys, hook))] if hook in table else []
                          for hook in (f"pre_{name}", f"post_{name}"))
        return [*before, *steps_of(table[name], table.keys(), place(text, *keys, name)), *behind]

    return plain(steps, appended=f"post_{name}" not in table)


def steps_of(said: Any, names: Set[str], line: int) -> list[Step]:
    """The steps of one task, from what stands under its name. ``names``: those of all tasks."""
    if isinstance(said, str):
        return [one_of(said, names, line)] if said.strip() else []
    if isinstance(said, list):
        return [step for item in said for step in steps_of(item, names, line)]
    if not isinstance(said, dict):
        return []
    steps: list[Step] = []
    for key in _ORDERED:
        items = said.get(key)
        for item in items if isinstance(items, list) else [items]:
            name = item.get("task") if isinstance(item, dict) else item
            steps += [Step("task", Text.of(name), line)] if isinstance(name, str) else []
    for key in (*_LINES, "ref"):
        value = said.get(key)
        words = " ".join(value) if isinstance(value, list) and all(isinstance(word, str) for word in value) else value
        if isinstance(words, str):
            steps.append(Step("task" if key == "ref" else "line", Text.of(words), line))
    for key in _CALLS:
        if isinstance(value := said.get(key), str):
            steps.append(called(value, line))
    for key in _LISTS:
        if said.get(key) is not None:
            steps += steps_of(said[key], names, line)
    return steps


def asked(question: str, line: int) -> Step:
    """The step at which the tool itself asks a person whether to go on."""
    return Step("line", Text.of(f'read -p {shlex.quote(question)} answer && [ "$answer" = y ]'), line)


def one_of(said: str, names: Set[str], line: int) -> Step:
    """A line that is another task where its first word names one, else for a shell."""
    words = said.strip().removeprefix("- ").strip()
    return Step("task" if words.partition(" ")[0] in names else "line", Text.of(words), line)


def called(said: str, line: int) -> Step:
    """``package.module:function`` or ``package.module:function(arguments)``, called."""
    match = _CALL.match(said.strip())
    if match is None:
        return Step("unseen", Text.of(said), line)
    module, function, arguments = match.groups()
    return Step("python", Text.of(f"from {module} import {function}\n{function}{arguments or '()'}\n"), line)


def place(text: str, *keys: str) -> int:
    """The line on which the last of the keys stands, looked for behind the others."""
    at = 0
    for key in keys:
        match = re.compile(rf"(?m)(?:^|[\[.{{,\s])[\"']?{re.escape(key)}[\"']?(?=\s*[\].=:])").search(text, at)
        at = match.end() if match is not None else at
    return text.count("\n", 0, at) + 1


def filled(text: str, reference: re.Pattern[str], values: Mapping[str, Text]) -> Text:
    """A text with its references replaced by what they stand for; those that nobody knows are holes."""
    parts: list[str | Hole | Text] = []
    at = 0
    for match in reference.finditer(text):
        known = values.get(match.group(1))
        parts += [text[at:match.start()], known if known is not None else Hole("unknown", match.group(1) or "")]
        at = match.end()
    return Text.of(*parts, text[at:])
