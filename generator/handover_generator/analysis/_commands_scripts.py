"""Scripts of a ``package.json``: ``npm run name`` is followed to the command line that stands there under that name."""

from __future__ import annotations

import fnmatch
import json
import posixpath
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._commands_types import Circumstances, Told
from handover_generator.analysis.paths import joined, shown
from handover_generator.model.behaviour import Action, Event, Need, Unknown
from handover_generator.model.location import Location
from handover_generator.model.source import SourceFile
from handover_generator.model.text import Text
from handover_generator.records import replace

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

MANIFEST = "package.json"
_FOLDER = ("--prefix", "-C", "--cwd", "--dir")
_OF_WORKSPACES = ("-w", "--workspace", "--workspaces", "-ws", "--filter", "-F", "-r", "--recursive", "--scope")
"""Options that choose among the packages of a workspace: which of the manifests is meant is not looked for."""
_RUNNING = frozenset(("run", "run-script"))
_SHORT = {"t": "test", "tst": "test"}
_MOST_NESTED = 4


class PackageScripts:
    """Finds what a manifest says behind the name of a script, and runs it."""

    def __init__(self, commands: Commands) -> None:
        self.commands = commands
        self._depth = 0

    def run(self, words: Sequence[Text], parsed: Parsed, circumstances: Circumstances) -> tuple[Event, ...]:
        """``npm run name``: the script, with those that npm runs before and after it. That something is run which cannot be seen is told as well
        where a part of it is not understood.
        """
        if not parsed.sub:               # run-s clean build: each word is a script, or a pattern for some
            meant = self._meant(words, parsed, circumstances)
            return tuple(dict.fromkeys(event for word in meant for event in self._run([word], parsed, circumstances)))
        behind = list(words) if parsed.sub.rpartition(" ")[2] in _RUNNING else [Text.of(parsed.sub.rpartition(" ")[2]), *parsed.operands]
        return self._run(behind, parsed, circumstances)

    def _run(self, behind: Sequence[Text], parsed: Parsed, circumstances: Circumstances) -> tuple[Event, ...]:
        told = Told()
        name = behind[0].literal
        lines = self._lines(_SHORT.get(name, name), parsed, circumstances) if name is not None and self._depth < _MOST_NESTED else []
        found: list[Event] = []
        self._depth += 1
        try:
            for at, line, meant in lines:
                more = [word for word in behind[1:] if word.literal != "--"] if meant else []
                inner = replace(circumstances, at=at, cwd=None, stdin=None, depth=circumstances.depth + 1)
                found += self.commands.shell_text(Text.join(" ", [line, *more]), inner)
        finally:
            self._depth -= 1
        if not lines or any(isinstance(event, Unknown) for event in found):
            target = shown(behind[0].render())
            told.act(circumstances, "process", Action.EXECUTE, f"runs the package script {target}", target)
        if lines:
            told.events.append(Need(kind="file", name=lines[0][0].path, at=circumstances.at))
        # A program of node that nobody knows is what the act above stands for.
        told.events += [event for event in found if not (isinstance(event, Unknown) and event.kind == "unmodelled-command")]
        return tuple(dict.fromkeys(told.events))

    def _meant(self, words: Sequence[Text], parsed: Parsed, circumstances: Circumstances) -> Iterator[Text]:
        """The scripts that are called by name, and those that a pattern is for (``build:*``)."""
        file = self._manifest(parsed, circumstances)
        scripts = scripts_of(file.text or "") if file is not None else {}
        for word in words:
            fitting = [Text.of(name) for name in scripts if "*" in (word.literal or "") and fnmatch.fnmatchcase(name, word.literal or "")]
            yield from fitting or [word]

    def _manifest(self, parsed: Parsed, circumstances: Circumstances) -> SourceFile | None:
        folder = parsed.value(*_FOLDER)
        cwd = joined(folder, circumstances.cwd) if folder is not None else circumstances.cwd
        file = self.commands.files.listed(Text.of(MANIFEST), replace(circumstances, cwd=cwd))
        return file if file is not None and file.path.rpartition("/")[2] == MANIFEST else None

    def _lines(self, name: str, parsed: Parsed, circumstances: Circumstances) -> list[tuple[Location, Text, bool]]:
        """Where each of the command lines stands, what it says, and whether it is the one that was asked for."""
        file = self._manifest(parsed, circumstances) if not parsed.has(_OF_WORKSPACES) else None
        if file is None or not file.text:
            return []
        scripts = scripts_of(file.text)
        if name not in scripts:
            return []
        lies = posixpath.dirname(file.path)
        start = f"cd {lies}\n" if lies and "'" not in lies and " " not in lies else ""
        return [(Location(file.path, _line_of(file.text, each)), Text.of(start + scripts[each]), each == name)
                for each in (f"pre{name}", name, f"post{name}") if each in scripts]


def scripts_of(text: str) -> dict[str, str]:
    """The scripts of a manifest by their names; none where it cannot be read."""
    if '"scripts"' not in text:
        return {}
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    scripts = data.get("scripts") if isinstance(data, dict) else None
    return {name: line for name, line in scripts.items() if isinstance(line, str)} if isinstance(scripts, dict) else {}


def _line_of(text: str, name: str) -> int:
    start = text.find(json.dumps(name), text.find('"scripts"') + 1)
    return text.count("\n", 0, start) + 1 if start >= 0 else 1
