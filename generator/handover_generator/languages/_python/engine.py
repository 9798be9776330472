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
from typing import Literal

from handover_generator.languages._python.announce import RECEIVERS, distinctive
from handover_generator.languages._python.branches import is_endless
from handover_generator.languages._python.contexts import given
from handover_generator.languages._python.expressions import constant
from handover_generator.languages._python.frame import NEXT, REPO, Arguments, Frame, Result
from handover_generator.languages._python.kinds import Kinds
from handover_generator.languages._python.layers import Component, Key, Layer
from handover_generator.languages._python.loaders import Loaders
from handover_generator.languages._python.loading import loads_own_package
from handover_generator.languages._python.named_clients import CLIENT, is_client
from handover_generator.languages._python.program import ClassInfo, FunctionInfo, FunctionNode, ModuleInfo, Program, dotted
from handover_generator.languages._python.promised import only_promises
from handover_generator.languages._python.recursion import going_down
from handover_generator.languages._python.settings import SETTINGS, Settings
from handover_generator.languages._python.statements import Statements
from handover_generator.languages._python.strings import rewrap
from handover_generator.languages._python.syntax import parameters
from handover_generator.languages._python.values import (
    NONE,
    UNKNOWN,
    Answer,
    Api,
    Cell,
    Cls,
    Const,
    Flag,
    Func,
    Inst,
    Map,
    Mod,
    Options,
    Partial,
    Seq,
    Str,
    UnknownValue,
    Value,
    Values,
    join,
    text_of,
    too_big,
)
from handover_generator.model.behaviour import Event, Need, Routine, Unknown
from handover_generator.model.location import Location
from handover_generator.model.source import Module
from handover_generator.model.text import Hole, Text
from handover_generator.model.tracing import Reads, Tools
from handover_generator.records import replace

