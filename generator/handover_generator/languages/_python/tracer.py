"""The face of the Python tracer: where scripts start, and code that stands inside other files."""

from __future__ import annotations

import ast
import hashlib
import textwrap
from collections.abc import Sequence

from handover_generator.analysis.tasks import every_function_is_a_task
from handover_generator.analysis.unknowns import mistake
from handover_generator.languages._python import load_tests
from handover_generator.languages._python.applications import all_held, brought_by_package, given_application, takes_application
from handover_generator.languages._python.class_commands import is_of_class
from handover_generator.languages._python.class_starts import started_elsewhere
from handover_generator.languages._python.clouds import CLOUD_FUNCTION, NamedHandlers, cloud_functions
from handover_generator.languages._python.django_commands import bound_at, command_start, from_outside, holds_command, started_with
from handover_generator.languages._python.frame import Arguments, Result
from handover_generator.languages._python.heard import heard, stored
from handover_generator.languages._python.hooks import left_to_base
from handover_generator.languages._python.layers import Layer
from handover_generator.languages._python.loose import Loose, plain_functions
from handover_generator.languages._python.luigi_tasks import LUIGI_TASK, start_tasks, tasks_in
from handover_generator.languages._python.named_starts import by_path, called_whole, is_called_whole, looked_for
from handover_generator.languages._python.parse import parse
from handover_generator.languages._python.program import ClassInfo, FunctionInfo, ModuleInfo
from handover_generator.languages._python.program_names import ProgramNames
from handover_generator.languages._python.settings_acts import acts_of, before_command, settings_of
from handover_generator.languages._python.sub_commands import declared, options_of, sub_commands
from handover_generator.languages._python.switches import as_command
from handover_generator.languages._python.task_modules import offered
from handover_generator.languages._python.values import UNKNOWN, Api, Cell, Cls, Func, Inst, Value
from handover_generator.languages._python.wrapped import wrappers
from handover_generator.model.behaviour import Call, Confidence, Event, Guard, Routine, Unknown
from handover_generator.model.location import Location
from handover_generator.model.source import Module
from handover_generator.model.text import Text
from handover_generator.model.tracing import ALL_TASKS, Reads, Start, Tools, noted

_MAX_NAMED = 3
RUN_FUNCTION = "run function"
"""Among the ways a module starts: ``run``, which Django's ``runscript`` calls."""
_SCRIPT = "python:script:"


