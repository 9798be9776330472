"""Members of modules: their own names, submodules, what they take with a star."""

from __future__ import annotations

import ast
import posixpath

from handover_generator.languages._python.frame import Arguments, rebound
from handover_generator.languages._python.held_in_common import as_it_is_now
from handover_generator.languages._python.lazy_packages import lazy_member
from handover_generator.languages._python.managers import Managers
from handover_generator.languages._python.program import ModuleInfo
from handover_generator.languages._python.values import (
    UNKNOWN,
    Api,
    Const,
    Func,
    Map,
    Mod,
    Seq,
    Str,
    UnknownValue,
    Values,
    join,
)
from handover_generator.model.text import Text


class ModuleMembers(Managers):
    """Members of modules."""

    def module_member(self, info: ModuleInfo, name: str, node: ast.AST) -> Values:
        """A name of another module: its own, or a submodule."""
        self.engine.ensure(info)
        if info.stand_in:
            replaced = self.member(info.stand_in, name, node)
            if not all(isinstance(value, UnknownValue) for value in replaced):
                return replaced
        found = info.cell.names.get(name)
        if found is not None:
            found = as_it_is_now(info, name, found)
            # Where another place may bring its own (a star import of a file that is not here), a plain value decides nothing.
            open_ended = info.open_ended and all(isinstance(value, (Const, Str, Map, Seq)) for value in found)
            if name in info.shared and not open_ended:
                return rebound(info, name, found)
            return join(found, UNKNOWN) if open_ended else found
        if info.is_package:
            folder = posixpath.dirname(info.path)
            for candidate in (f"{folder}/{name}.py", f"{folder}/{name}/__init__.py"):
                module = self.engine.program.load(candidate.lstrip("/")) if candidate.lstrip("/") in self.tools.files else None
                if module is not None:
                    return (Mod(module),)
            if self.engine.program.has_folder(f"{folder}/{name}".lstrip("/")):
                return (self.engine.namespace(f"{folder}/{name}/".lstrip("/"), info),)
            if info.module.path.endswith("/") and (elsewhere := self._in_another_folder(info.module.path, name, node)) is not None:
                return elsewhere
        starred = self.starred(info, name)
        if starred is not None:
            return (starred,)
        if info.is_package and (lazy := lazy_member(self, info, name, node)) is not None:
            return lazy
        getter = info.cell.names.get("__getattr__")
        if getter is not None:
            return join(*(self.call_value(f, Arguments([(Str(Text.of(name)),)]), node) for f in getter if isinstance(f, Func))) or UNKNOWN
        return (UnknownValue(f"{info.name}.{name}"),)

    def _in_another_folder(self, folder: str, name: str, node: ast.AST) -> Values | None:
        """A member of a package without ``__init__.py`` that lies in several folders, one of each project (``a/shop/web``, ``b/shop/jobs``)."""
        for root in self.module.roots:
            if root and folder.startswith(root + "/"):
                dotted = f"{folder[len(root) + 1:].strip('/').replace('/', '.')}.{name}"
                if self.engine.program.find(dotted, self.module) is not None:
                    return self.import_module(dotted, node)
        return None

    def starred(self, info: ModuleInfo, name: str) -> Api | None:
        """What a name is that a module takes with a star from a package outside, where the catalogue knows it."""
        found = [Api(state, f"{package.path}.{name}", items=(name,)) for package in reversed(info.stars)
                 if (state := self.tools.api_step(package.state, name))]
        described = (one for one in found if self.engine.kinds.precise(one.state))       # not only as part of a harmless package
        return next(described, found[0] if found else None)
