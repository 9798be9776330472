"""Kinds of catalogue rows that bring in code: text that is run as code, and modules that are imported by their names."""

from __future__ import annotations

import ast

from handover_generator.analysis.folders import is_test
from handover_generator.languages._python.command_kinds import CommandKinds
from handover_generator.languages._python.command_lines import words_for
from handover_generator.languages._python.frame import CODE_OF, Arguments
from handover_generator.languages._python.strings import repository_path
from handover_generator.languages._python.value_texts import literal, text_of, texts_of
from handover_generator.languages._python.values import NONE, UNKNOWN, Api, Mod, Str, Values, join
from handover_generator.model.behaviour import Call, Need
from handover_generator.model.rows import ApiRow
from handover_generator.model.text import Hole, Text

_MOST_IMPORTED = 24
_MOST_NAMED = 200
"""So many modules a program chooses from at most, where it is told that it starts one of them."""


class CodeKinds(CommandKinds):
    """Methods ``_do_<kind>`` for those, and what a dotted name gives."""

    def _do_code(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        values = self.role(row.target or ("arg0",), receiver, arguments)
        texts = texts_of(values or ())
        if len(texts) == 1 and receiver.path in ("exec", "eval", "execfile", "runpy.run_path", "builtins.exec", "builtins.eval"):
            holes = texts[0].holes
            if receiver.path in ("runpy.run_path", "execfile"):
                file = repository_path(texts[0], self.tools.files)
            else:
                file = holes[0].name.removeprefix(CODE_OF) if len(texts[0].parts) == 1 and holes and holes[0].name.startswith(CODE_OF) else None
            entry = self.tools.entry(file, words_for(file, self.engine.layer.words)) if file is not None and file != self.module.path else None
            if entry is not None:
                self.emit(Call(to=entry, at=self.at(node), name=f"run {file}", condition=self.condition))
                return UNKNOWN
            if texts[0].certain is not None and receiver.path in ("exec", "eval"):
                given = self.evaluated(texts[0].certain, node, whole=receiver.path == "exec")
                if given is not None:
                    return given
        self.unknown("dynamic-code", node, f"{receiver.path} runs code that is computed")
        if receiver.path in ("exec", "execfile") and len(arguments.positional) == 1:
            self.store_any((Mod(self.module),), Text((Hole("unknown", ""),)))      # a file of settings sets what was only a default
        return UNKNOWN

    def evaluated(self, source: str, node: ast.AST, *, whole: bool) -> Values | None:
        """Literal source given to ``exec`` or ``eval``, read as if it stood here; None if it does not parse."""
        try:
            tree: ast.Module | ast.Expression = ast.parse(source) if whole else ast.parse(source.strip(), mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        for part in ast.walk(tree):
            if isinstance(part, (ast.expr, ast.stmt)):
                part.lineno = getattr(node, "lineno", 0)
        self.engine.kept.append(tree)                 # records of functions are kept by the identity of their nodes
        if isinstance(tree, ast.Expression):
            return self.eval(tree.body)
        self.block(tree.body)
        return NONE

    def _do_import(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        values = self.role(row.target or ("arg0", "name"), receiver, arguments) or ()
        if receiver.path == "runpy.run_module":              # as the interpreter does with -m
            self.take(tuple(event for event in self.tools.command([Text.of("python"), Text.of("-m"), text_of(values)], at=self.at(node),
                                                                  guards=tuple(self.guards), condition=self.condition)
                            if not (isinstance(event, Need) and event.kind == "binary")))
            return UNKNOWN
        if len(values) > 1 and all(isinstance(value, Str) and value.text.literal for value in values):       # each of a list of names
            return join(*(self._import_named(value.text, node, receiver, arguments) for value in values if isinstance(value, Str)))
        return self._import_named(text_of(values), node, receiver, arguments)

    def _import_named(self, text: Text, node: ast.AST, receiver: Api, arguments: Arguments) -> Values:
        head = text.parts[0] if text.parts else ""
        if isinstance(head, str) and head.startswith("."):
            package = literal(arguments.get(1, "package") or ())
            if package is None or package == "__main__":
                package = self.module.name if self.module.is_package else self.module.name.rpartition(".")[0]
            parts = package.split(".")
            level = len(head) - len(head.lstrip("."))
            text = Text.of(".".join([*parts[: len(parts) - level + 1], head.lstrip(".")]), *text.parts[1:])
        name = text.literal
        if name is None and (name := text.with_defaults().literal) is not None:
            self.unknown("dynamic-code", node, f"{receiver.path} imports {name} unless another name is given")
        if name is None:
            return self._import_any(text, node, receiver)
        if "*" in name and (listed := self.engine.loaders.found(name, self.module)):
            return join(*(self._imported(one, node) for one in listed[:_MOST_IMPORTED]))
        found = self.named(name, node)
        if receiver.path.endswith("__import__") and "." in name and not arguments.get(3, "fromlist"):
            return self.import_module(name.partition(".")[0], node)        # __import__("a.b") gives a
        return found

    def named(self, name: str, node: ast.AST) -> Values:
        """A module, class or function by its dotted name."""
        outer, _, last = name.rpartition(".")
        if outer and self.engine.program.find(name, self.module) is None and self.engine.program.find(outer, self.module) is not None:
            return self.member(self.import_module(outer, node), last, node)       # "shop.engines.Fast": a class by its dotted name
        return self._imported(name, node)

    def _members_meant(self, text: Text, node: ast.AST) -> Values:
        """The classes and functions that ``f"shop.engines.{kind}.Engine"`` may mean: those of that name which the modules of the package define."""
        tail = text.parts[-1] if len(text.parts) > 2 else ""
        outer, dot, name = tail.rpartition(".") if isinstance(tail, str) else ("", "", "")
        if not dot or not name.isidentifier():
            return ()
        found: list[Values] = []
        for module in self.engine.loaders.meant(Text.of(*text.parts[:-1], outer), self.module)[:_MOST_IMPORTED]:
            path = self.engine.program.find(module, self.module)
            info = self.engine.program.load(path) if path is not None and not is_test(path) else None
            if info is not None and any(isinstance(one, (ast.ClassDef, ast.FunctionDef)) and one.name == name for one in info.tree.body):
                found.append(self.member(self.import_module(module, node), name, node))
        return join(*found) if found else ()

    def _import_any(self, text: Text, node: ast.AST, receiver: Api) -> Values:
        """The modules that a computed name may mean: those of a package ("jobs." + name), or of that name in any package (app + ".tasks").
        Of the latter some may lie outside of the repository.
        """
        names = self.engine.loaders.meant(text, self.module)
        if not names and (members := self._members_meant(text, node)):
            return members
        package = text.parts[0].rpartition(".")[0] if text.parts and isinstance(text.parts[0], str) else ""
        inside = isinstance(text.parts[0], str) if text.parts else False
        many = inside and _MOST_IMPORTED < len(names) <= _MOST_NAMED
        if not names or len(names) > _MOST_IMPORTED or not inside:
            meant = f"one of {len(names)} modules of {package}" if many else "a module whose name is computed"
            self.unknown("dynamic-code", node, f"{receiver.path} imports {meant}")
        if many:
            for name in names:
                self._loads(name, node)
        if not names or len(names) > _MOST_IMPORTED:
            return UNKNOWN
        return tuple(value for name in names for value in self._imported(name, node))

    def _imported(self, name: str, node: ast.AST) -> Values:
        """A module imported by its name, evaluated at once: often for what it registers elsewhere. While another is imported only where that
        is known to need it, so that the order of imports decides nothing.
        """
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
            self._loads(name, node)                 # one of those that there are; a name that is written out is an import like any other
        values = self.import_module(name, node)
        for value in values:
            if isinstance(value, Mod) and (not self.engine.importing or value.info.component is self.engine.layer.component):
                self.engine.ensure(value.info)
        return values

    def _loads(self, name: str, node: ast.AST) -> None:
        """Note that a module of the repository is loaded by its name: it may be a script that this program starts so."""
        path = self.engine.program.find(name, self.module)
        if path is not None and not path.endswith("/") and path != self.module.path:
            self.emit(Need(kind="loaded", name=path, at=self.at(node)))
