"""``make target``: which Makefile is meant, what its recipes run, and what of that is lost."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence, Set
from types import MappingProxyType
from typing import TYPE_CHECKING

from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._commands_recipes import Recipe
from handover_generator.analysis._commands_types import Circumstances
from handover_generator.analysis.makefile_reading import read_makefile
from handover_generator.analysis.makefiles import MAX_LINES, Makefile, goals_of
from handover_generator.analysis.paths import REPOSITORY, joined, shown
from handover_generator.model.behaviour import Act, Action, Confidence, Event, Need, Unknown
from handover_generator.model.text import Text
from handover_generator.records import replace
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_OF_EVERY_MAKEFILE = frozenset({"all", "install", "uninstall", "clean", "distclean", "test", "tests", "check", "build", "dist", "help", "docs"})
"""Targets that say nothing of whose Makefile it is."""
_ODD = regex(r"[^\w./+@-]")
"""Letters that a folder's name would have to be quoted for."""
_PUTS = ("moves to ", "writes ", "links ", "installs ")
"""How acts begin that leave a whole thing where they say."""
_SOON = 2
"""Lines behind a removal among which one puts something in its place."""


def _lies_in(path: str, folder: Text) -> bool:
    """Whether a file lies in a folder, as far as that is given from here."""
    tail = folder.parts[-1] if folder.parts and isinstance(folder.parts[-1], str) else "/"
    given = posixpath.normpath(folder.literal or tail.partition("/")[2] or "/")
    while given.startswith("../"):
        given = given[3:]
    own = posixpath.dirname(path)
    return given.startswith("/") or given in (".", "..", own) or own.endswith("/" + given)


def _own_files_removed(lines: Sequence[Sequence[Event]], remade: Callable[[str], bool]) -> list[Event]:
    """What the lines of a recipe do, each in a shell of its own: to remove a file that a line before has made is no loss, nor is what make makes anew
    (``remade``), or what one of the next lines puts in its place wherever it was removed (``rm -rf site; mv site_new site``).
    """
    made: set[str | None] = set()
    kept: list[Event] = []
    for number, events in enumerate(lines):
        put = {(act.target, act.host, act.condition) for line in lines[number + 1 : number + 1 + _SOON] for act in line
               if isinstance(act, Act) and act.resource == "filesystem" and act.action is Action.WRITE and act.what.startswith(_PUTS)}
        for event in events:
            if isinstance(event, Act) and event.resource == "filesystem":
                if event.action is Action.WRITE and event.what.startswith(("writes ", "creates or touches ")):
                    made.add(event.target)
                elif event.destructive and event.target is not None and (
                        event.target in made or remade(event.target) or (event.target, event.host, event.condition) in put):
                    event = replace(event, destructive=False)
            kept.append(event)
    return kept


