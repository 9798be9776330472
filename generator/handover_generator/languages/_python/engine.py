"""Evaluates functions on demand, once per context, outward from each script.

The algorithm class is that of JARVIS (Huang et al., "Scalable and Precise Application-Centered Call Graph Construction for Python"): only what an
entry reaches is read, flow-sensitively inside a function, with reused results; contexts are the abstract arguments themselves.
"""

from __future__ import annotations

import ast
import posixpath
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from handover_generator.analysis.unknowns import mistake
from handover_generator.languages._python.announce import RECEIVERS, distinctive
from handover_generator.languages._python.applications import Application
from handover_generator.languages._python.binding import bind, tells_more, vague, widen
from handover_generator.languages._python.branches import is_endless
from handover_generator.languages._python.filled_fields import ANYTHING, is_field
from handover_generator.languages._python.frame import NEXT, REPO, Arguments, Frame, Result
from handover_generator.languages._python.given_answers import answer_given, before
from handover_generator.languages._python.hooks import PROPERTIES
from handover_generator.languages._python.kinds import Kinds
from handover_generator.languages._python.layers import Component, Key, Layer
from handover_generator.languages._python.loaders import Loaders
from handover_generator.languages._python.loading import loads_own_package
from handover_generator.languages._python.named_clients import client_of
from handover_generator.languages._python.new_types import of_new_type
from handover_generator.languages._python.open_types import names_no_type
from handover_generator.languages._python.passed_on import is_soon_read
from handover_generator.languages._python.program import ClassInfo, FunctionInfo, FunctionNode, ModuleInfo, Program, dotted
from handover_generator.languages._python.recursion import going_down, without_growth
from handover_generator.languages._python.settings import Settings
from handover_generator.languages._python.statements import Statements
from handover_generator.languages._python.undone import opens_with
from handover_generator.languages._python.values import (
    NONE,
    UNKNOWN,
    Api,
    Cell,
    Cls,
    Const,
    Func,
    Inst,
    Map,
    Mod,
    Partial,
    Seq,
    Str,
    UnknownValue,
    Value,
    Values,
    join,
)
from handover_generator.model.behaviour import Event, Need, Routine, Unknown
from handover_generator.model.location import Location
from handover_generator.model.source import Module
from handover_generator.model.text import Text
from handover_generator.model.tracing import Reads, Tools
from handover_generator.records import replace

_SELF = frozenset({"typing.Self", "typing_extensions.Self"})
MAX_CONTEXTS = 48
"""Contexts of one function; past that its arguments are forgotten and it is read once more for all others."""
_MOST_OF_SHORT = 4 * MAX_CONTEXTS
"""Contexts of a function that is soon read, such as one through which a program sends its commands (``execute(command)``)."""
MAX_READINGS = 2_500
"""Readings of functions in one program's run; past that too, arguments are forgotten, but for switches."""
_DEEP = 25
"""Calls inside calls from which on it is asked whether a function calls itself."""
_RECURSIVE = 3
MAX_DEPTH = 45
"""Calls nested deeper than this end as an unknown of kind ``budget``."""


