"""Modules, classes and functions of the repository, and how dotted names become files."""

from __future__ import annotations

import ast
import posixpath
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from handover_generator.languages._python.values import Cell, Values
from handover_generator.model.source import Module
from handover_generator.model.tracing import Tools

if TYPE_CHECKING:
    from handover_generator.languages._python.values import Api

STDLIB = frozenset(sys.stdlib_module_names) | {"ConfigParser", "Queue", "StringIO", "cPickle", "cStringIO", "httplib", "urllib2", "urlparse"}
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(slots=True, eq=False)
class FunctionInfo:
    """A function or lambda as written."""

    name: str
    node: FunctionNode
    module: ModuleInfo
    owner: ClassInfo | None = None
    is_property: bool = False
    is_class_method: bool = False
    is_static: bool = False
    is_generator: bool = False
    commands: list[FunctionInfo] = field(default_factory=list)    # sub-commands, when this is a command group
    receivers: list[Values] = field(default_factory=list)

    @property
    def line(self) -> int:
        """Line of ``def``."""
        return self.node.lineno

    @property
    def qualname(self) -> str:
        """Readable name inside its module."""
        return f"{self.owner.name}.{self.name}" if self.owner else self.name


@dataclass(slots=True, eq=False)
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

    def linear(self) -> Iterator[ClassInfo]:
        """This class and its repository bases, depth first, each once: the resolution order where there is no diamond."""
        seen: set[int] = set()
        stack = [self]
        while stack:
            cls = stack.pop()
            if id(cls) in seen:
                continue
            seen.add(id(cls))
            yield cls
            stack.extend(reversed(cls.bases))

    def find(self, name: str) -> tuple[ClassInfo, Values] | None:
        """The class in the resolution order that defines ``name``, and the values."""
        for cls in self.linear():
            if name in cls.attributes:
                return cls, cls.attributes[name]
        return None

    def external_bases(self) -> list[Api]:
        """External bases of the whole order."""
        return [base for cls in self.linear() for base in cls.external]

    def annotation(self, name: str) -> tuple[ClassInfo, ast.expr] | None:
        """The annotation of an attribute in the resolution order."""
        for cls in self.linear():
            if name in cls.annotations:
                return cls, cls.annotations[name]
        return None


@dataclass(slots=True, eq=False)
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
    extra_roots: list[str] = field(default_factory=list)
    shared: frozenset[str] = frozenset()        # names that some function rebinds through ``global``
    handlers: list[Values] = field(default_factory=list)       # functions given to set_defaults(func=...)
    commands: list[FunctionInfo] = field(default_factory=list)  # functions that a decorator made a command


class Program:
    """All Python modules of a repository, loaded on demand."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.modules: dict[str, ModuleInfo | None] = {}
        self._folders = {posixpath.dirname(path) for path in tools.files if path.endswith(".py")}
        for folder in list(self._folders):
            while folder:
                folder = posixpath.dirname(folder)
                self._folders.add(folder)
        self._found: dict[tuple[str, str, tuple[str, ...]], str | None] = {}

    def load(self, path: str, *, main: bool = False) -> ModuleInfo | None:
        """The module at ``path``; None if it is not Python that parses. As ``main`` it is a second, separate module."""
        key = ("!" if main else "") + path
        if key not in self.modules:
            read = self.tools.module(path)
            tree = read.tree if isinstance(read, Module) else None
            if not isinstance(read, Module) or not isinstance(tree, ast.Module):
                self.modules[key] = None
            else:
                shared = frozenset(name for node in _globals(tree) for name in node.names)
                name = "__main__" if main else dotted(path)
                self.modules[key] = ModuleInfo(path, name, tree, read, posixpath.basename(path) == "__init__.py", main=main, shared=shared)
        return self.modules[key]

    def find(self, name: str, importer: ModuleInfo) -> str | None:
        """Path of the module or package called ``name`` as ``importer`` sees it; a folder without ``__init__.py`` gives its path with '/'."""
        roots = tuple(self.roots(importer))
        key = (name, posixpath.dirname(importer.path), roots)
        if key not in self._found:
            self._found[key] = self._find(name, roots)
        return self._found[key]

    def _find(self, name: str, roots: tuple[str, ...]) -> str | None:
        relative = name.replace(".", "/")
        for root in roots:
            base = posixpath.join(root, relative) if root else relative
            for candidate in (base + "/__init__.py", base + ".py"):
                if candidate in self.tools.files:
                    return candidate
        for root in roots:
            base = posixpath.join(root, relative) if root else relative
            if base in self._folders:
                # A namespace package may not capture an installed one: "import docker" beside a folder called docker.
                if "." not in name and (self.tools.package_known(name) or name in STDLIB):
                    continue
                return base + "/"
        return None

    def roots(self, importer: ModuleInfo) -> Iterator[str]:
        """Folders searched for absolute imports, in order: the file's own (if it is no package), edits of sys.path, its package's parent,
        declared source roots, the top.
        """
        seen: set[str] = set()
        own = posixpath.dirname(importer.path)
        top = own
        while top and top + "/__init__.py" in self.tools.files:
            top = posixpath.dirname(top)
        candidates = [own] if top == own or importer.main else []
        for root in (*candidates, *importer.extra_roots, top, *self.tools.source_roots, ""):
            if root not in seen:
                seen.add(root)
                yield root

    def relative(self, importer: ModuleInfo, level: int, name: str) -> str | None:
        """Path of a relative import (``from ..a import b``: level 2, name 'a')."""
        folder = posixpath.dirname(importer.path)
        for _ in range(level - 1):
            folder = posixpath.dirname(folder)
        base = posixpath.join(folder, name.replace(".", "/")) if name else folder
        for candidate in (base + "/__init__.py", base + ".py"):
            if candidate.lstrip("/") in self.tools.files:
                return candidate.lstrip("/")
        return base + "/" if base in self._folders else None


def dotted(path: str) -> str:
    """Module name of a path, as far as it can be told without knowing the root."""
    stem = path.removesuffix(".py").removesuffix("/__init__")
    return stem.replace("/", ".").replace("-", "_")


def _globals(tree: ast.Module) -> Iterator[ast.Global]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield node