_SELF = frozenset({"typing.Self", "typing_extensions.Self"})
MAX_CONTEXTS = 48
"""Contexts of one function; past that its arguments are forgotten and it is read once more for all others."""
_MOST_OF_SHORT = 4 * MAX_CONTEXTS
_SHORT = 30
"""Contexts of a function of so few lines, such as one through which a program sends its commands (``execute(command)``): it is soon read."""
MAX_READINGS = 2_000
"""Readings of functions in one program's run, twice what the largest real script took; past that too, arguments are forgotten."""
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
        self.applications: dict[str, list[FunctionInfo]] = {}
        self.kept: list[object] = []
        self.variables: dict[str, Need] = {}
        self.built: dict[str, tuple[Event, ...]] = {}
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
        return bool(words and group.commands) and not any(info.is_called(words) for info in (group, *group.commands))

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
                    found.is_property |= tail in ("property", "cached_property", "lazy_property", "classproperty", "hybrid_property")
                    found.is_class_method |= tail == "classmethod"
                    found.is_static |= tail == "staticmethod"
                found.is_abstract = only_promises(node, owner)
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
                reads.files.add(member.path)
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
        self._store(module.routine or f"python:{kind}:{module.path}", frame, module.path, module.path, 1)

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
            inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
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
            elif isinstance(value, Api):
                state = self.tools.api_step(value.state, "()") or self.tools.api_step(value.state, "@inst")
                if not state and is_client(value.path.rpartition(".")[2]):
                    state = self.state(*CLIENT)
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
        bound = self._bind(function, arguments)
        nested = function.closure is not None and function.closure is not info.module.cell
        layer = self.layer
        if layer.depth > _DEEP and (before := self._again(info)) is not None:
            # A function that calls itself with ever new arguments: those that change say nothing, those that stay are kept.
            bound = {name: values if before.get(name) == values else (UnknownValue(name),) for name, values in bound.items()}
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
            function = Func(info, _any(function.owner), function.closure)
            bound = self._bind(function, Arguments(rest=UNKNOWN, keyword_rest=UNKNOWN), forget=True)
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
        return (info.name != "__init__" and (info.node.end_lineno or info.line) - info.line <= _SHORT
                and all(key.parts[0] is not info for key in self.layer.running))

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
        self.layer.depth += 1
        falls_off = False
        try:
            if isinstance(info.node, ast.Lambda):
                frame.returns.append(frame.eval(info.node.body))
            else:
                falls_off = frame.block(info.node.body) == NEXT and not is_endless(info.node.body[-1])
        except RecursionError:
            frame.emit(Unknown(kind="budget", at=Location(info.module.path, info.line), detail=f"{info.qualname} is nested too deeply"))
        except Exception as error:
            frame.emit(mistake(error, info.module.path, info.line))
        finally:
            self.layer.depth -= 1
        returns = _widen(join(*frame.returns)) if frame.returns else ()
        if info.is_generator:
            returns = (Seq((join(*frame.yields) if frame.yields else UNKNOWN,), exact=False),)
        if not isinstance(info.node, ast.Lambda) and info.node.returns is not None and not info.is_generator and self.vague(returns):
            promised = self.annotation(info.node.returns, info.module)
            if info.owner is not None and any(isinstance(v, Api) and v.path.removesuffix("()") in _SELF for v in promised):
                own = function.owner.info if isinstance(function.owner, (Inst, Cls)) else info.owner
                promised = tuple(Inst(own) if isinstance(v, Api) and v.path.removesuffix("()") in _SELF else v for v in promised)
            returns = promised if self._tells_more(promised, returns) else returns
        if falls_off and returns and not info.is_generator:
            returns = join(returns, NONE)                    # the way past all its returns
        routine = self._store(routine_id, frame, info.module.path, info.qualname, info.line)
        gate = tuple(guard for guard in frame.gates if guard in frame.guards)
        return Result(routine, returns, gate, frame.exited and not frame.returns and not info.is_generator)

    def _store(self, routine_id: str, frame: Statements, path: str, name: str, line: int) -> Routine:
        routine = Routine(id=routine_id, path=path, name=name, line=line, events=tuple(frame.events), resolved=frame.resolved,
                          reachable=frame.reachable)
        self.layer.routines[routine_id] = routine
        return routine

    def _bind(self, function: Func, arguments: Arguments, *, forget: bool = False) -> dict[str, Values]:
        info = function.info
        spec = info.node.args
        names, defaults = parameters(spec)
        positional = list(arguments.positional)
        if function.owner is not None and not info.is_static and info.owner is not None:
            positional.insert(0, (function.owner,))
        elif info.given:
            positional.insert(0, given(self.layer, info.given))
        bound: dict[str, Values] = {}
        for index, parameter in enumerate([*names, *spec.kwonlyargs]):
            name = parameter.arg
            values: Values | None = None
            if index < len(positional) and index < len(names):
                values = positional[index]
            elif name in arguments.keywords:
                values = arguments.keywords[name]
                if arguments.outside and values and isinstance(values[0], Str):
                    values = self._made_of(values, parameter, info.module)
            elif arguments.outside and name in defaults:
                values = self._chosen(self._default(defaults[name], info, function), arguments.outside, parameter, info.module)
            elif not forget and name in defaults and arguments.rest is None and arguments.keyword_rest is None:
                values = self._default(defaults[name], info, function)
            elif arguments.rest is not None and index < len(names):
                values = arguments.rest
            elif arguments.keyword_rest is not None:
                values = arguments.keyword_rest
                if not forget and name in defaults and _may_do_something(defaults[name]):       # what is not given is what it mostly is
                    values = join(tuple(v for v in self._default(defaults[name], info, function) if isinstance(v, (Func, Cls, Inst))), values)
            if values is None or self.vague(values):
                promised = self.annotation(parameter.annotation, info.module) if parameter.annotation is not None else UNKNOWN
                named = next((v for v in values or () if isinstance(v, UnknownValue) and v.why.isidentifier()), UnknownValue(name))
                if self._tells_more(promised, values or ()):
                    values = promised
                elif values is None or all(isinstance(v, UnknownValue) for v in values):
                    values = (Str(Text((Hole("argument", named.why),))),) if _is_text(parameter) else (named,)
            elif parameter.annotation is not None and any(isinstance(v, UnknownValue) for v in values):
                promised = self.annotation(parameter.annotation, info.module)      # tells of those that are not known
                if any(isinstance(v, Inst) for v in promised):
                    values = join(tuple(v for v in values if not isinstance(v, UnknownValue)), promised)
            bound[name] = _widen(values)
        if spec.vararg is not None:
            bound[spec.vararg.arg] = (Seq(tuple(positional[len(names):]), arguments.rest is None),)
        if spec.kwarg is not None:
            known = {a.arg for a in (*names, *spec.kwonlyargs)}
            entries = tuple((k, v) for k, v in arguments.keywords.items() if k not in known)
            options = tuple(v for v in arguments.keyword_rest or () if isinstance(v, Options))
            bound[spec.kwarg.arg] = options or (Map(entries, arguments.keyword_rest or ()),)
        return bound

    def vague(self, values: Values) -> bool:
        """Whether an annotation tells more: not known, a setting that was not worked out, or something outside of which nothing is known but
        that it is harmless. The rows of a known model are more than any rows.
        """
        return all(isinstance(v, UnknownValue) or (isinstance(v, Api) and self._says_little(v)) for v in values)

    def _tells_more(self, promised: Values, values: Values) -> bool:
        """Whether an annotation is better than what is known: not where it names a base of which nothing is described (``-> BaseClient``), and
        that is one of its kinds which is.
        """
        return promised != UNKNOWN and (any(self._is_described(v) for v in promised) or not any(self._is_described(v) for v in values))

    def _is_described(self, value: Value) -> bool:
        return bool(self.kinds.precise(value.state)) if isinstance(value, Api) else not isinstance(value, UnknownValue)

    def _says_little(self, value: Api) -> bool:
        if ("()" not in value.path and not _is_setting(value)) or _is_path(value) or (value.model is not None and self.kinds.precise(value.state)):
            return False
        return all(row.do == "neutral" for row in self.tools.api_rows(value.state))

    def _chosen(self, default: Values, kind: Literal["flag", "argument"], parameter: ast.arg, module: ModuleInfo) -> Values:
        """What somebody outside may give in the place of a default."""
        declared = next((value for value in default if isinstance(value, Flag)), None)
        if declared is None and not all(isinstance(value, (Const, Str)) for value in default):
            return default
        if declared is not None and declared.asks is not None and isinstance(parameter.annotation, ast.Name) and parameter.annotation.id == "bool":
            return (Answer(declared.asks),)                    # typer asks for it
        hole = declared.hole if declared is not None else Hole(kind, "", text_of(default).literal)
        named = hole.name or ("--" + parameter.arg.replace("_", "-") if hole.kind == "flag" else parameter.arg)
        return self._made_of((Str(Text((replace(hole, name=named),))),), parameter, module)

    def _made_of(self, given: Values, parameter: ast.arg, module: ModuleInfo) -> Values:
        """What a command line makes of the text that was typed, where an annotation says that it is a path or an object."""
        promised = self.annotation(parameter.annotation, module) if parameter.annotation is not None else UNKNOWN
        made = tuple(rewrap(v, text_of(given)) if isinstance(v, Api) else v for v in promised
                     if isinstance(v, Inst) or (isinstance(v, Api) and v.path == "pathlib.Path()"))
        return join(made, NONE) if made else given

    def _default(self, node: ast.expr, info: FunctionInfo, function: Func) -> Values:
        if isinstance(node, ast.Constant):
            return constant(node)
        return self.frame(self, info.module, cell=Cell(outer=function.closure or info.module.cell), defining=info.owner).eval(node)


