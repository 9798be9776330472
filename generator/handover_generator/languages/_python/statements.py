"""Statements: flow, branches, guards, definitions, imports."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator
from dataclasses import replace

from handover_generator.languages._python.expressions import Expressions
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.guards import guard_of, is_bypass
from handover_generator.languages._python.program import STDLIB
from handover_generator.languages._python.values import (
    UNKNOWN,
    Api,
    Cls,
    Func,
    Inst,
    Map,
    Mod,
    Partial,
    Receiver,
    Registrar,
    Seq,
    Str,
    UnknownValue,
    Values,
    join,
    literal,
    truth,
)
from handover_generator.model.behaviour import Act, Call, Guard, GuardKind, Need
from handover_generator.model.text import Hole, Text

_NEXT, _LEAVES = "next", "leaves"


class Statements(Expressions):
    """Execution of statements. A block gives ``next`` when its end is reached, ``leaves`` when it returns, raises, exits, breaks."""

    def block(self, statements: list[ast.stmt]) -> str:
        """Read statements in order; what follows a certain exit is dead and skipped."""
        for statement in statements:
            method = getattr(self, "_run_" + type(statement).__name__, None)
            flow = method(statement) if method is not None else self._other(statement)
            if self.exited:
                return _LEAVES
            if flow == _LEAVES:
                return _LEAVES
        return _NEXT

    def _other(self, statement: ast.stmt) -> str:
        for child in ast.iter_child_nodes(statement):
            if isinstance(child, ast.expr):
                self.eval(child)
        return _NEXT

    def _run_Expr(self, node: ast.Expr) -> str:
        if not isinstance(node.value, ast.Constant):
            self.eval(node.value)
        return _NEXT

    def _run_Return(self, node: ast.Return) -> str:
        if node.value is not None:
            self.returns.append(self.eval(node.value))
        return _LEAVES

    def _run_Raise(self, node: ast.Raise) -> str:
        if node.exc is not None:
            self.eval(node.exc)
        return _LEAVES

    def _run_Break(self, node: ast.Break) -> str:
        return _LEAVES

    _run_Continue = _run_Break

    def _run_Pass(self, node: ast.Pass) -> str:
        return _NEXT

    def _run_Global(self, node: ast.Global) -> str:
        self.globals.update(node.names)
        return _NEXT

    # Assignment -----------------------------------------------------------------------------------------------------------

    def _run_Assign(self, node: ast.Assign) -> str:
        values = self.eval(node.value)
        for target in node.targets:
            self.assign(target, values)
        return _NEXT

    def _run_AnnAssign(self, node: ast.AnnAssign) -> str:
        if node.value is not None:
            values = self.eval(node.value)
            if values == UNKNOWN or all(isinstance(v, UnknownValue) for v in values):
                values = self.engine.annotation(node.annotation, self.module)
            self.assign(node.target, values)
        elif isinstance(node.target, ast.Name):
            self.bind(node.target.id, self.engine.annotation(node.annotation, self.module))
        return _NEXT

    def _run_AugAssign(self, node: ast.AugAssign) -> str:
        load = ast.copy_location(_as_load(node.target), node.target)
        values = self._eval_BinOp(ast.copy_location(ast.BinOp(left=load, op=node.op, right=node.value), node))
        if self.conditions:
            values = tuple(replace(v, exact=False) if isinstance(v, Seq) else v for v in values)
        self.assign(node.target, values)
        return _NEXT

    def assign(self, target: ast.expr, values: Values) -> None:
        """Bind a target to values."""
        if isinstance(target, ast.Name):
            self.bind(target.id, values)
        elif isinstance(target, ast.Attribute):
            owners = self.eval(target.value)
            self.store_member(owners, target.attr, values)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._unpack(target.elts, values)
        elif isinstance(target, ast.Starred):
            self.assign(target.value, (Seq((values,), exact=False),))
        elif isinstance(target, ast.Subscript):
            self._store_item(target, values)

    def _unpack(self, targets: list[ast.expr], values: Values) -> None:
        exact = [v for v in values if isinstance(v, Seq) and v.exact and len(v.items) == len(targets)]
        starred = any(isinstance(t, ast.Starred) for t in targets)
        for index, target in enumerate(targets):
            if exact and not starred:
                self.assign(target, join(*(v.items[index] for v in exact)))
            else:
                self.assign(target, self.iterate(values))

    def _store_item(self, target: ast.Subscript, values: Values) -> None:
        owners = self.eval(target.value)
        key = literal(self.eval(target.slice)) if not isinstance(target.slice, ast.Slice) else None
        for owner in owners:
            if isinstance(owner, Map) and isinstance(target.value, ast.Name):
                entries = dict(owner.entries)
                if key is not None:
                    entries[key] = values
                self.bind(target.value.id, (Map(tuple(entries.items()), owner.rest if key else join(owner.rest, values)),))
            elif isinstance(owner, Api):
                state = self.tools.api_step(self.tools.api_step(owner.state, "__setitem__"), "()")
                for row in self.tools.api_rows(state)[:1]:
                    receiver = replace(owner, items=(*owner.items, key or "", "__setitem__"))
                    self.call_row(row, target, receiver, Arguments([(Str(Text.of(key)),) if key else UNKNOWN, values]))
            elif isinstance(owner, Inst):
                self._dunder(owner, "__setitem__", target, [UNKNOWN, values])

    def _dunder(self, owner: Inst, name: str, node: ast.AST, arguments: list[Values]) -> None:
        if owner.info.find(name) is not None:
            for function in self.member((owner,), name, node):
                if isinstance(function, Func):
                    self.call_value(function, Arguments(arguments), node)

    def _run_Delete(self, node: ast.Delete) -> str:
        for target in node.targets:
            if isinstance(target, ast.Subscript):
                owners = self.eval(target.value)
                key = self.eval(target.slice) if not isinstance(target.slice, ast.Slice) else UNKNOWN
                for owner in owners:
                    if isinstance(owner, Api):
                        state = self.tools.api_step(self.tools.api_step(owner.state, "__delitem__"), "()")
                        for row in self.tools.api_rows(state)[:1]:
                            receiver = replace(owner, items=(*owner.items, literal(key) or "", "__delitem__"))
                            self.call_row(row, target, receiver, Arguments([key]))
                    elif isinstance(owner, Inst):
                        self._dunder(owner, "__delitem__", target, [key])
        return _NEXT

    # Branches and loops ---------------------------------------------------------------------------------------------------

    def _run_If(self, node: ast.If) -> str:
        values = self.eval(node.test)
        known = truth(values)
        if known is not None:
            return self.block(node.body if known else node.orelse)
        guard = guard_of(node.test, values, self.at(node))
        shown = ast.unparse(node.test)[:80]
        before, held = self.cell.names, list(self.guards)
        outcomes: list[tuple[dict[str, Values], str, list[Guard]]] = []
        stops: list[bool] = []
        for body, condition in ((node.body, f"if {shown}"), (node.orelse, f"if not ({shown})")):
            self.cell.names = dict(before)
            self.guards = list(held)
            if guard is not None:
                self.guard(guard)
            self.conditions.append(condition)
            flow = self.block(body)
            left_for_good = self.exited
            stops.append(left_for_good or (bool(body) and isinstance(body[-1], ast.Raise)))
            self.exited = False
            self.conditions.pop()
            outcomes.append((self.cell.names, flow, [g for g in self.guards if g not in held]))
            if left_for_good and body is node.orelse and node.orelse and outcomes[0][1] == _LEAVES:
                self.cell.names, self.guards = before, held
                return _LEAVES
        (then_names, then_flow, then_guards), (else_names, else_flow, else_guards) = outcomes
        self.guards = held
        if then_flow == _LEAVES and else_flow == _LEAVES:
            self.cell.names = before
            return _LEAVES
        if then_flow == _LEAVES or else_flow == _LEAVES:
            self.cell.names = else_names if then_flow == _LEAVES else then_names
            if guard is not None:
                self.guard(guard)
                if stops[0 if then_flow == _LEAVES else 1]:
                    self.gates.append(guard)
            for inner in else_guards if then_flow == _LEAVES else then_guards:
                self.guard(inner)
        else:
            self.cell.names = _merge(then_names, else_names)
            bypass = is_bypass(node.test)
            for inner in then_guards:
                if inner in else_guards:
                    self.guard(inner)
                elif bypass and inner.kind is GuardKind.CONFIRM:
                    self.guard(replace(inner, bypass=inner.bypass or bypass))
        return _NEXT

    def _loop(self, body: list[ast.stmt], orelse: list[ast.stmt]) -> str:
        assigned = {n.id for s in body for n in ast.walk(s) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        for name in assigned:
            found = self.cell.names.get(name)
            if found is not None and all(not isinstance(v, (Seq, Map)) for v in found):
                self.cell.names[name] = join(found, UNKNOWN)      # an earlier round may have changed it
        before, held = dict(self.cell.names), list(self.guards)
        exited = self.exited
        self.block(body)
        self.exited = exited                                       # the body may run no time at all
        self.guards = held
        self.cell.names = _merge(before, self.cell.names)
        return self.block(orelse) if orelse else _NEXT

    def _run_For(self, node: ast.For | ast.AsyncFor) -> str:
        iterated = self.eval(node.iter)
        exact = next((v for v in iterated if isinstance(v, Seq) and v.exact), None)
        if exact is not None and len(iterated) == 1 and 0 < len(exact.items) <= 8 and not _leaves_loop(node.body):
            # A short literal list is unrolled: each member may name another target.
            for item in exact.items:
                self.assign(node.target, item)
                held = list(self.guards)
                self.block(node.body)
                self.guards = held
                if self.exited:
                    return _LEAVES
            return self.block(node.orelse)
        self.assign(node.target, self.iterate(iterated))
        return self._loop(node.body, node.orelse)

    _run_AsyncFor = _run_For

    def _run_While(self, node: ast.While) -> str:
        values = self.eval(node.test)
        if truth(values) is False:
            return self.block(node.orelse)
        guard = guard_of(node.test, values, self.at(node))
        flow = self._loop(node.body, node.orelse)
        if guard is not None and guard.kind is GuardKind.CONFIRM:
            self.guard(guard)                                      # "while answer not in (y, n): ask again"
        if truth(values) is True and not _leaves_loop(node.body):
            return flow
        return _NEXT

    def _run_With(self, node: ast.With | ast.AsyncWith) -> str:
        held = list(self.guards)
        managers: list[tuple[ast.expr, Values]] = []
        for item in node.items:
            values = self.eval(item.context_expr)
            managers.append((item.context_expr, values))
            entered: list[Values] = []
            for value in values:
                if isinstance(value, Api):
                    state = self.tools.api_step(value.state, "@enter")
                    for row in self.tools.api_rows(state):
                        if row.path.endswith("@enter"):            # a state without its own transition falls through to itself
                            self.call_row(row, item.context_expr, value, Arguments())
                    for row in self.tools.api_rows(value.state):
                        if row.do in ("transaction", "lock"):
                            kind = GuardKind.TRANSACTION if row.do == "transaction" else GuardKind.LOCK
                            self.guard(Guard(kind=kind, at=self.at(node), detail=value.path))
                    entered.append((replace(value, state=state),))
                elif isinstance(value, Inst) and value.info.find("__enter__") is not None:
                    entered += [self.call_value(f, Arguments(), item.context_expr)
                                for f in self.member((value,), "__enter__", node) if isinstance(f, Func)]
                elif isinstance(value, Seq):                        # a generator function as context manager
                    entered.append(self.iterate((value,)))
                else:
                    entered.append((value,))
            if item.optional_vars is not None:
                self.assign(item.optional_vars, join(*entered) if entered else UNKNOWN)
        flow = self.block(node.body)
        for expression, values in managers:
            for value in values:
                if isinstance(value, Inst):
                    self._dunder(value, "__exit__", expression, [UNKNOWN, UNKNOWN, UNKNOWN])
        self.guards = [g for g in self.guards if g in held or g.kind not in (GuardKind.TRANSACTION, GuardKind.LOCK)]
        return flow

    _run_AsyncWith = _run_With

    def _run_Try(self, node: ast.Try) -> str:
        before = dict(self.cell.names)
        flow = self.block(node.body)
        exited = self.exited
        self.exited = False
        names = [self.cell.names] if flow == _NEXT else []
        if flow == _NEXT and node.orelse:
            flow = self.block(node.orelse)
            exited = self.exited
            self.exited = False
        held = list(self.guards)
        middle = _merge(before, self.cell.names)
        for handler in node.handlers:
            self.cell.names = dict(middle)
            self.guards = list(held)
            if handler.name:
                self.bind(handler.name, (UnknownValue("exception"),))
            self.conditions.append("on " + (ast.unparse(handler.type)[:60] if handler.type is not None else "any error"))
            if self.block(handler.body) == _NEXT:
                names.append(self.cell.names)
            self.exited = False
            self.conditions.pop()
        self.guards = held
        self.cell.names = names[0] if len(names) == 1 else _merge(*names) if names else middle
        leaves = not names
        if node.finalbody and self.block(node.finalbody) == _LEAVES:
            return _LEAVES
        self.exited = exited and leaves
        return _LEAVES if leaves else _NEXT

    _run_TryStar = _run_Try

    def _run_Match(self, node: ast.Match) -> str:
        self.eval(node.subject)
        before, held = self.cell.names, list(self.guards)
        outcomes = [before]
        for case in node.cases:
            self.cell.names = dict(before)
            self.guards = list(held)
            self.conditions.append(f"case {ast.unparse(case.pattern)[:60]}")
            for child in ast.walk(case.pattern):
                name = getattr(child, "name", None) or getattr(child, "rest", None)
                if isinstance(name, str):
                    self.bind(name, UNKNOWN)
            if self.block(case.body) == _NEXT:
                outcomes.append(self.cell.names)
            self.exited = False
            self.conditions.pop()
        self.guards = held
        self.cell.names = _merge(*outcomes)
        return _NEXT

    def _run_Assert(self, node: ast.Assert) -> str:
        values = self.eval(node.test)
        guard = guard_of(node.test, values, self.at(node))
        if guard is not None:
            self.guard(replace(guard, strong=False, detail=guard.detail + " (assert, stripped by python -O)"))
        return _NEXT

    # Definitions ----------------------------------------------------------------------------------------------------------

    def _run_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
        info = self.engine.function(node, self.module, self.body_of)
        # A method does not see the names of its class body.
        scope = self.cell.outer if self.body_of is not None else self.cell
        values: Values = (Func(info, None, scope),)
        for decorator in reversed(node.decorator_list):
            values = self._decorate(decorator, values, info.name)
        self.bind(node.name, values)
        return _NEXT

    _run_AsyncFunctionDef = _run_FunctionDef

    def _decorate(self, decorator: ast.expr, values: Values, name: str) -> Values:
        applied = self.eval(decorator)
        out: list[Values] = []
        for one in applied:
            if isinstance(one, Registrar):
                for value in values:
                    if isinstance(value, Func) and value.info not in one.group.commands:
                        one.group.commands.append(value.info)
                out.append(values)
            elif isinstance(one, Receiver):
                self.register(one.signals, one.senders, values)
                out.append(values)
            elif isinstance(one, (Func, Partial, Cls)):
                wrapped = self.call_value(one, Arguments([values]), decorator)
                useful = tuple(v for v in wrapped if isinstance(v, (Func, Partial, Inst, Cls)))
                out.append(useful or values)
            elif isinstance(one, Api):
                tail = one.path.rsplit(".", 1)[-1]
                if tail in ("command()", "group()", "command", "group", "callback()", "main") or tail.startswith(("command", "group")):
                    for value in values:
                        if isinstance(value, Func) and value.info not in self.module.commands:
                            self.module.commands.append(value.info)
                out.append(values)
            else:
                out.append(values)
        return join(*out) if out else values

    def _run_ClassDef(self, node: ast.ClassDef) -> str:
        cls = self.engine.class_info(node, self.module)
        cls.cell = self.cell
        if not cls.bases and not cls.external:
            for base in node.bases:
                for value in self.eval(base):
                    if isinstance(value, Cls):
                        cls.bases.append(value.info)
                    elif isinstance(value, Api):
                        cls.external.append(value)
                    elif isinstance(value, Func):
                        continue
        self.bind(node.name, (Cls(cls),))
        inner = self.engine.class_frame(self, cls)
        inner.block(node.body)
        self.emit(*inner.events)
        for name, values in inner.cell.names.items():
            cls.attributes[name] = values
        for decorator in node.decorator_list:
            self.eval(decorator)
        return _NEXT

    # Imports --------------------------------------------------------------------------------------------------------------

    def _run_Import(self, node: ast.Import) -> str:
        for alias in node.names:
            values = self.import_module(alias.name, node)
            if alias.asname:
                self.bind(alias.asname, values)
            else:
                root = alias.name.split(".")[0]
                self.bind(root, self.import_module(root, node) if "." in alias.name else values)
        return _NEXT

    def import_module(self, name: str, node: ast.AST) -> Values:
        """Import by dotted name: a repository module, or an external access path."""
        path = self.engine.program.find(name, self.module)
        if path is not None and not path.endswith("/"):
            return self._import_path(path, node)
        if path is not None:
            return (self.engine.namespace(path, self.module),)
        root = name.split(".")[0]
        if root not in STDLIB:
            self.emit(Need(kind="package", name=root, at=self.at(node)))
        state = self.tools.api_root
        for part in name.split("."):
            state = self.tools.api_step(state, part)
        return (Api(state, name, items=(name.split(".")[-1],)),)

    def _import_path(self, path: str, node: ast.AST) -> Values:
        module = self.engine.program.load(path)
        if module is None:
            self.unknown("parse-tier", node, f"{path} is imported and could not be parsed")
            return UNKNOWN
        self._import_effects(path, node)
        return (Mod(module),)

    def _import_effects(self, path: str, node: ast.AST) -> None:
        folder = posixpath.dirname(path)
        while folder:                                    # importing a.b.c runs a/__init__ and a/b/__init__ first
            init = folder + "/__init__.py"
            file = self.tools.files.get(init)
            if file is not None and file.size and init not in (path, self.module.path):
                self.emit(Call(to=f"python:import:{init}", at=self.at(node), name=f"import {init}", condition=self.condition))
            folder = posixpath.dirname(folder)
        result = self.engine.import_routine(path)
        if result is not None:
            self.emit(Call(to=result, at=self.at(node), name=f"import {path}", condition=self.condition))

    def _run_ImportFrom(self, node: ast.ImportFrom) -> str:
        if node.module == "__future__":
            return _NEXT
        if node.level:
            path = self.engine.program.relative(self.module, node.level, node.module or "")
        else:
            path = self.engine.program.find(node.module or "", self.module)
        for alias in node.names:
            if alias.name == "*":
                self._import_star(path, node)
                continue
            self.bind(alias.asname or alias.name, self._import_name(path, node, alias.name))
        return _NEXT

    def _import_name(self, path: str | None, node: ast.ImportFrom, name: str) -> Values:
        if path is not None and path.endswith("/"):
            for candidate in (f"{path}{name}.py", f"{path}{name}/__init__.py"):
                if candidate in self.tools.files:
                    return self._import_path(candidate, node)
            return (UnknownValue(name),)
        if path is not None:
            module = self._import_path(path, node)
            if posixpath.basename(path) == "__init__.py":
                folder = posixpath.dirname(path)
                package = self.engine.program.load(path)
                if package is None or name not in package.cell.names:
                    for candidate in (f"{folder}/{name}.py", f"{folder}/{name}/__init__.py"):
                        if candidate in self.tools.files:
                            return self._import_path(candidate, node)
            return self.member(module, name, node)
        if node.level:
            return (UnknownValue(name),)
        return self._api_member_of(self.import_module(node.module or "", node), name)

    def _api_member_of(self, values: Values, name: str) -> Values:
        out = [replace(v, state=self.tools.api_step(v.state, name), path=f"{v.path}.{name}", items=(name,))
               for v in values if isinstance(v, Api)]
        return tuple(out) or UNKNOWN

    def _import_star(self, path: str | None, node: ast.ImportFrom) -> None:
        if path is None or path.endswith("/"):
            if path is None and node.module:
                self.import_module(node.module, node)
            return
        self._import_path(path, node)
        module = self.engine.program.load(path)
        if module is None:
            return
        self.engine.ensure(module)
        public = module.cell.names.get("__all__")
        chosen = {text for value in public or () if isinstance(value, Seq) for item in value.items if (text := literal(item))}
        for name, values in list(module.cell.names.items()):
            if name in chosen if chosen else not name.startswith("_"):
                self.bind(name, values)


def _as_load(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Name):
        return ast.Name(id=node.id, ctx=ast.Load())
    return node


def _merge(*scopes: dict[str, Values]) -> dict[str, Values]:
    merged: dict[str, Values] = {}
    for scope in scopes:
        for name, values in scope.items():
            merged[name] = join(merged[name], values) if name in merged else values
    return merged


def _leaves_loop(body: list[ast.stmt]) -> bool:
    return any(isinstance(n, (ast.Break, ast.Continue)) for s in body for n in _own(s))


def _own(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            yield from _own(child)


__all__ = ["Act", "Hole", "Statements"]
