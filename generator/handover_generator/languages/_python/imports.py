"""Imports in all forms."""

from __future__ import annotations

import ast
import posixpath
import re

from handover_generator.analysis.folders import is_test
from handover_generator.languages._python.announce import CLASS
from handover_generator.languages._python.changed_names import changed_by_stars
from handover_generator.languages._python.dotted_names import STDLIB, of_airflow
from handover_generator.languages._python.expressions import Expressions
from handover_generator.languages._python.frame import NEXT
from handover_generator.languages._python.held_in_common import take
from handover_generator.languages._python.lazy_packages import lazy_member
from handover_generator.languages._python.loading import offers_own_package
from handover_generator.languages._python.program import ModuleInfo
from handover_generator.languages._python.registering import REGISTERS, gathers, registers_with, takes_over
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import UNKNOWN, Api, Mod, Seq, UnknownValue, Values
from handover_generator.model.behaviour import Call, Need
from handover_generator.records import replace

_PLUGGED_IN = frozenset({"operators", "hooks", "sensors", "executors", "macros"})
_PLUGIN = "AirflowPlugin"
"""Of Airflow: the kinds of plug-ins, and what registers them."""
_STARTED = "__main__"
"""How the module is called that a program starts with."""
_SAMPLES = (".sample", ".example", ".dist", ".template")
"""What is written behind the name of a file that everybody copies and fills in."""
_EXTENDS = ("extend_path", "declare_namespace")
"""What a package calls whose modules lie in several folders."""
_BUILT_IN = frozenset({"builtins", "__builtin__", "future.builtins", "past.builtins"})
"""Modules that hold what the language knows without an import; what converts Python 2 takes ``object`` and ``str`` from there."""
_EXTENSIONS = "flask.ext."