class MakeRunner:
    """Runs targets of the Makefiles of a repository."""

    def __init__(self, commands: Commands) -> None:
        self.commands = commands
        self.world = commands.world
        self._depth = 0
        self._makefiles: dict[tuple[str, tuple[tuple[str, str], ...]], Makefile] = {}

    def run(self, targets: Sequence[Text], parsed: Parsed, circumstances: Circumstances) -> tuple[Event, ...]:
        """``make target``: the recipes of the target and of what it needs first."""
        folder = parsed.value("-C", "--directory")
        given = parsed.value("-f", "--file", "--makefile")
        names = [given] if given is not None else [Text.of(name) for name in ("GNUmakefile", "makefile", "Makefile")]
        cwd = joined(folder, circumstances.cwd) if folder is not None else circumstances.cwd
        elsewhere = cwd is not None and cwd.literal is None and isinstance(cwd.parts[0], str) and cwd.parts[0].startswith("/")      # /opt/src-$V
        for name in names:
            found = self.commands.files.find(name, cwd) if not elsewhere else None
            if found is not None and folder is not None and not _lies_in(found[0], folder):
                found = None                                          # a folder without one is no reason to run that of the root
            elif found is None and (cwd is None or (cwd.literal is None and len(cwd.parts) == 1)):
                found = self.commands.files.find(Text.of(REPOSITORY, name), None)    # of a folder that only a run can tell, the root is the likeliest
            if found is not None:
                break
        else:
            found = self._of_a_checkout(targets, cwd) if given is None and circumstances.host is None else None
            if found is None:
                return (Unknown(kind="unmodelled-command", at=circumstances.at, detail="runs make without a Makefile in the repository"),)
            circumstances = replace(circumstances, confidence=found[1])
        if self._depth > 4:
            return (Unknown(kind="budget", at=circumstances.at, detail="make inside make, too deep to follow"),)
        self._depth += 1
        try:
            events: list[Event] = [Need(kind="file", name=found[0], at=circumstances.at)]
            goals, variables, unsure = goals_of(targets if parsed.operands else ())
            makefile = self._makefile(found[0], variables)
            wanted: list[tuple[str | None, str | None]] = [(goal, None) for goal in goals]
            wanted += [(None, None)] if not goals and not unsure else []
            for target in unsure:
                said = shown(target.render())
                events.append(Unknown(kind="dynamic-command", at=circumstances.at, detail=f"make {said}: a target known only when it runs"))
                wanted += [(goal, f"{said} is {goal}") for goal in makefile.like(target)]
            ran: list[tuple[Event, ...]] = []
            inner, line_by_line = circumstances, Recipe(self.commands, circumstances)
            where = posixpath.dirname(found[0]) if given is None or cwd is not None else ""
            start = f"cd {where}; " if where and not _ODD.search(where) else ""
            for goal, condition in wanted:
                if goal is not None and not makefile.names(goal):
                    events.append(Unknown(kind="unmodelled-command", at=circumstances.at, detail=f"make {shown(goal)}: {found[0]} does not say how"))
                if condition is not None:
                    inner = replace(circumstances, condition=" and ".join(each for each in (circumstances.condition, condition) if each))
                    line_by_line = Recipe(self.commands, inner)
                lines, cut = makefile.recipe(goal, variables, self.world.files.__contains__)
                if cut:
                    events.append(Unknown(kind="budget", at=circumstances.at, detail=f"make {goal or ''}: more than {MAX_LINES} commands"))
                for line in lines:
                    texts = [(replace(Text.of(start, text), at=text.at), conditions) for text, conditions in line.variants]
                    ran.append(line_by_line.run_one_of(texts, line.at, may_fail=line.may_fail, conditions=line.conditions))
            outputs = makefile.outputs()
            events += _own_files_removed(ran, lambda target: target in outputs or self._holds_only(target, outputs))
            return tuple(dict.fromkeys(events))
        finally:
            self._depth -= 1

    def _holds_only(self, folder: str, outputs: Set[str]) -> bool:
        """Whether a folder is one for what make makes: some of that lies in it, and nothing of the repository does."""
        inside = folder.rstrip("/") + "/"
        return any(output.startswith(inside) for output in outputs) and not self.world.files.like(rf"\A{re.escape(inside)}")

    def _makefile(self, path: str, given: Mapping[str, str] = MappingProxyType({})) -> Makefile:
        """A Makefile as it was read once for each set of variables on the command line; whoever follows it depends on what it includes."""
        key = path, tuple(sorted(given.items()))
        if key not in self._makefiles:
            self._makefiles[key] = read_makefile(self._text_of(path) or "", path, self._text_of, given)
        for other in (path, *self._makefiles[key].asked):
            self._text_of(other)
        return self._makefiles[key]

    def _text_of(self, path: str) -> str | None:
        """The text of a file of the repository; None where there is none."""
        file = self.world.files.get(path)
        return file.text or "" if file is not None else None

    def _of_a_checkout(self, targets: Sequence[Text], cwd: Text | None) -> tuple[str, Confidence] | None:
        """The Makefile at the top, for ``cd /srv/shop && make migrate``: that is a checkout of the repository by all appearance where it says how
        each of the targets is made, and not only such as every project has.
        """
        goals = [target.literal for target in targets if target.literal is not None and "=" not in target.literal]
        folder = cwd.literal if cwd is not None else None
        if folder is None or not folder.startswith("/") or folder.startswith(REPOSITORY) or _OF_EVERY_MAKEFILE.issuperset(goals):
            return None
        path = next((name for name in ("GNUmakefile", "makefile", "Makefile") if name in self.world.files), None)
        return (path, Confidence.INFERRED) if path is not None and all(map(self._makefile(path).names, goals)) else None
