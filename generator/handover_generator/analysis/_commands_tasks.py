"""``invoke name`` and ``fab name``: tasks, functions that a file of the repository holds for whoever calls them by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from handover_generator.analysis._commands_types import Circumstances
from handover_generator.analysis._commands_words import REPOSITORY, Parsed, shown
from handover_generator.model.behaviour import Event, Need, Unknown
from handover_generator.model.text import Text
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis._commands_files import FileRunner

_COLLECTIONS = ("tasks", "fabfile")
_TASK = regex(r"[A-Za-z][\w.-]*")


def run_tasks(files: FileRunner, words: Sequence[Text], parsed: Parsed, circumstances: Circumstances) -> tuple[Event, ...]:
    """What the tasks do that are named on a command line; what follows a name and has a dash before it is the task's own."""
    named = [word.literal for word in words if word.literal is not None and _TASK.fullmatch(word.literal)]
    if not named:
        return (Unknown(kind="dynamic-command", at=circumstances.at, detail="runs tasks known only when it runs"),) if words else ()
    chosen = parsed.value("-c", "--collection", "-f", "--fabfile")
    stem = (chosen.literal or "").removesuffix(".py") if chosen is not None else ""
    events: list[Event] = []
    for name in named:
        outer, _, task = name.rpartition(".")
        for path in _files((stem,) if stem else _COLLECTIONS, outer.replace(".", "/").replace("-", "_")):
            found = files.find(Text.of(path), circumstances.cwd) or files.find(Text.of(REPOSITORY + path), None)
            if found is None or not _defines(files.world.files[found[0]].text or "", task):
                continue
            followed = files.run_file(Text.of(REPOSITORY + found[0]), [Text.of(task)], circumstances, None)
            if followed is not None:
                events += [Need(kind="file", name=found[0], at=circumstances.at), *followed]
                break
        else:
            events.append(Unknown(kind="unmodelled-command", at=circumstances.at,
                                  detail=f"runs the task {shown(name)}, which is not in the repository"))
    return tuple(dict.fromkeys(events))


def _defines(text: str, task: str) -> bool:
    return re.search(rf"\bdef {re.escape(task.replace('-', '_'))}\(|[\"']{re.escape(task)}[\"']", text) is not None


def _files(stems: Sequence[str], inner: str) -> Iterator[str]:
    """Where a task may be defined: in the module of its namespace, or in the collection itself."""
    for stem in stems:
        if inner:
            folder = stem.rpartition("/")[0]
            yield from (f"{stem}/{inner}.py", f"{folder}/{inner}.py".lstrip("/"))
        yield from (f"{stem}.py", f"{stem}/__init__.py")