class PythonTracer(Loose):
    """Python over one repository."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._programs: dict[str, tuple[tuple[str, ...], Reads]] = {}     # entries, and what they were read from
        self._named: dict[str, tuple[Start, ...]] = {}       # of programs: what they do by name
        self._handlers = NamedHandlers(tools)
        self._running: set[str] = set()
        self._starters: tuple[dict[str, tuple[str, ...]], Reads] | None = None     # of Django's commands, with the settings they name
        self._imported: dict[str, tuple[Routine | None, Reads]] = {}               # what importing settings does
        self._names = ProgramNames(tools, self.program)

    def begin(self) -> None:
        """Another script follows. Nothing is to be forgotten: every program runs in a layer of its own."""

    def entry(self, path: str, arguments: Sequence[Text] | None = None, fed: Text | None = None) -> str | None:
        """Routine id of running the file."""
        program = self._names.name_of(path, arguments)
        found = [one for one in self._started(program) if not one.startswith("python:loose:")]
        return found[0] if len(found) == 1 else _SCRIPT + program if found else None

    def entries(self, path: str) -> Sequence[str]:
        """Routine ids from which trails of the script start."""
        return self._started(path)

    def starts(self, path: str) -> Sequence[Start]:
        """What the script does by name: its commands, the tasks of a worker."""
        self._started(path)
        return self._named.get(path, ())

    def _started(self, program: str) -> tuple[str, ...]:
        if program in self._running:
            return (_SCRIPT + program,)                       # a program that starts itself: what it does is known later
        if program not in self._programs:
            self._running.add(program)
            self._programs[program] = self._run_program(program)
            self._running.discard(program)
        found, reads = self._programs[program]
        self.tools.reads.add(reads)
        return found

    def _script(self, program: str) -> Routine:
        """All that running a file may start, as one routine."""
        path = self._names.started_as(program).path
        starts = [one for one in self._started(program) if not one.startswith("python:loose:")]
        events: list[Event] = [Call(to=one, at=Location(path, self.routine(one).line), name=self.routine(one).name) for one in starts]
        return Routine(id=_SCRIPT + program, path=path, name=path, line=1, events=tuple(events))

    def _run_program(self, program: str) -> tuple[tuple[str, ...], Reads]:
        """Run a file as a process of its own: nothing that ran before shows in it, and nothing that it changes shows elsewhere."""
        start = self._names.started_as(program)
        path = start.path
        with self.apart(Layer(program, words=start.words, argv=start.argv, given=start.given)) as reads:
            try:
                found = tuple(self._find_entries(path))
                self._named[program] = tuple(self.layer.starts)
            except (Exception, RecursionError) as error:
                found = (f"python:unread:{path}",)
                self.layer.routines[found[0]] = Routine(id=found[0], path=path, name=path, line=1, events=(mistake(error, path, 1),))
        return found, reads

    def _find_entries(self, path: str) -> list[str]:
        module = self.program.load(path)
        if module is None:
            routine_id = f"python:unread:{path}"
            read = self.tools.module(path)
            detail = (read.partial or "not parsed") if isinstance(read, Module) else "not read"
            self.layer.routines[routine_id] = Routine(id=routine_id, path=path, name=path, line=1, events=(
                Unknown(kind="parse-tier", at=Location(path, 1), detail=detail),))
            return [routine_id]
        command = self._command_class(path, module)
        if command:
            return command
        main = self.program.main(path)
        assert main is not None
        found = [f"python:main:{self.layer.name}"]
        main.routine = found[0]
        self.layer.main = main
        self.ensure(main)
        reached = {event.to.split("#")[0] for routine in (self.layer.routines[found[0]],) for event in routine.events if isinstance(event, Call)}
        called: tuple[str, ...] = ("run",) if RUN_FUNCTION in main.module.starts else ()
        clouds = cloud_functions(path, main.tree) if CLOUD_FUNCTION in main.module.starts else ()
        called += clouds if "main guard" not in main.module.starts else ()
        for name in (*self.tools.entry_functions(path), *called):
            for value in by_path(self, main, name):
                self._add_entry(value, found, reached)
        if clouds and "main guard" in main.module.starts:
            found += self._called_by_cloud(main, clouds)
        for name, parameter in takes_application(main.tree).items():
            for value in main.cell.names.get(name, ()):
                if isinstance(value, Func):
                    self.run(value, given_application(self, parameter))
        if every_function_is_a_task(path, self.tools.files[path].text or ""):
            self._make_commands(main)
        commands = self._commands(main)
        made = self.layer.new_files
        for info in commands:
            self.layer.new_files = made.apart()               # each is a run of its own: what one of them wrote was there for the others
            started = self._wrapped(info, main) if (bound := is_of_class(info)) is None else None
            if started is not None:
                found.append(started)
            else:
                started = self._add_entry(bound or Func(info, None, info.module.cell), found, reached)
            if started is not None and not info.commands:    # what a group does by itself it does before each of its commands
                self._name([started], _typed(info, commands), info)
            found += looked_for(self, main, info)
            found += self._from_elsewhere(info, main, _typed(info, commands) if any(info in group.commands for group in commands) else "")
        self.layer.new_files = made
        for started, typed, info in offered(self, main):
            found.append(started)
            self._name([started], typed, info)
        if "main guard" not in main.module.starts:
            found += self._of_luigi(main)
        if load_tests.PACKAGE in (self.tools.files[path].text or ""):
            found += self._of_users(main)
        if ALL_TASKS in self.tools.entry_functions(path):
            found += self._worked(main, reached)
        alone = len(found) == 1 and "main guard" not in main.module.starts
        found += heard(self, main, commands)
        if alone and main.held:
            return found + self._held(main)
        if alone and len(found) == 1 and (
                "statements at top level" not in main.module.starts or self.only_sets_up(found[0], path)):
            found += self._loose(path, main) or started_elsewhere(self, main) or self.only_decorated(path, main)
        return found

    def _make_commands(self, main: ModuleInfo) -> None:
        """Each function of a file that is not private is one that a person starts by its name."""
        names = [node.name for node in main.tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not node.name.startswith("_")]
        for value in (value for name in names for value in main.cell.names.get(name, ())):
            if isinstance(value, Func) and value.info not in main.commands:
                self.layer.add(main, main.commands, value.info)

    def _commands(self, main: ModuleInfo) -> list[FunctionInfo]:
        """The commands of a file that are started: where it is known with which word, that one and the groups it may belong to."""
        words = self.layer.words
        every = [*main.commands, *(command for function in main.functions.values() for command in function.commands)]
        named = any(info.is_called(words) for info in every)
        if words and not named and (brought_by_package(self, words[0]) or all_held(self, main.commands)):
            return []
        found: dict[FunctionInfo, None] = {}
        held = {inner for info in every for inner in info.commands}
        outer = [info for info in main.commands if info not in held] or main.commands     # what is in a group is started through that
        called = [info for info in outer if info.is_called(words)] or [info for info in outer if _leads_to(info, words)]
        stack = (called if named else list(main.commands))[::-1]
        while stack:
            info = stack.pop()
            if info not in found:
                found[info] = None
                stack += [inner for inner in self._within(info) if inner.module is main][::-1]
                stack += info.also
        return list(found)

    def _within(self, group: FunctionInfo) -> list[FunctionInfo]:
        """The commands of a group that are started with it: the one that is known, or that leads to it; else all."""
        words = self.layer.words
        return [info for info in group.commands if info.is_called(words)] or [
            info for info in group.commands if _leads_to(info, words)] or group.commands

    def _from_elsewhere(self, group: FunctionInfo, main: ModuleInfo, typed: str) -> list[str]:
        """Commands that other files define and this one adds to a group of its own, those of a group among them, too. ``typed``: what a person
        types before them.
        """
        events: list[Event] = []
        seen = {group}
        every = [info for info in group.commands if info.module is not main]
        stack = [(info, info.qualname) for info in self.started(group.commands) if info.module is not main][::-1]
        words = self.layer.words
        if every and words and not any(info.is_called(words) for info in (group, *group.commands)):
            stack = []                                       # one that a plug-in brings, where the others are known by name
            events.append(Unknown(kind="dynamic-command", at=Location(main.path, group.line),
                                  detail=f"the sub-command {words[0]} is not defined in what this file adds"))
        found: list[str] = []

        def store(name: str, events: Sequence[Event]) -> str:
            routine_id = f"python:commands:{self.layer.name}:{group.qualname}{name and f' {name}'}"
            self.layer.routines[routine_id] = Routine(id=routine_id, path=main.path, name=group.qualname, line=group.line, events=tuple(events))
            found.append(routine_id)
            return routine_id

        if events:
            store("", events)
        while stack:
            info, name = stack.pop()
            if info in seen:
                continue
            seen.add(info)
            calls = [Call(to=one, at=Location(main.path, group.line), name=name) for one in wrappers(self, info) or self._plainly(info)]
            if calls:
                stored = store(name, calls)
                if not info.commands:
                    self._name([stored], " ".join([*typed.split(), *name.split()[:-1], info.typed]), info)
            stack += [(inner, f"{name} {inner.qualname}") for inner in self.started(info.commands)[::-1]]
        return found

    def _plainly(self, info: FunctionInfo) -> list[str]:
        result = self.run(Func(info, None, info.module.cell), as_command(info, self.layer.given))
        return [result.routine.id] if result is not None else []

    def _wrapped(self, info: FunctionInfo, main: ModuleInfo) -> str | None:
        """The start of a command that a decorator wraps, as a routine of this file, so that trails start where the person does."""
        events = tuple(Call(to=one, at=Location(main.path, info.line), name=info.qualname) for one in wrappers(self, info))
        if not events:
            return None
        routine_id = f"python:wrapped:{self.layer.name}:{info.qualname}"
        self.layer.routines[routine_id] = Routine(id=routine_id, path=main.path, name=info.qualname, line=info.line, events=events)
        return routine_id

    def _called_by_cloud(self, main: ModuleInfo, names: Sequence[str]) -> list[str]:
        """What a cloud calls in a file that a person runs, too: one step further away, so that trails start where the person does."""
        results = [self.run(value, Arguments()) for name in names for value in main.cell.names.get(name, ()) if isinstance(value, Func)]
        events = tuple(Call(to=result.routine.id, at=Location(main.path, result.routine.line), name=result.routine.name)
                       for result in results if result is not None)
        routine_id = f"python:cloud:{self.layer.name}"
        self.layer.routines[routine_id] = Routine(id=routine_id, path=main.path, name=main.path, line=1, events=events)
        return [routine_id] if events else []

    def _of_luigi(self, main: ModuleInfo) -> list[str]:
        """The tasks of Luigi that a file defines: the one that a person names, those that packaging names, or any."""
        named = self.tools.entry_functions(main.path)
        if LUIGI_TASK not in main.module.starts and not named:
            return []
        classes = tasks_in(main)
        if LUIGI_TASK not in main.module.starts:
            classes = [one for one in classes if one.name in named]
        found: list[str] = []
        for info in [one for one in classes if one.name in self.layer.words] or classes:
            frame = self.frame(self, main, cell=Cell(outer=main.cell))
            start_tasks(frame, (Inst(info),), info.node)
            found.append(f"python:luigi:{self.layer.name}:{info.name}")
            self.store(found[-1], frame, main.path, info.name, info.node.lineno)
        return found

    def _of_users(self, main: ModuleInfo) -> list[str]:
        """The users of a load test: what each does."""
        found: list[str] = []
        for info in load_tests.users_in(main):
            frame = self.frame(self, main, cell=Cell(outer=main.cell))
            load_tests.act(frame, info, info.node)
            found.append(f"python:user:{self.layer.name}:{info.name}")
            self.store(found[-1], frame, main.path, info.name, info.node.lineno)
        return found

    def _worked(self, main: ModuleInfo, reached: set[str]) -> list[str]:
        """Tasks of a file that nothing in it starts: a worker does, with arguments that are not known here."""
        found: list[str] = []
        for info in main.tasks:
            result = self.run(Func(info, None, info.module.cell), Arguments(rest=UNKNOWN, keyword_rest=UNKNOWN))
            if result is not None:
                if result.routine.id.split("#")[0] not in reached:
                    found.append(result.routine.id)
                self._name([result.routine.id], info.command_name or info.qualname, info)
        return found

    def _held(self, main: ModuleInfo) -> list[str]:
        """Functions of a file without a start of its own that it hands to decorators of a package nothing is known of: a runner of tasks, of
        steps, of checks. Whatever that is, it has them so that it can call them.
        """
        names = ", ".join(info.qualname for info in main.held[:_MAX_NAMED]) + (" and more" if len(main.held) > _MAX_NAMED else "")
        events: list[Event] = [Unknown(kind="unmodelled-package", at=Location(main.path, main.held[0].line),
                                       detail=f"what calls {names} is in a package nothing is known of")]
        for info in main.held:
            result = self.run(Func(info, None, info.module.cell), Arguments(rest=UNKNOWN, keyword_rest=UNKNOWN))
            if result is not None:
                events.append(Call(to=result.routine.id, at=Location(main.path, info.line), name=info.qualname, confidence=Confidence.INFERRED))
        return stored(self, main, "held", events)

    def _name(self, routines: Sequence[str], words: str, info: FunctionInfo) -> None:
        """Note routines that a person or a worker starts by name: once, also where the file that is started is imported by what it imports."""
        known = {(one.words, one.routine.split("#")[0]) for one in self.layer.starts}
        self.layer.starts += [Start(words=words, routine=routine_id, says=info.says) for routine_id in routines
                              if (words, routine_id.split("#")[0]) not in known]

    def _loose(self, path: str, main: ModuleInfo) -> list[str]:
        """What a script does that only defines things, unless a recipe names the functions of it that something calls."""
        found: list[str] = []
        handlers = [name for name in self._handlers.of(path) if name in plain_functions(main.tree)]
        for name in handlers:
            for value in main.cell.names.get(name, ()):
                self._add_entry(value, found, set())
        return found if handlers else self.loose(path, main)

    def _add_entry(self, value: Value, found: list[str], reached: set[str]) -> str | None:
        """Run a function as a start of the script; found is what nothing that was seen so far calls."""
        if is_called_whole(value):
            return called_whole(self, value, found)
        if not isinstance(value, Func):
            return None
        commands = self.layer.main.commands if self.layer.main is not None else ()
        made, self.layer.new_files = self.layer.new_files, self.layer.new_files.apart()       # of a start of its own; others find it there
        result = self.run(value, as_command(value.info, self.layer.given) if value.info in commands else Arguments([], dict(value.info.options)))
        self.layer.new_files = made
        if result is None:
            return None
        if result.routine.id.split("#")[0] not in reached:
            found.append(result.routine.id)
        return result.routine.id

    def run_method(self, method: Func, owner: Inst, arguments: Arguments) -> Result | None:
        """Run a method of ``owner``, or what a decorator put in its place: that gets the owner like any other argument."""
        if method.wraps is None:
            return self.run(Func(method.info, owner, method.closure), arguments)
        return self.run(method, Arguments([(owner,), *arguments.positional], arguments.keywords, arguments.rest, arguments.keyword_rest))

    def _filled_in(self, info: ClassInfo, path: str) -> list[Event]:
        """Calls of what a class adds to a command from outside, which only that can call."""
        found: list[Event] = []
        for name in left_to_base(info):
            for function in info.attributes.get(name, ()):
                result = self.run_method(function, Inst(info, path), Arguments(rest=UNKNOWN, keyword_rest=UNKNOWN)) if isinstance(
                    function, Func) else None
                if result is not None:
                    found.append(Call(to=result.routine.id, at=Location(path, info.node.lineno), name=result.routine.name,
                                      condition=f"when its base class calls {name}", confidence=Confidence.INFERRED))
        return found

    def _command_class(self, path: str, module: ModuleInfo) -> list[str]:
        """A management command of Django starts at its ``handle``, or at what its base class calls from there."""
        if not holds_command(path, module.tree):
            return []
        self.ensure(module)
        outside: list[Event] = []
        for value in module.cell.names.get("Command", ()):
            here = isinstance(value, Cls) and value.info.module.path == path
            at = Location(path, value.info.node.lineno if isinstance(value, Cls) and here else bound_at(module.tree))
            if isinstance(value, Api):
                outside += from_outside(value.path, at, self.tools)
            if not isinstance(value, Cls):
                continue
            start = command_start(value.info)
            handle = value.info.find(start) if start is not None else None
            if start is None or handle is None:
                if bases := value.info.external_bases():
                    outside += from_outside(bases[0].path, at, self.tools)
                    outside += [*self._filled_in(value.info, path), *sub_commands(self, value.info, path)]
                continue
            owner = Inst(value.info, path)
            for function in handle[1]:
                if not isinstance(function, Func):
                    continue
                before = declared(self, value.info, owner)
                result = self.run_method(function, owner, started_with(start, options_of(self, value.info)))
                if result is None:
                    continue
                imported = f"python:import:{path}"       # loading the command imports what its module imports
                before += [*self._kept_for("subcommands", path, value.info.name, sub_commands(self, value.info, path)), *self._settings(path)]
                if result.routine.path == path:
                    return [result.routine.id, imported, *before]
                call = Call(to=result.routine.id, at=at, name=f"{value.info.name}.{start}")
                return [*self._kept_for("command", path, value.info.name, [call]), imported, *before]
        if not outside:
            return []
        return [*self._kept_for("command", path, "Command", outside), f"python:import:{path}", *self._settings(path)]

    def _kept_for(self, kind: str, path: str, name: str, events: Sequence[Event]) -> list[str]:
        """The id of a routine of events that no function of the script has; none where there are none."""
        if not events:
            return []
        routine_id = f"python:{kind}:{self.layer.name}"
        self.layer.routines[routine_id] = Routine(id=routine_id, path=path, name=name, line=events[0].at.line, events=tuple(events))
        return [routine_id]

    def _settings(self, path: str) -> list[str]:
        """Routine ids of what importing the settings does, which comes before a management command."""
        if self._starters is None:
            with noted(self.tools) as reads:
                self._starters = self.settings.of_commands(), reads
        self.tools.reads.add(self._starters[1])
        return [one for settings in settings_of(path, self._starters[0]) for one in self._before_command(path, settings)]

    def _before_command(self, path: str, settings: str) -> list[str]:
        if settings not in self._imported:
            with noted(self.tools) as reads:
                self._imported[settings] = acts_of(settings, self.routine), reads
        acts, read = self._imported[settings]
        self.tools.reads.add(read)
        if acts is None:
            return []
        start = before_command(path, acts)
        self.layer.routines |= {acts.id: acts, start.id: start}
        return [start.id]

    def inline(self, text: Text, *, at: Location, guards: tuple[Guard, ...] = (), condition: str | None = None,
               host: str | None = None) -> tuple[Event, ...]:
        """Python written inside another file (a heredoc, ``python -c``), followed where it stands.

        Args:
            text: the code; what only a run can fill stands in it as ``${NAME}``.
            at: the place of the command that runs it; lines are counted from where the code begins in that file.

        Returns:
            A call into the code, or an unknown where it does not parse.
        """
        code = text.render()
        number = hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        routine_id = f"python:inline:{at.path}:{at.line}:{number}"
        if routine_id not in self._programs:
            parsed = parse(textwrap.dedent(code))
            if parsed.tree is None:
                first = code.strip().split("\n", 1)[0][:80]
                return (Unknown(kind="dynamic-code", at=at, detail=f"inline Python: {first}"),)
            ast.increment_lineno(parsed.tree, self._begins(code, at) - 1)
            module = ModuleInfo(at.path, "__main__", parsed.tree, Module(path=at.path, language="python"), False, main=True, routine=routine_id)
            self.kept.append(parsed.tree)
            self._programs[routine_id] = (), Reads()
            with self.apart(Layer(routine_id)) as reads:
                self.ensure(module)
            self._programs[routine_id] = (routine_id,), reads
        self.tools.reads.add(self._programs[routine_id][1])
        return (Call(to=routine_id, at=at, name="inline Python", condition=condition, host=host, guards=guards),)

    def _begins(self, code: str, at: Location) -> int:
        """The line of the file on which the code's first line stands: that of the command, or one of the next few."""
        file = self.tools.files.get(at.path)
        lines = (file.text or "").split("\n") if file is not None else []
        written = code.split("\n")
        skipped = next((index for index, line in enumerate(written) if line.strip()), 0)
        wanted = written[skipped].strip() if written else ""
        for number in range(max(1, at.line), min(len(lines), at.line + 20) + 1):
            if wanted and wanted in lines[number - 1]:
                return max(1, number - skipped)
        return max(1, at.line)

    def routine(self, routine_id: str) -> Routine:
        """The routine behind an id."""
        if routine_id.startswith(_SCRIPT):
            return self._script(routine_id.removeprefix(_SCRIPT))
        path = routine_id.removeprefix("python:import:")
        module = self.program.load(path) if path != routine_id else None
        if module is not None:
            self.imported(module)
        return self.kept_routines.get(routine_id) or self.layer.routines.get(routine_id) or Routine(
            id=routine_id, path="", name="", line=0, events=())


def _leads_to(group: FunctionInfo, words: tuple[str, ...], depth: int = 3) -> bool:
    """Whether a command is called by one of the words, or is a group of one that is."""
    return group.is_called(words) or (depth > 0 and any(_leads_to(info, words, depth - 1) for info in group.commands))



def _typed(info: FunctionInfo, commands: Sequence[FunctionInfo]) -> str:
    """What a person types for a command: its own name behind those of the groups that it belongs to, but for the outermost, which is the program."""
    words = [info.typed]
    holder = next((group for group in commands if info in group.commands and group is not info), None)
    seen = {info}
    while holder is not None and holder not in seen:
        seen.add(holder)
        outer = next((group for group in commands if holder in group.commands), None)
        if outer is not None:
            words.append(holder.typed)
        holder = outer
    return " ".join(reversed(words))
