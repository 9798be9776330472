"""The shell language at work over one repository."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from handover_generator.analysis.backups import Kept
from handover_generator.analysis.image_files import ImageFiles
from handover_generator.analysis.paths import REPOSITORY
from handover_generator.languages._shell.loose import called_by_none, offered, only_defines, speaks
from handover_generator.languages._shell.parse import Parsed, parse
from handover_generator.languages._shell.recipe_lines import RecipeLines
from handover_generator.languages._shell.routine import RoutineWalker, hoist, walk_text
from handover_generator.languages._shell.session import Function, Session, digest
from handover_generator.languages._shell.values import Flow
from handover_generator.model.behaviour import Confidence, Event, Guard, Routine, Unknown, no_surer
from handover_generator.model.location import Location
from handover_generator.model.source import Module
from handover_generator.model.text import Hole, Text
from handover_generator.model.tracing import Reads, Start, Tools
from handover_generator.model.written import Written
from handover_generator.records import record
from handover_generator.regexes import regex

MAX_ARGUMENT_CONTEXTS = 12
MAX_CONTEXTS_OF_A_WRAPPER = 40          # of a few lines, which hand on to another program what they are given
WRAPPER = 2_000                         # bytes
MOST_BYTES = 240_000                    # of the walks of one script for those that start it with arguments: of a very long one there are fewer
MAX_INLINE_DEPTH = 8
MOST_WITHIN = 2                         # starts of a script by itself that are told apart
MANY_COMMANDS = 300                     # likewise, commands that were read until then, whichever files they stand in
MOST_STARTED = 8_000                    # commands of a program, and of all that it has started, after which others are started for any arguments
LONG = 20_000                           # bytes of a script that is walked once for all starts by itself (``exec sudo "$0" "$@"`` in its functions)
_SENTENCE = regex(r"(?!(?:Delete|Drop|Insert|Update|Truncate|Alter|Create|Grant|Replace|Merge|Select) )[A-Z][a-z]+(?:'[a-z]+)? [a-z(]+")
_FIRST_WORD = regex(r"\s*[\w./-]+\s+\S")           # a word, and the beginning of another


@record(frozen=True, slots=True)
class _Program:
    """A script as it was walked with certain arguments: its routines, the programs that it starts, what all of that was read from, and what it has
    kept of what whoever starts it may lose.
    """

    routines: dict[str, Routine]
    starts: tuple[str, ...]
    reads: Reads
    backups: tuple[Kept, ...]


class ShellTracer:
    """Turns shell scripts into routines; see ``model.tracing.Tracer``.

    A program is walked once for all who start it: how often it starts others is counted for it alone, so nothing that ran before shows in it.
    """

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self._images = ImageFiles(tools.files)
        self._routines: dict[str, Routine] = {}
        self._open: set[str] = set()
        self._contexts: dict[str, int] = {}
        self._programs: dict[str, _Program] = {}
        self._made: dict[str, Routine] = {}              # by the program in hand
        self._starts: dict[str, None] = {}               # likewise
        self._depth = 0
        self._costs: dict[str, int] = {}                 # commands of each program with those that it starts
        self._spent: list[int] = []                      # by the programs that run: the commands of what each has started so far
        self._running: list[Session] = []
        self._texts: dict[str, Parsed] = {}

    def begin(self) -> None:
        """Another script follows: what was walked for the last one says nothing about it."""
        self._routines.clear()
        self._made.clear()
        self._starts.clear()
        self._contexts.clear()

    def entry(self, path: str, arguments: Sequence[Text] | None = None, fed: Text | None = None) -> str | None:
        """Routine id of running the script with ``arguments``, fed ``fed``; None if it is no readable shell script."""
        parsed = self._parsed(path)
        if parsed is None:
            return None
        known = tuple(map(_told, arguments, range(1, len(arguments) + 1))) if arguments is not None and _tells(arguments) else None
        lent = self._lent(parsed)
        named = [(one.path, one.name, one.node.start_byte) for one in lent]
        routine = f"shell:{path}" if known is None else f"shell:{path}@{digest([(a.render(), a.maybe) for a in known], *named)}"
        routine = f"shell:{path}@{digest('lent', *named)}" if known is None and lent else routine
        if fed is not None:                              # its commands read that, as those of a function do
            routine = f"shell:{path}@{digest(routine, fed.render(), fed.at)}"
        if (known is not None or fed is not None) and routine not in self._routines:
            size = len(parsed.source)
            most = MAX_CONTEXTS_OF_A_WRAPPER if size <= WRAPPER else max(1, min(MAX_ARGUMENT_CONTEXTS, MOST_BYTES // size))
            within = self._within(path)
            long = size >= LONG or (bool(self._running) and self._running[-1].commands > MANY_COMMANDS)
            again = within > (0 if long else MOST_WITHIN) or (within and any(argument.literal is None for argument in known or ()))
            if self._contexts.get(path, 0) >= most or again or self._has_spent() > MOST_STARTED:
                known, routine, lent, fed = None, f"shell:{path}", (), None
            else:
                self._contexts[path] = self._contexts.get(path, 0) + 1
        first, self._starts[routine] = routine not in self._starts, None
        if routine in self._programs:
            self._load(routine)
            if first and self._spent:
                self._spent[-1] += self._costs[routine]
        elif routine not in self._routines and routine not in self._open:
            self._walk(path, parsed, known, routine, lent, fed)
        return routine

    def _has_spent(self) -> int:
        """The commands that the program in hand and those which it started came to so far. It depends on that program alone, whoever started it."""
        return self._spent[-1] + self._running[-1].commands if self._spent and self._running else 0

    def _within(self, path: str) -> int:
        """How often a script has been started by itself: with a longer line each time (``exec "$0" --again "$@"``), which comes to the same."""
        return sum(routine.removeprefix("shell:").partition("@")[0] == path for routine in self._open)

    def _lent(self, parsed: Parsed) -> tuple[Function, ...]:
        """The functions that the script which runs gives to what it starts (``export -f``), as far as that names one of them."""
        outer = self._running[-1] if self._running else None
        names = sorted(outer.exported & outer.functions.keys()) if outer is not None else []
        if outer is None or not any(re.search(rf"(?<![\w$-]){re.escape(name)}(?![\w-])".encode(), parsed.source) for name in names):
            return ()
        return tuple(outer.functions[name] for name in names)

    def _load(self, routine: str) -> None:
        """A program that was walked for another script, with those that it starts."""
        waiting, seen = [routine], {routine}
        while waiting:
            name = waiting.pop()
            program = self._programs.get(name)
            if program is None:
                continue
            self.tools.reads.add(program.reads)
            if name not in self._routines:
                self._routines.update(program.routines)
            new = [start for start in program.starts if start not in seen]
            seen.update(new)
            waiting += new

    def entries(self, path: str) -> Sequence[str]:
        """The script's only entry, or the functions of one that does nothing else than to define them."""
        routine = self.entry(path)
        if routine is None:
            return ()
        loose = self._loose(path, routine)
        return (routine, loose) if loose is not None else (routine,)

    def _loose(self, path: str, routine: str) -> str | None:
        """The routine of what calls the functions of a script that does nothing itself; None for any other."""
        parsed, program = self._parsed(path), self._programs.get(routine)
        if parsed is None or program is None or not parsed.functions or not only_defines(program.routines, path):
            return None
        names = called_by_none(parsed)
        if not names:
            return None
        walker = self._walker(path, parsed, None, ())
        self._running.append(walker.session)
        try:
            walker.body()
            if speaks(walker):
                return None
            walker.session.loose = True
            made = offered(walker, names)
        finally:
            self._running.pop()
        self._keep(made)
        return made.id

    def starts(self, path: str) -> Sequence[Start]:
        """None: what its words choose is told as conditions."""
        return ()

    def routine(self, routine_id: str) -> Routine:
        """The routine behind an id; one that was never walked says so."""
        if routine_id not in self._routines and routine_id in self._programs:
            self._load(routine_id)
        found = self._routines.get(routine_id)
        if found is None:
            path = routine_id.removeprefix("shell:").partition("#")[0].partition("@")[0]
            if "#" not in routine_id and self.entry(path) == routine_id and routine_id in self._routines:
                return self._routines[routine_id]
            found = Routine(id=routine_id, path=path, name=path.rpartition("/")[2], line=1,
                            events=(Unknown(kind="budget", at=Location(path, 1), detail="this call was not followed"),))
        return found

    def inline(self, text: Text, *, at: Location, guards: tuple[Guard, ...] = (), condition: str | None = None,
               host: str | None = None, written: Written | None = None, arguments: Sequence[Text] = ()) -> tuple[Event, ...]:
        """What running ``text`` through a shell does: the service behind ``Tools.shell``."""
        if (usual := text.usual) is not None:
            told = self.inline(usual, at=at, guards=guards, condition=condition, host=host, written=written, arguments=arguments)
            return no_surer(told, Confidence.INFERRED)

        def walked(session: Session) -> tuple[Event, ...]:
            session.written = written if written is not None else session.written
            return walk_text(session, text, at=at, guards=guards, condition=condition, host=host, arguments=arguments)

        return self._opened(text, at, walked, here=host is None)

    def lines(self, *, guards: tuple[Guard, ...] = (), condition: str | None = None, host: str | None = None,
              written: Written | None = None) -> RecipeLines:
        """What runs the lines of a recipe: the service behind ``Tools.lines``."""
        return RecipeLines(lambda text, at, walked: self._opened(text, at, walked, here=host is None), guards=guards, condition=condition, host=host,
                           written=written)

    def _opened(self, text: Text, at: Location, walked: Callable[[Session], tuple[Event, ...]], *, here: bool) -> tuple[Event, ...]:
        """What a text does in a shell that is opened for it. ``here``: on this machine, where it gets what the script gives to those it starts."""
        if not any(isinstance(part, str) and part.strip() for part in text.parts):
            return (Unknown(kind="dynamic-command", at=at, detail=f"runs {text.render() or 'nothing'} through a shell"),)
        if self._depth >= MAX_INLINE_DEPTH:
            return (Unknown(kind="budget", at=at, detail="shells inside shells, too deep to follow"),)
        self._depth += 1
        try:
            session = self._session()
            if self._running and here:
                outer = self._running[-1]                # export -f: a shell started by the script knows these functions, and these variables
                session.lent = outer.lent
                session.functions.update({name: outer.functions[name] for name in sorted(outer.exported) if name in outer.functions})
            return walked(session)
        finally:
            self._depth -= 1

    def exports(self, name: str) -> bool:
        """Whether the script that runs has given a function of that name to the shells it starts (``export -f``)."""
        return bool(self._running) and name in self._running[-1].exported

    # -- private ---------------------------------------------------------------------------------------------------------------------------

    def _session(self) -> Session:
        return Session(tools=self.tools, images=self._images, keep=self._keep, parsed=self._sourced, kept_by=self._kept_by)

    def _keep(self, routine: Routine) -> None:
        self._routines[routine.id] = self._made[routine.id] = routine

    def _kept_by(self, routine: str) -> tuple[Kept, ...]:
        """The backups that a script has made, whichever way it went, when it is over."""
        program = self._programs.get(routine)
        return program.backups if program is not None else ()

    def _parsed(self, path: str) -> Parsed | None:
        module = self.tools.module(path)
        return module.tree if isinstance(module, Module) and isinstance(module.tree, Parsed) else None

    def _sourced(self, path: str) -> Parsed | None:
        """A file read into a shell: what no language claims (``.env``, ``config``) is shell there."""
        parsed = self._parsed(path)
        file = self.tools.files.get(path)
        if parsed is None and file is not None and file.text is not None and self.tools.module(path) is None:
            if path not in self._texts:
                self._texts[path] = parse(file.text)
            return self._texts[path]
        return parsed

    def _walker(self, path: str, parsed: Parsed, arguments: tuple[Text, ...] | None, lent: tuple[Function, ...]) -> RoutineWalker:
        """What walks a script, with the functions that it is lent."""
        session = self._session()
        session.sourced.append(path)
        for function in lent:
            session.functions[function.name] = function
            session.exported.add(function.name)
            self.tools.reads.files.add(function.path)
        hoist(session, parsed, path)
        return RoutineWalker(session, parsed, path, Flow(variables={}, arguments=arguments), script=Text.of(REPOSITORY + path))

    def _walk(self, path: str, parsed: Parsed, arguments: tuple[Text, ...] | None, routine: str,
              lent: tuple[Function, ...] = (), fed: Text | None = None) -> None:
        if len(self._open) > 25:
            self._keep(
                Routine(
                    id=routine,
                    path=path,
                    name=path.rpartition("/")[2],
                    line=1,
                    events=(Unknown(kind="budget", at=Location(path, 1), detail="scripts that call scripts, too deep to follow"),),
                )
            )
            return
        self._open.add(routine)
        self._spent.append(0)
        outer = self._contexts, self._made, self._starts, self.tools.reads
        self._contexts, self._made, self._starts, self.tools.reads = {}, {}, {}, Reads()
        self.tools.reads.files.add(path)
        try:
            walker = self._walker(path, parsed, arguments, lent)
            walker.ambient = fed
            self._running.append(walker.session)
            first = parsed.source.split(b"\n", 1)[0].decode("utf-8", "replace")
            if re.match(r"#!.*sh\s.*-[a-z]*x", first):
                walker.traced(1)
            walker.body()
            self._keep(walker.finished(routine, path.rpartition("/")[2]))
            backups = tuple(backup for backup in walker.flow.backups if all(backup in made for made in walker.session.over))
            self._programs[routine] = _Program(self._made, tuple(self._starts), self.tools.reads, backups)
            self._costs[routine] = self._spent[-1] + walker.session.commands
        finally:
            self._spent.pop()
            if self._spent:
                self._spent[-1] += self._costs.get(routine, 0)
            read = self.tools.reads
            self._contexts, self._made, self._starts, self.tools.reads = outer
            self.tools.reads.add(read)
            self._open.discard(routine)
            if self._running:
                self._running.pop()


def _told(argument: Text, place: int) -> Text:
    """An argument as a script is walked with it: what is only said (``log.sh info "User deleted"``) makes no difference to what it does.

    A first one may be a question, which is worth telling.
    """
    first = argument.parts[0] if argument.parts and place > 1 else ""
    return Text.of(Hole("argument", str(place))) if isinstance(first, str) and _SENTENCE.match(first) is not None else argument


def _tells(arguments: Sequence[Text]) -> bool:
    """Whether the arguments are worth a context of their own: one of them is literal, or a line of a command with parts that are not known.

    ``in_pod.sh "$1" "psql -c 'DROP DATABASE $2'"``: what it runs there is told by such a line.
    """
    return not arguments or any(argument.literal is not None or _is_line(argument) for argument in arguments)


def _is_line(argument: Text) -> bool:
    """Whether an argument begins with a word that is known, and has more behind it."""
    first = argument.parts[0] if argument.parts else None
    return isinstance(first, str) and _FIRST_WORD.match(first) is not None
