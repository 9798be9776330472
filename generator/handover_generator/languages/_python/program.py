"""Modules, classes and functions of the repository, loaded on demand."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from handover_generator.languages._python.dotted_names import DottedNames
from handover_generator.languages._python.layers import Component, components
from handover_generator.languages._python.loading import loaded_names, loads_own_package
from handover_generator.languages._python.parts import watch
from handover_generator.languages._python.syntax import filled_names, rebound_names, remembered
from handover_generator.languages._python.values import Cell, Switch, Value, Values
from handover_generator.model.behaviour import Event, Guard
from handover_generator.model.source import Module
from handover_generator.model.tracing import Tools
from handover_generator.records import field, record
from handover_generator.regexes import regex
from handover_generator.textgate import clip

if TYPE_CHECKING:
    from handover_generator.languages._python.values import Api

_MOST_IMPORTS = 1000
_MOST_SAID = 200
_GLOBAL = regex(r"(?:global|nonlocal)\b")
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


ONLY_MARKS = ("abc.", "typing.", "typing_extensions.")
"""Packages whose classes only say of what kind a class is, and call nothing of it."""


@record(slots=True, eq=False)
class FunctionInfo:
    """A function or lambda as written."""

    name: str
    node: FunctionNode
    module: ModuleInfo
    owner: ClassInfo | None = None
    is_property: bool = False
    is_class_method: bool = False
    is_static: bool = False
    is_queued: bool = False                                       # whether calling it puts it into a queue
    setter: FunctionInfo | None = None
    deleter: FunctionInfo | None = None
    command_name: str | None = None                               # as its decorator states it
    asked: tuple[Guard, ...] = ()                                 # what a person is asked before it begins
    opened: tuple[Event, ...] = ()                                # what opening the files does that its options name
    also: tuple[FunctionInfo, ...] = ()                           # tasks that are run before or after it
    variants: tuple[FunctionInfo, ...] = ()                       # of functools.singledispatch: for arguments of other types
    given: Values = ()                                            # what every call gets first: a task of Celery with bind=True itself
    decorated: Values = ()                                        # what a decorator of the repository made of it, where that is another thing
    options: dict[str, Values] = field(default_factory=dict)      # what command line decorators pass, by parameter
    switches: dict[str, Switch] = field(default_factory=dict)     # those of them that are given or not
    commands: list[FunctionInfo] = field(default_factory=list)    # sub-commands, when this is a command group
    finder: ClassInfo | None = None                               # the class of such a group that looks for further ones itself
    receivers: list[Values] = field(default_factory=list)

    @property
    def is_generator(self) -> bool:
        """Whether it yields."""
        return self.module.yields and not isinstance(self.node, ast.Lambda) and _yields(self.node)

    @property
    def says(self) -> str:
        """The first line of its docstring."""
        text = None if isinstance(self.node, ast.Lambda) else ast.get_docstring(self.node)
        return clip((text or "").strip().partition("\n")[0].strip(), _MOST_SAID)

    @property
    def typed(self) -> str:
        """What a person types for it as a command."""
        return self.command_name if self.command_name is not None else self.name.lower().replace("_", "-")

    def is_called(self, words: tuple[str, ...]) -> bool:
        """Whether one of the words is its name as a command: what its decorator states, else what click and typer make of its own name."""
        if self.command_name is not None:
            return self.command_name in words
        plain = self.name.lower().replace("_", "-")
        return not {self.name, plain, *(plain.removesuffix(end) for end in ("-command", "-cmd", "-group", "-grp"))}.isdisjoint(words)

    @property
    def line(self) -> int:
        """Line of ``def``."""
        return self.node.lineno

    @property
    def qualname(self) -> str:
        """Readable name inside its module."""
        return f"{self.owner.name}.{self.name}" if self.owner else self.name


@record(slots=True, eq=False)
class ClassInfo:
    """A class as written. ``attributes`` is its namespace once evaluated; ``bases`` in order, repository classes and external paths."""

    name: str
    node: ast.ClassDef
    module: ModuleInfo
    attributes: dict[str, Values] = field(default_factory=dict)
    annotations: dict[str, ast.expr] = field(default_factory=dict)
    bases: list[ClassInfo] = field(default_factory=list)
    external: list[Api] = field(default_factory=list)
    heap: dict[tuple[str, str], Values] = field(default_factory=dict)     # (allocation site, attribute) to values
    cell: Cell | None = None
    subclasses: list[ClassInfo] = field(default_factory=list)
    order: tuple[ClassInfo, ...] = ()

    def linear(self) -> tuple[ClassInfo, ...]:
        """The method resolution order over repository classes: C3, as in the documentation of Python 2.3; depth first where C3 has no answer."""
        if self.order and self.cell is not None:
            return self.order
        if len(self.bases) <= 1 and not any(base is self for base in self.bases):
            rest = self.bases[0].linear() if self.bases and not self._circular() else ()
            order: tuple[ClassInfo, ...] = (self, *(cls for cls in rest if cls is not self))
        else:
            order = self._merged()
        if all(cls.cell is not None for cls in order):
            self.order = order
        return order

    def above(self, cls: ClassInfo) -> list[ClassInfo]:
        """What ``super()`` looks through inside a method of ``cls`` that is called on an instance of this class."""
        order = list(self.linear())
        return order[order.index(cls) + 1:] if cls in order else list(cls.linear())[1:]

    def _circular(self) -> bool:
        seen, cls = {id(self)}, self
        while cls.bases:
            cls = cls.bases[0]
            if id(cls) in seen:
                return True
            seen.add(id(cls))
        return False

    def _merged(self) -> tuple[ClassInfo, ...]:
        depth_first = self._depth_first()
        if any(self in base._depth_first() for base in self.bases):
            return depth_first
        lists = [*(list(base.linear()) for base in self.bases), list(self.bases)]
        order = [self]
        while any(lists):
            lists = [one for one in lists if one]
            head = next((one[0] for one in lists if not any(one[0] in other[1:] for other in lists)), None)
            if head is None:
                return depth_first
            order.append(head)
            lists = [[cls for cls in one if cls is not head] for one in lists]
        return tuple(order)

    def _depth_first(self) -> tuple[ClassInfo, ...]:
        seen: dict[int, ClassInfo] = {}
        stack = [self]
        while stack:
            cls = stack.pop()
            if id(cls) not in seen:
                seen[id(cls)] = cls
                stack.extend(reversed(cls.bases))
        return tuple(seen.values())

    def find(self, name: str) -> tuple[ClassInfo, Values] | None:
        """The class in the resolution order that defines ``name``, and the values."""
        for cls in self.linear():
            if name in cls.attributes:
                return cls, cls.attributes[name]
        return None

    def external_bases(self) -> list[Api]:
        """External bases of the whole order."""
        return [base for cls in self.linear() for base in cls.external]

    def giving_bases(self) -> list[Api]:
        """Those that a member may be of: what only says of what kind a class is (``ABC``, ``Generic``) gives none where there is another."""
        bases = self.external_bases()
        return [base for base in bases if not base.path.startswith(ONLY_MARKS)] or bases

    def annotation(self, name: str) -> tuple[ClassInfo, ast.expr] | None:
        """The annotation of an attribute in the resolution order."""
        for cls in self.linear():
            if name in cls.annotations:
                return cls, cls.annotations[name]
        return None


@record(slots=True, eq=False)
class DeclaredOptions:
    """Options of the command line that a module declares, by the member of the parsed arguments that holds each.

    ``choices``: members that will hold the name of the sub-command. ``defaults``: those that are literal. ``switches``: options that are given or
    not. ``valued``: options whose value says yes or no; None where two do that stand otherwise. ``made``: what the type of an option makes of its
    text.
    """

    choices: list[str] = field(default_factory=list)
    defaults: dict[str, str] = field(default_factory=dict)
    switches: dict[str, Switch] = field(default_factory=dict)
    valued: dict[str, Switch | None] = field(default_factory=dict)
    made: dict[str, Values] = field(default_factory=dict)


@record(slots=True, eq=False)
class ModuleInfo:
    """A module of the repository. ``cell`` holds its names once evaluated."""

    path: str
    name: str
    tree: ast.Module
    module: Module
    is_package: bool
    cell: Cell = field(default_factory=Cell)
    state: str = "new"                          # new, running, done
    main: bool = False
    routine: str = ""                           # id of the routine of its top level, where it is not a file's own
    extra_roots: list[str] = field(default_factory=list)
    roots: tuple[str, ...] = ()                 # where it imports from, worked out with so many edits of sys.path
    rooted: int = -1
    rooted_by: frozenset[str] = frozenset()     # what was asked for that
    yields: bool = True                         # whether any of its functions may
    stars: list[Api] = field(default_factory=list)              # packages from outside of which it takes all names
    open_ended: bool = False                    # takes all names of a module that is not here: local settings
    shared: frozenset[str] = frozenset()        # names that some function rebinds through ``global`` or ``nonlocal``
    filled: frozenset[str] = frozenset()        # those of them that just one function fills; the others empty them again
    taken: dict[str, tuple[ModuleInfo, str, Values]] = field(default_factory=dict)      # names of others that hold one thing, see ``held_in_common``
    stand_in: Values = ()                       # the object that it put into ``sys.modules`` in its own place
    handlers: list[tuple[str, Value, str | None]] = field(default_factory=list)   # functions given to set_defaults(func=...): member, sub-command
    declared: DeclaredOptions = field(default_factory=DeclaredOptions)     # its options of the command line
    commands: list[FunctionInfo] = field(default_factory=list)  # functions that a decorator made a command
    component: Component | None = None          # whose import evaluates it; None for what one run starts as its main module
    functions: dict[int, FunctionInfo] = field(default_factory=dict)  # by the identity of their nodes
    classes: dict[int, ClassInfo] = field(default_factory=dict)
    held: list[FunctionInfo] = field(default_factory=list)      # functions that a decorator of a package nothing is known of was given
    tasks: list[FunctionInfo] = field(default_factory=list)     # functions that a worker runs when a queue or a schedule says so
    heard: list[FunctionInfo] = field(default_factory=list)     # functions that wait for a message or an hour, see ``heard``


class Program(DottedNames):
    """All Python modules of a repository, loaded on demand."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self.modules: dict[str, ModuleInfo | None] = {}
        self._watched: set[str] = set()

    def load(self, path: str) -> ModuleInfo | None:
        """The module in a file; None if it is not Python that parses."""
        self.tools.reads.outlines.add(path)
        if path not in self.modules:
            self.modules[path] = self._made(path)
        return self.modules[path]

    def main(self, path: str) -> ModuleInfo | None:
        """The file as it is when it is run: another module than the one that is imported, made anew for each run."""
        self.tools.reads.files.add(path)
        return self._made(path, main=True)

    def _made(self, path: str, *, main: bool = False) -> ModuleInfo | None:
        read = self.tools.outline(path)
        tree = read.tree if isinstance(read, Module) else None
        if not isinstance(read, Module) or not isinstance(tree, ast.Module):
            return None
        file = self.tools.files.unwatched.get(path)
        mentioned = file is None or file.text is None or _has_global(file.text)
        shared = rebound_names(tree) if mentioned else frozenset()
        name = "__main__" if main else dotted(path)
        filled = filled_names(tree) if shared else frozenset()
        if file is not None and file.text is not None and path not in self._watched:
            self._watched.add(path)
            watch(tree, file.text, partial(self._note, path))
        return ModuleInfo(path, name, tree, read, posixpath.basename(path) == "__init__.py", main=main, shared=shared, filled=filled,
                          yields=file is None or file.text is None or "yield" in file.text)

    def _note(self, path: str, function: int) -> None:
        self.tools.reads.bodies.add((path, function))

    def component(self, module: ModuleInfo) -> Component:
        """The component of a module that is no main module."""
        if module.component is None:
            for members in components(module, self.imports):
                made = Component(members)
                for member in members:
                    member.component = made
        assert module.component is not None
        return module.component

    def importers(self, start: ModuleInfo, wanted: ModuleInfo) -> list[ModuleInfo]:
        """The modules on the ways of imports from ``start`` that import ``wanted``, nearest first."""
        seen: dict[ModuleInfo, None] = {start: None}
        found: list[ModuleInfo] = []
        for module in (queue := [start]):
            for other in self.imports(module):
                if other is wanted and module is not start and module not in found:
                    found.append(module)
                if other not in seen and len(seen) < _MOST_IMPORTS:
                    seen[other] = None
                    queue.append(other)
        return found

    def imports(self, module: ModuleInfo) -> Iterator[ModuleInfo]:
        """The modules of the repository that a module's top level imports, as far as statements tell."""
        for node in _top_level_imports(module.tree.body):
            found: list[str | None] = []
            if isinstance(node, ast.Import):
                found += [self.find(alias.name, module) for alias in node.names]
            else:
                base = self.relative(module, node.level, node.module or "") if node.level else self.find(node.module or "", module)
                found += [base] if base is not None or node.level else [self.find(f"{node.module}.{alias.name}", module) for alias in node.names]
                if base is not None and base.endswith(("/", "/__init__.py")):
                    folder = base.removesuffix("__init__.py")
                    found += [path for alias in node.names for path in (f"{folder}{alias.name}.py", f"{folder}{alias.name}/__init__.py")
                              if path in self.tools.files]
            for path in found:
                other = self.load(path) if path is not None and not path.endswith("/") else None
                if other is not None:
                    yield other
        file = self.tools.files.unwatched.get(module.path)                # to look is cheaper than to go through the statements
        if file is not None and any(word in (file.text or "") for word in ("import_module", "__import__", "import *")):
            for path in self._loaded(module):
                other = self.load(path) if path is not None and not path.endswith("/") else None
                if other is not None:
                    yield other

    def _loaded(self, module: ModuleInfo) -> Iterator[str | None]:
        """Paths of modules that importing a module loads by name."""
        for name in loaded_names(module.tree):
            yield self.find(name, module)
        if module.is_package and loads_own_package(module.tree):
            yield from (path for path in self.beside(module) if path != module.path)

    def beside(self, module: ModuleInfo) -> tuple[str, ...]:
        """Paths of the modules in a module's folder and below."""
        return self.tools.files.like(rf"\A{re.escape(posixpath.dirname(module.path))}/.*\.py\Z")