class Engine:
    """Functions and modules of one repository, evaluated on demand."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.program = Program(tools)
        self.layer = Layer("")                 # what is being read: the run of a program, or inside it the import of a component
        self.kept_routines: dict[str, Routine] = {}     # of layers that have ended
        self.receivers: dict[str, list[tuple[ClassInfo | str | None, Func | Partial]]] = {}
        self.applications: dict[str, Application] = {}
        self.startups: list[Func] = []         # what applications are given for the start of their server, see ``start_hooks``
        self.kept: list[object] = []
        self.variables: dict[str, Need] = {}
        self.built: dict[str, tuple[Event, ...]] = {}
        self.on_tables: dict[str, Value] = {}  # what waits for tables to be created or dropped, see ``table_events``
        self.frame = Statements                # a place to listen in, for tests and tools
        self._namespaces: dict[str, ModuleInfo] = {}
        self.kinds = Kinds(self)
        self.settings = Settings(self)
        self.loaders = Loaders(self.program)
        self.instance_state = self.kinds.precise(self.state("django", "db", "models", "Model", "@sub", "@inst"))
        self.model_base = self.state("django", "db", "models", "Model")
        self.model_state = self.tools.api_step(self.model_base, "@sub")
        self.builtins_state = self.state("builtins")
        self.path_state = self.state("pathlib", "Path", "()")
        self.task_state = self.state("celery", "Task", "@sub", "@inst")
        if sys.getrecursionlimit() < 20_000:
            sys.setrecursionlimit(20_000)      # nested evaluation is deep by nature; MAX_DEPTH and RecursionError bound it

    @property
    def importing(self) -> bool:
        """Whether what is read now is read for an import."""
        return self.layer.component is not None

    def started(self, commands: list[FunctionInfo]) -> list[FunctionInfo]:
        """Of these commands the one that the program is started with, where that is known; else all."""
        return [info for info in commands if info.is_called(self.layer.words)] or commands

    def of_others(self, group: FunctionInfo) -> bool:
        """Whether a program is started with a word that is no command of its group: a plug-in brings that one."""
        words = self.layer.words
        return bool(words and group.commands) and group.finder is None and not any(info.is_called(words) for info in (group, *group.commands))

    def state(self, *segments: str) -> frozenset[int]:
        """Where the catalogue's automaton is behind these segments of a path."""
        state = self.tools.api_root
        for segment in segments:
            state = self.tools.api_step(state, segment)
        return state

    # What the frames ask --------------------------------------------------------------------------------------------------

    def function(self, node: FunctionNode, module: ModuleInfo, owner: ClassInfo | None) -> FunctionInfo:
        """The one record of a function as written."""
        found = module.functions.get(id(node))
        if found is None:
            name = node.name if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else "<lambda>"
            found = FunctionInfo(name, node, module, owner)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                for decorator in node.decorator_list:
                    tail = ast.unparse(decorator).split("(")[0].rsplit(".", 1)[-1]
                    found.is_property |= tail in PROPERTIES or tail.endswith("_property")
                    found.is_class_method |= tail == "classmethod"
                    found.is_static |= tail == "staticmethod"
                found.is_static |= node.name == "__new__"
            module.functions[id(node)] = found
        return found

    def class_info(self, node: ast.ClassDef, module: ModuleInfo) -> ClassInfo:
        """The one record of a class as written."""
        found = module.classes.get(id(node))
        if found is None:
            found = ClassInfo(node.name, node, module)
            for item in node.body:
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                    found.annotations[item.target.id] = item.annotation
                elif isinstance(item, ast.Assign) and node.decorator_list and is_field(item) and isinstance(item.targets[0], ast.Name):
                    found.annotations[item.targets[0].id] = ANYTHING
            module.classes[id(node)] = found
        return found

    def class_frame(self, outer: Frame, cls: ClassInfo) -> Statements:
        """A frame for a class body."""
        frame = self.frame(self, cls.module, cell=Cell(outer=outer.cell), defining=cls)
        frame.body_of = cls
        return frame

    def ensure(self, module: ModuleInfo) -> None:
        """Evaluate a module's top level, once for all scripts; a main module's once for this one."""
        component = module.component
        if component is not None and component in self.layer.loaded:
            return
        if module.main or (component is None and module.state != "new"):         # the latter: a folder that serves as package
            if module.state == "new":
                self._evaluate(module)
            return
        component = component or self.program.component(module)
        if component is self.layer.component:
            if module.state == "new":
                self._evaluate(module)
        elif component.state != "running":               # else a cycle that only running the code shows
            self._import(component)
            if self.layer.component is not None:
                self.layer.component.needs.setdefault(component)
            else:
                self._complete(component)
            for loaded in self.layer.load(component):
                self.tools.reads.add(loaded.reads)

    def want(self, module: ModuleInfo) -> None:
        """Have a module evaluated for what its import does elsewhere. While others are being imported that waits for their end: amid a cycle
        of imports not all names are there yet.
        """
        if self.layer.component is None:
            self.ensure(module)
        elif (component := self.program.component(module)) is not self.layer.component:
            self.layer.component.needs.setdefault(component)

    def _complete(self, component: Component) -> None:
        """Import what waited for the end of an import."""
        waiting = [component]
        while waiting:
            current = waiting.pop()
            if not current.complete:
                current.complete = True
                self._import(current)
                waiting += current.needs

    def imported(self, module: ModuleInfo) -> None:
        """Evaluate what importing a module does, for its routine alone."""
        component = self.program.component(module)
        self._import(component)
        self.tools.reads.add(component.reads)

    def _import(self, component: Component) -> None:
        """Evaluate the modules of a component once, as if nothing else had run and always in the same order."""
        if component.state != "new":
            return
        component.state = "running"
        with self.apart(Layer(f"import {component.members[0].path}", component)) as reads:
            for member in component.members:
                reads.outlines.add(member.path)
                if member.is_package and loads_own_package(member.tree):
                    self.program.beside(member)          # its members follow from that; noted for whoever finds the component made
            for member in component.members:
                if member.state == "new":
                    self._evaluate(member)
            component.changes = self.layer.made()
        component.reads, component.state = reads, "done"

    @contextmanager
    def apart(self, layer: Layer) -> Iterator[Reads]:
        """Read in a layer of its own; gives what it is read from, which then counts for what surrounds it too.

        Its routines stay, its changes elsewhere do not.
        """
        outer, around = self.layer, self.tools.reads
        outer.suspend()
        self.layer, self.tools.reads = layer, Reads()
        try:
            yield self.tools.reads
        finally:
            around.add(self.tools.reads)
            self.kept_routines.update(layer.routines)
            layer.suspend()
            self.layer, self.tools.reads = outer, around
            outer.resume()

    def _evaluate(self, module: ModuleInfo) -> None:
        module.state = "running"
        module.cell.names.update({
            "__name__": (Str(Text.of(module.name)),),
            "__file__": (Str(Text.of(REPO + module.path)),),
            **({"__path__": (Seq(((Str(Text.of(REPO + posixpath.dirname(module.path))),),)),)} if module.is_package else {}),
            "__package__": (Str(Text.of(dotted(module.path) if module.is_package else dotted(module.path).rpartition(".")[0])),),
        })
        for node in module.tree.body:                    # so that a cycle of imports finds them
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                module.cell.names.setdefault(node.name, (Func(self.function(node, module, None), None, module.cell),))
        frame = self.frame(self, module, cell=module.cell)
        self.layer.depth += 1
        try:
            frame.block(module.tree.body)
        except RecursionError:
            frame.emit(Unknown(kind="budget", at=Location(module.path, 1), detail="nested too deeply to follow"))
        except Exception as error:
            frame.emit(mistake(error, module.path, 1))
        finally:
            self.layer.depth -= 1
        module.state = "done"
        kind = "main" if module.main else "import"
        self.store(module.routine or f"python:{kind}:{module.path}", frame, module.path, module.path, 1)

    def import_routine(self, path: str) -> str | None:
        """Routine id of importing a file, evaluated when it is asked for."""
        return f"python:import:{path}" if path in self.tools.files else None

    def namespace(self, folder: str, importer: ModuleInfo) -> Mod:
        """A package without ``__init__.py``."""
        if folder not in self._namespaces:
            module = Module(path=folder, language="python")
            info = ModuleInfo(folder + "__init__.py", folder.rstrip("/").replace("/", "."), ast.Module([], []), module, True)
            info.state = "done"
            self._namespaces[folder] = info
        return Mod(self._namespaces[folder])

    def add_root(self, module: ModuleInfo, text: Text) -> None:
        """``sys.path.insert``: one more folder to import from, if it lies in the repository."""
        whole = text.literal
        if whole is None:
            return
        folder = posixpath.normpath(whole.removeprefix(REPO)) if whole.startswith(REPO) else posixpath.normpath(posixpath.join(
            posixpath.dirname(module.path), whole))
        folder = "" if folder == "." else folder
        if not folder.startswith(("/", "..")) and folder not in module.extra_roots:
            self.layer.add(module, module.extra_roots, folder)

    def annotation(self, node: ast.expr, module: ModuleInfo) -> Values:
        """Values that an annotation promises."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                node = ast.parse(node.value, mode="eval").body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return UNKNOWN
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return join(*(v for part in (node.left, node.right) if (v := self.annotation(part, module)) != UNKNOWN)) or UNKNOWN
        if isinstance(node, ast.Subscript):
            outer = ast.unparse(node.value).rsplit(".", 1)[-1]
            inner = node.slice.elts if isinstance(node.slice, ast.Tuple) and node.slice.elts else [node.slice]
            if outer in ("Type", "type"):                      # the class itself, not one of its instances
                return tuple(Cls(v.info) if isinstance(v, Inst) else UnknownValue("type") for v in self.annotation(inner[0], module))
            if outer in ("Optional", "Union", "Annotated", "Final", "ClassVar", "Awaitable"):
                found = [v for part in inner if (v := self.annotation(part, module)) != UNKNOWN]
                return join(*found) if found else UNKNOWN
            if outer in ("list", "List", "Sequence", "Iterable", "Iterator", "Generator", "set", "Set", "tuple", "Tuple", "AsyncIterator",
                         "Collection", "deque"):
                return (Seq((self.annotation(inner[0], module),), exact=False),)
            if outer in ("dict", "Dict", "Mapping", "defaultdict") and len(inner) == 2:
                return (Map((), self.annotation(inner[1], module)),)
            whole = self.annotation(node.value, module)
            if outer.endswith(("QuerySet", "Manager")):        # of the rows of a model
                model = next((v.info for v in self.annotation(inner[0], module) if isinstance(v, Inst)), None)
                return tuple(replace(v, model=model) if isinstance(v, (Api, Inst)) else v for v in whole) if model is not None else whole
            return whole
        if not isinstance(node, (ast.Name, ast.Attribute)):
            return UNKNOWN
        out: list[Value] = []
        for value in self.read_in(module, node):
            if isinstance(value, Cls):
                out.append(Inst(value.info))
            elif isinstance(value, Api) and (named := of_new_type(self, value)):
                out += named
            elif isinstance(value, Api) and not names_no_type(value.path):
                state = self.tools.api_step(value.state, "()") or self.tools.api_step(value.state, "@inst")
                if not state and (client := client_of(value.path)):
                    state = self.state(*client)
                if state:
                    out.append(Api(state, value.path + "()", items=()))
        return tuple(out) or UNKNOWN

    def read_in(self, module: ModuleInfo, node: ast.expr) -> Values:
        """An expression as it stands at the top of a module."""
        return self.frame(self, module, cell=Cell(outer=module.cell)).eval(node)

    def only_method(self, name: str) -> FunctionInfo | None:
        """The one repository method with a distinctive name, or None."""
        if not distinctive(name):
            return None
        paths = self.tools.announcers(name)
        module = self.program.load(paths[0]) if len(paths) == 1 else None
        for node in module.tree.body if module is not None else ():
            if isinstance(node, ast.ClassDef) and module is not None:
                for item in node.body:
                    if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)) and item.name == name:
                        self.ensure(module)
                        return self.function(item, module, self.class_info(node, module))
        return None

    def load_receivers(self) -> None:
        """Evaluate the modules that register signal handlers, and what applications do when they start."""
        if self.layer.receivers_loaded:
            return
        self.layer.receivers_loaded = True
        for path in self.tools.announcers(RECEIVERS):
            module = self.program.load(path)
            if module is None:
                continue
            self.ensure(module)
            for values in list(module.cell.names.values()):
                for value in values:
                    if not isinstance(value, Cls) or value.info.module is not module:
                        continue
                    if any(base.path.endswith("AppConfig") for base in value.info.external_bases()):
                        ready = value.info.find("ready")
                        for function in ready[1] if ready else ():
                            if isinstance(function, Func):
                                self.run(Func(function.info, Inst(value.info, path), function.closure), Arguments())

    # Functions in contexts ------------------------------------------------------------------------------------------------

    def run(self, function: Func, arguments: Arguments) -> Result | None:
        """Read a function with these arguments; None where the nesting budget is spent."""
        info = function.info
        self.ensure(info.module)
        bound = bind(self, function, arguments)
        nested = function.closure is not None and function.closure is not info.module.cell
        layer = self.layer
        if layer.depth > _DEEP and (before := self._again(info)) is not None:
            # A function that calls itself with ever new arguments: those that change say nothing, those that stay are kept.
            bound = {name: values if before.get(name) == values else (UnknownValue(name),) for name, values in bound.items()}
        elif layer.contexts.get(info, 0) > 1:
            bound = without_growth(layer.running, info, bound)
        key = Key((info, function.closure if nested else None, function.owner, tuple(bound.items())))
        found = layer.results.get(key)
        if found is not None:
            return found
        if key in layer.running:
            return self._cycle(layer.running[key], info)
        if layer.depth > MAX_DEPTH:
            return None
        count = layer.contexts.get(info, 0)
        if count > 1 and (above := going_down(layer.running, key)) is not None:
            return self._cycle(layer.running[above], info)
        made = (info, function.closure) if nested else info     # what a decorator makes of each function is another function
        alike = layer.contexts.get(made, 0)
        if (alike >= MAX_CONTEXTS and (alike >= _MOST_OF_SHORT or not self._is_short(info))) or len(layer.results) >= MAX_READINGS:
            switched = {name: values for name, values in bound.items() if _is_switch(values)}
            function = Func(info, _any(function.owner), function.closure)
            bound = bind(self, function, Arguments(rest=UNKNOWN, keyword_rest=UNKNOWN), forget=True) | switched
            key = Key((info, function.closure if nested else None, function.owner, tuple(bound.items())))
            if key in layer.results:
                return layer.results[key]
            if key in layer.running:
                return self._cycle(layer.running[key], info)
        layer.contexts[made] = alike + 1
        layer.contexts[info] = count + 1
        routine_id = f"python:{info.module.path}:{info.line}:{info.qualname}#{count}{'!' if info.module.main else ''}@{layer.name}"
        layer.running[key] = routine_id
        result = self._read(function, bound, routine_id)
        del layer.running[key]
        layer.results[key] = result
        return result

    def _is_short(self, info: FunctionInfo) -> bool:
        """Whether a function may be read more often. Not what makes an object (its methods are read again for each), nor what calls itself."""
        return info.name != "__init__" and is_soon_read(info.node) and all(key.parts[0] is not info for key in self.layer.running)

    def _again(self, info: FunctionInfo) -> dict[str, Values] | None:
        """The arguments of the innermost running call of a function, if several of its calls are running; else None."""
        running = [key for key in self.layer.running if key.parts[0] is info]
        return dict(running[-1].parts[3]) if len(running) >= _RECURSIVE else None     # type: ignore[call-overload]

    @staticmethod
    def _cycle(routine_id: str, info: FunctionInfo) -> Result:
        return Result(Routine(id=routine_id, path=info.module.path, name=info.qualname, line=info.line, events=()), UNKNOWN)

    def _read(self, function: Func, bound: dict[str, Values], routine_id: str) -> Result:
        info = function.info
        outer = function.closure if function.closure is not None else info.module.cell
        frame = self.frame(self, info.module, function=info, cell=Cell(dict(bound), outer), owner=function.owner, defining=info.owner)
        for guard in info.asked:
            frame.guard(guard)
        frame.emit(*info.opened)
        self.layer.depth += 1
        falls_off = False
        try:
            if isinstance(info.node, ast.Lambda):
                frame.returns.append(frame.eval(info.node.body))
            else:
                opens_with(frame)
                falls_off = frame.block(info.node.body) == NEXT and not is_endless(info.node.body[-1])
        except RecursionError:
            frame.emit(Unknown(kind="budget", at=Location(info.module.path, info.line), detail=f"{info.qualname} is nested too deeply"))
        except Exception as error:
            frame.emit(mistake(error, info.module.path, info.line))
        finally:
            self.layer.depth -= 1
        returns = widen(join(*frame.returns)) if frame.returns else ()
        if info.is_generator:
            returns = (Seq((join(*frame.yields) if frame.yields else UNKNOWN,), exact=False),)
        if not isinstance(info.node, ast.Lambda) and info.node.returns is not None and not info.is_generator and vague(self, returns):
            promised = self.annotation(info.node.returns, info.module)
            if info.owner is not None and any(isinstance(v, Api) and v.path.removesuffix("()") in _SELF for v in promised):
                own = function.owner.info if isinstance(function.owner, (Inst, Cls)) else info.owner
                promised = tuple(Inst(own) if isinstance(v, Api) and v.path.removesuffix("()") in _SELF else v for v in promised)
            returns = promised if tells_more(self, promised, returns) else returns
        if falls_off and returns and not info.is_generator:
            returns = join(returns, NONE)                    # the way past all its returns
        if frame.asked and returns and not info.is_generator:
            ends = [(NONE, before(frame.guards, frame.asked, ()))] if falls_off else []
            returns = join(returns, answer_given([*zip(frame.returns, frame.asked_before, strict=False), *ends]))
        routine = self.store(routine_id, frame, info.module.path, info.qualname, info.line)
        gate = tuple(guard for guard in frame.gates if guard in frame.guards)
        return Result(routine, returns, gate, frame.exited and not frame.returns and not info.is_generator)

    def store(self, routine_id: str, frame: Statements, path: str, name: str, line: int) -> Routine:
        frame.let_go()
        self.layer.fed.end(frame)
        routine = Routine(id=routine_id, path=path, name=name, line=line, events=tuple(frame.events), resolved=sum(frame.sites.values()),
                          reachable=len(frame.sites))
        self.layer.routines[routine_id] = routine
        return routine


def _is_switch(values: Values) -> bool:
    """Whether an argument is just True or False. Such are few, and one of them may say that nothing is to be done (``dry_run=True``)."""
    return len(values) == 1 and isinstance(values[0], Const) and isinstance(values[0].value, bool)


def _any(owner: Value | None) -> Value | None:
    return Inst(owner.info) if isinstance(owner, Inst) else owner