def mistake(error: Exception, path: str, line: int) -> Unknown:
    """No mistake of ours may cost the rest of a report; it is told as something that could not be read."""
    return Unknown(kind="internal", at=Location(path, line), detail=f"reading this ended in {type(error).__name__}")


def _any(owner: Value | None) -> Value | None:
    return Inst(owner.info) if isinstance(owner, Inst) else owner


def _may_do_something(default: ast.expr) -> bool:
    """Whether a default may be a function, a class or an object: one with a name."""
    return isinstance(default, (ast.Name, ast.Attribute, ast.Call))


def _is_path(value: Api) -> bool:
    """Whether the text of a path is known, which tells more than that it is one."""
    return value.path == "pathlib.Path()" and value.made_with is not None


def _is_setting(value: Api) -> bool:
    """Whether it is a setting of Django, or a part of one, of which nothing is known but its name."""
    return value.path.startswith(SETTINGS + ".") and value.made_with is None


def _widen(values: Values) -> Values:
    """Forget what would only multiply contexts: long strings, deep containers."""
    out: list[Value] = []
    for value in values:
        if isinstance(value, (Seq, Map, Partial, Func)) and too_big(value):
            out.append(Func(value.info, None, value.closure) if isinstance(value, Func) else UnknownValue("large value"))
        elif isinstance(value, Str) and sum(len(p) for p in value.text.parts if isinstance(p, str)) > 4000:
            out.append(value if len(values) == 1 else UnknownValue("long text"))
        elif isinstance(value, Const) and isinstance(value.value, (int, float)) and not isinstance(value.value, bool) and abs(value.value) > 64:
            out.append(UnknownValue("number"))
        else:
            out.append(value)
    return tuple(out)


def _is_text(parameter: ast.arg) -> bool:
    return isinstance(parameter.annotation, ast.Name) and parameter.annotation.id == "str"