class Imports(Expressions):
    """Import statements and importing by name."""

    def _run_Import(self, node: ast.Import) -> str:
        for alias in node.names:
            values = self.import_module(alias.name, node)
            if alias.asname:
                self.bind(alias.asname, values)
            else:
                root = alias.name.split(".")[0]
                self.bind(root, self.import_module(root, node) if "." in alias.name else values)
        return NEXT

    def import_module(self, name: str, node: ast.AST) -> Values:
        """Import by dotted name: a repository module, or an external access path."""
        if name == _STARTED and self.engine.layer.main is not None:
            return (Mod(self.engine.layer.main),)
        path = self.engine.program.find(name, self.module)
        if path is not None and not path.endswith("/"):
            return self._import_path(path, node)
        if path is not None:
            return (self.engine.namespace(path, self.module),)
        if name.startswith(_EXTENSIONS):                      # what Flask once found there is a package of its own
            return self.import_module("flask_" + name.removeprefix(_EXTENSIONS), node)
        root = name.split(".")[0]
        copied = self._copied(root) if root not in STDLIB and not self.tools.package_known(root) else None
        if copied is not None:
            self.emit(Need(kind="file", name=copied, at=self.at(node)))
        elif root not in STDLIB:
            self.emit(Need(kind="package", name=root, at=self.at(node)))
        state = self.tools.api_root
        for part in name.split("."):
            state = self.tools.api_step(state, part)
        return (Api(state, name, items=(name.split(".")[-1],)),)

    def loaded_module(self, name: str, node: ast.AST) -> Values:
        """``sys.modules[name]``."""
        return (Mod(self.module),) if name == self.module.name else self.import_module(name, node)

    def _copied(self, root: str) -> str | None:
        """The module that each copy of the repository has of its own, made from a sample that lies there (``config.py.sample``), or None."""
        for ending in _SAMPLES:
            for path in self.tools.files.called(f"{root}.py{ending}"):
                folder = path.rpartition("/")[0]
                if not folder or self.module.path.startswith(folder + "/"):
                    return path.removesuffix(ending)
        return None

    def _import_path(self, path: str, node: ast.AST) -> Values:
        module = self.engine.program.load(path)
        if module is None:
            self.unknown("parse-tier", node, f"{path} is imported and could not be parsed")
            return UNKNOWN
        self._import_effects(path, node)
        if self._registers(module):
            self.engine.want(module)
        for name in takes_over(module.tree):             # what the models of other applications hand over is there once Django has started
            for other in self.tools.announcers(REGISTERS + name):
                if (filled := self.engine.program.load(other)) is not None and filled is not module:
                    self.engine.want(filled)
        return (Mod(module),)

    def _registers(self, module: ModuleInfo) -> bool:
        """Whether importing the module puts something into tables of other modules of the repository."""
        program = self.engine.program
        if module.is_package and gathers(module.tree, module.name):
            return True
        for level, name in registers_with(module.tree):
            path = program.relative(module, level, name) if level else program.find(name, module)
            if path is not None and path != module.path:
                return True
        return False

    def _import_effects(self, path: str, node: ast.AST) -> None:
        folder = posixpath.dirname(path)
        while folder:                                    # importing a.b.c runs a/__init__ and a/b/__init__ first
            init = folder + "/__init__.py"
            if init not in (path, self.module.path) and init in self.tools.files and self._says_something(init):
                self.emit(Call(to=f"python:import:{init}", at=self.at(node), name=f"import {init}", condition=self.condition))
            folder = posixpath.dirname(folder)
        result = self.engine.import_routine(path)
        if result is not None:
            self.emit(Call(to=result, at=self.at(node), name=f"import {path}", condition=self.condition))

    def _says_something(self, path: str) -> bool:
        module = self.engine.program.load(path)
        return module is None or bool(module.tree.body)

    def _run_ImportFrom(self, node: ast.ImportFrom) -> str:
        if node.module == "__future__":
            return NEXT
        if node.level:
            path = self.engine.program.relative(self.module, node.level, node.module or "")
        else:
            path = self.engine.program.find(node.module or "", self.module)
        for alias in node.names:
            if alias.name == "*":
                self._import_star(path, node)
                continue
            values = self._import_name(path, node, alias.name)
            self.bind(alias.asname or alias.name, values)
            self._take(path, alias.name, alias.asname or alias.name, values)
        return NEXT

    def _take(self, path: str | None, name: str, own_name: str, values: Values) -> None:
        """A name of a module of the repository is one here, too."""
        source = self.engine.program.modules.get(path) if path is not None and self.cell is self.module.cell else None
        if source is not None:
            take(self.module, own_name, source, name, values)

    def _import_name(self, path: str | None, node: ast.ImportFrom, name: str) -> Values:
        if path is not None and path.endswith("/"):
            for candidate in (f"{path}{name}.py", f"{path}{name}/__init__.py"):
                if candidate in self.tools.files:
                    return self._import_path(candidate, node)
            if (elsewhere := self._of_namespace(None, node, name)) is not None:
                return self._import_path(elsewhere, node)
            return self.member((self.engine.namespace(path, self.module),), name, node)
        if path is not None:
            module = self._import_path(path, node)
            if posixpath.basename(path) == "__init__.py":
                folder = posixpath.dirname(path)
                package = self.engine.program.load(path)
                if package is not None:
                    self.engine.ensure(package)              # a name of the package comes before a file of that name
                if package is None or name not in package.cell.names:
                    for candidate in (f"{folder}/{name}.py", f"{folder}/{name}/__init__.py"):
                        if candidate in self.tools.files:
                            return self._import_path(candidate, node)
                    if (elsewhere := self._of_namespace(path, node, name)) is not None:
                        return self._import_path(elsewhere, node)
            return self.member(module, name, node)
        if node.level:
            return (UnknownValue(name),)
        if node.module in _BUILT_IN and (built_in := self.built_in(name)):
            return built_in
        if (renamed := self.engine.program.find(f"{node.module}.{name}", self.module)) is not None and not renamed.endswith("/"):
            return self._import_path(renamed, node)              # a module of a package of which nothing else is known here
        if (plugged := self._plugged_in(node.module or "", name)) is not None:
            return self.member(self._import_path(plugged, node), name, node)
        if f"{node.module}." == _EXTENSIONS:
            return self.import_module(_EXTENSIONS + name, node)
        return self._api_member_of(self.import_module(node.module or "", node), name)

    def _of_namespace(self, path: str | None, node: ast.ImportFrom, name: str) -> str | None:
        """The file of a module whose package lies in several folders, each with some of its modules: ``lib/shop/tool.py``, ``web/shop/views.py``."""
        text = self.tools.files[path].text or "" if path is not None else _EXTENDS[0]
        if node.level or not node.module or not any(each in text for each in _EXTENDS):
            return None
        found = self.engine.program.find(f"{node.module}.{name}", self.module)
        return found if found is not None and found != path and not found.endswith("/") else None

    def _plugged_in(self, module: str, name: str) -> str | None:
        """The file of a class that the repository gives to Airflow as a plug-in: until its version 2 such are imported from Airflow itself
        (``from airflow.operators import Mine``).
        """
        parts = module.split(".")
        if parts[0] != "airflow" or parts[1:2] == [] or parts[1] not in _PLUGGED_IN or len(parts) > 3:
            return None
        folders = tuple(f"{folder}/" for folder in of_airflow(self.module.path))
        for path in self.tools.announcers(CLASS + name):
            file = self.tools.files.get(path)
            if path.startswith(folders) and path != self.module.path and file is not None and _PLUGIN in (file.text or ""):
                return path
        return None

    def _api_member_of(self, values: Values, name: str) -> Values:
        out = [replace(v, state=self.tools.api_step(v.state, name), path=f"{v.path}.{name}", items=(name,))
               for v in values if isinstance(v, Api)]
        return tuple(out) or UNKNOWN

    def _import_star(self, path: str | None, node: ast.ImportFrom) -> None:
        if path is None or path.endswith("/"):
            if node.level:
                self.engine.layer.mark(self.module, self.module, "open_ended", True)
            elif path is None and node.module:
                self._take_stars([value for value in self.import_module(node.module, node) if isinstance(value, Api)])
            if node.level or not self.tools.package_known((node.module or "").partition(".")[0]):
                changed_by_stars(self)
            return
        self._import_path(path, node)
        module = self.engine.program.load(path)
        if module is None:
            return
        self.engine.ensure(module)
        if module.is_package and offers_own_package(module.tree):
            self._take_own_modules(module, node)
        public = module.cell.names.get("__all__")
        chosen = {text for value in public or () if isinstance(value, Seq) for item in value.items if (text := literal(item))}
        for name, values in list(module.cell.names.items()):
            if name in chosen if chosen else not name.startswith("_"):
                self.bind(name, values)
                self._take(path, name, name, values)
        for name in sorted(chosen.difference(module.cell.names)) if module.is_package else ():
            if (lazy := lazy_member(self, module, name, node)) is not None:
                self.bind(name, lazy)
        self._take_stars(module.stars)

    def _take_own_modules(self, package: ModuleInfo, node: ast.ImportFrom) -> None:
        """The modules that lie in the folder of a package, all of them; tests do not count."""
        folder = re.escape(posixpath.dirname(package.path))
        for path in self.tools.files.like(rf"\A{folder}/(?!__init__\.)[^/]+(?:/__init__)?\.py\Z"):
            if not is_test(path):
                self.bind(posixpath.basename(path.removesuffix("/__init__.py").removesuffix(".py")), self._import_path(path, node))

    def _take_stars(self, packages: list[Api]) -> None:
        """``from package import *`` of packages from outside: which names they have, the catalogue may know once one is asked for."""
        for package in packages:
            if package not in self.module.stars:
                self.engine.layer.add(self.module, self.module.stars, package)