def dotted(path: str) -> str:
    """Module name of a path, as far as it can be told without knowing the root."""
    stem = path.removesuffix(".py").removesuffix("/__init__")
    return stem.replace("/", ".").replace("-", "_")


def _top_level_imports(body: list[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """Import statements that run when the module is imported; those for type checkers only do not."""
    for node in body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node
        elif isinstance(node, ast.If):
            if not any(getattr(part, "id", getattr(part, "attr", "")) == "TYPE_CHECKING" for part in ast.walk(node.test)):
                yield from _top_level_imports(node.body)
            yield from _top_level_imports(node.orelse)
        elif isinstance(node, (ast.Try, ast.With, ast.For, ast.While)):
            for name in ("body", "orelse", "finalbody"):
                yield from _top_level_imports(getattr(node, name, []))
            for handler in getattr(node, "handlers", []):
                yield from _top_level_imports(handler.body)


def _has_global(text: str) -> bool:
    """Whether a text may hold a ``global`` or ``nonlocal`` statement: one that begins its line or follows a colon or semicolon there."""
    return any(text[text.rfind("\n", 0, found.start()) + 1:found.start()].rstrip()[-1:] in ("", ":", ";") for found in _GLOBAL.finditer(text))


@remembered
def _yields(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function yields, outside of those within it."""
    stack: list[ast.AST] = [*function.body]
    while stack:
        node = stack.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)) or (isinstance(node, ast.ClassDef) and node not in function.body):
            continue
        stack.extend(ast.iter_child_nodes(node))
    return False
