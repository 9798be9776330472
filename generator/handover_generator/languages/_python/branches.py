"""Loops and blocks that are entered: what is certain, what is conditional, which guard stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from handover_generator.languages._python.at_rest import judged
from handover_generator.languages._python.conditionals import Conditionals, ends, merged
from handover_generator.languages._python.frame import LEAVES, NEXT
from handover_generator.languages._python.syntax import grown_names, remembered, stored_names
from handover_generator.languages._python.truth import truth, undecided_inside
from handover_generator.languages._python.undone import taken_back
from handover_generator.languages._python.values import UNKNOWN, Api, Func, Inst, Map, Seq, Str, UnknownValue, Values, join, rows_of
from handover_generator.languages._python.worked_off import with_more, worked_off
from handover_generator.model.behaviour import GuardKind
from handover_generator.model.text import MORE, Text

_MOST_GROWN = 6
"""Texts that a loop may make longer; of more nothing is kept."""
_MOST_UNROLLED = 8
"""Members of a list that a loop is gone through for one by one."""


class Branches(Conditionals):
    """Loops, ``with``, ``try``, ``match``."""

    def _loop(self, loop: ast.For | ast.AsyncFor | ast.While) -> str:
        grown = grown_names(loop)
        earlier = UnknownValue(f"round {self.in_loop}")            # what an earlier round may have given a name
        given: list[str] = []
        for name in worked_off(loop):
            self.cell.names[name] = tuple(with_more(value) for value in self.cell.names.get(name, ()))
        for name in stored_names(loop):
            found = self.cell.names.get(name)
            if found and name in grown and len(found) <= _MOST_GROWN and all(isinstance(v, Str) for v in found):
                if not grown[name]:                                # words are the same in each round, but for what fills them
                    self.cell.names[name] = join(found, tuple(_longer(v) for v in found if isinstance(v, Str)))
            elif found is not None and any(isinstance(v, (Seq, Map)) for v in found):
                self.cell.names[name] = tuple(undecided_inside(v) for v in found)
            elif found is not None:
                self.cell.names[name] = join(found, (earlier,))
                given.append(name)
        before, held = dict(self.cell.names), list(self.guards)
        exited = self.exited
        self.in_loop += 1
        self.rounds.append(([], []))
        self.block(loop.body)
        broken, went_on = self.rounds.pop()
        self.in_loop -= 1
        self.exited = exited                                       # the body may run no time at all
        self.guards = held
        self.cell.names = _without(earlier, given, merged(before, self.cell.names, *went_on))
        if not loop.orelse:
            self.cell.names = _without(earlier, given, merged(self.cell.names, *broken))
            return NEXT
        before = dict(self.cell.names)
        flow = self.block(loop.orelse)
        if not _breaks(loop.body):
            return flow
        self.cell.names = _without(earlier, given, merged(*([before, self.cell.names] if flow == NEXT else [before]), *broken))
        self.exited = exited                                       # a break passes it by
        self.guards = held
        return NEXT

    def _run_For(self, node: ast.For | ast.AsyncFor) -> str:
        iterated = self.eval(node.iter)
        if isinstance(node.iter, ast.Name) and node.iter.id in worked_off(node):
            iterated = tuple(with_more(value) for value in iterated)
        exact = next((v for v in iterated if isinstance(v, Seq) and v.exact), None)
        if exact is not None and len(iterated) == 1 and (
                0 < len(exact.items) <= _MOST_UNROLLED or rows_of(iterated)) and not _leaves_loop(node.body):
            # A short literal list is unrolled: each member may name another target.
            for item in exact.items:
                self.assign(node.target, item)
                held = list(self.guards)
                self.block(node.body)
                self.guards = [one for one in self.guards if one in held or one.kind is GuardKind.CONFIRM]       # asked, as there are members
                if self.exited:
                    return LEAVES
            return self.block(node.orelse)
        self.assign(node.target, self.iterate(iterated, node.iter))
        return self._loop(node)

    _run_AsyncFor = _run_For

    def _run_While(self, node: ast.While) -> str:
        values = self.eval(node.test)
        if truth(values) is False:
            return self.block(node.orelse)
        guard = judged(self, node.test, values, self.at(node))
        flow = self._loop(node)
        if guard is not None and guard.kind is GuardKind.CONFIRM:
            self.guard(guard)                                      # "while answer not in (y, n): ask again"
        if truth(values) is True and not _leaves_loop(node.body):
            return flow
        return NEXT

    def _run_With(self, node: ast.With | ast.AsyncWith) -> str:
        held, exited = list(self.guards), self.exited
        managers: list[tuple[ast.expr, Values]] = []
        undone = taken_back(self, node)
        for item in node.items:
            values = self.eval(item.context_expr)
            managers.append((item.context_expr, values))
            entered = self.enter(values, item.context_expr)
            if item.optional_vars is not None:
                self.assign(item.optional_vars, entered)
        for guard in undone:
            self.guard(guard)
        flow = self.block(node.body)
        for expression, values in managers:
            self.leave(values, expression)
        self.guards = [g for g in self.guards if g in held or (g not in undone and g.kind not in (GuardKind.TRANSACTION, GuardKind.LOCK))]
        if flow == LEAVES and any(_takes_errors(values) or self._passes_over(expression) for expression, values in managers):
            self.exited = exited
            return NEXT
        return flow

    _run_AsyncWith = _run_With

    def _passes_over(self, manager: ast.expr) -> bool:
        """Whether a manager is a generator function of the repository that goes on after an error in the block (``try: yield``)."""
        if not isinstance(manager, ast.Call) or any(isinstance(inner, ast.Call) for inner in ast.walk(manager.func)):
            return False
        return any(isinstance(value, Func) and value.info.is_generator and _goes_on(value.info.node) for value in self.eval(manager.func))

    def _run_Try(self, node: ast.Try) -> str:
        before = dict(self.cell.names)
        flow = self.block(node.body)
        exited = self.exited
        self.exited = False
        names = [self.cell.names] if flow == NEXT else []
        if flow == NEXT and node.orelse:
            flow = self.block(node.orelse)
            exited = self.exited
            self.exited = False
        held = list(self.guards)
        middle = merged(before, self.cell.names)
        for handler in node.handlers:
            self.cell.names = dict(middle)
            self.guards = list(held)
            if handler.name:
                self.bind(handler.name, (UnknownValue("exception"),))
            self.conditions.append("on " + (ast.unparse(handler.type)[:60] if handler.type is not None else "any error"))
            if self.block(handler.body) == NEXT:
                names.append(self.cell.names)
            self.exited = False
            self.conditions.pop()
        self.guards = held
        self.cell.names = names[0] if len(names) == 1 else merged(*names) if names else middle
        leaves = not names
        if node.finalbody and self.block(node.finalbody) == LEAVES:
            return LEAVES
        self.exited = exited and leaves
        return LEAVES if leaves else NEXT

    _run_TryStar = _run_Try

    def _run_Match(self, node: ast.Match) -> str:
        question = judged(self, node.subject, self.eval(node.subject), self.at(node))
        leaves = False
        before, held = self.cell.names, list(self.guards)
        outcomes = [before]
        for case in node.cases:
            self.cell.names = dict(before)
            self.guards = list(held)
            if question is not None:
                self.guard(question)
            self.conditions.append(f"in the case {ast.unparse(case.pattern)[:60]}")
            for child in ast.walk(case.pattern):
                name = getattr(child, "name", None) or getattr(child, "rest", None)
                if isinstance(name, str):
                    self.bind(name, UNKNOWN)
            if self.block(case.body) == NEXT:
                outcomes.append(self.cell.names)
            else:
                leaves = True
            self.exited = False
            self.conditions.pop()
        self.guards = [*held, question] if question is not None and leaves else held
        self.cell.names = merged(*outcomes)
        return NEXT


def _longer(value: Str) -> Str:
    """A text after some rounds of a loop that puts something behind it."""
    return value if MORE.parts[0] in value.text.parts else Str(Text.of(*value.text.parts, *MORE.parts))


def _without(earlier: UnknownValue, given: list[str], names: dict[str, Values]) -> dict[str, Values]:
    """The names once a loop is done: what an earlier round may have given them is among what any round gives them."""
    for name in given:
        values = names.get(name, ())
        if earlier in values:
            names[name] = tuple(value for value in values if value != earlier) or UNKNOWN
    return names


def _takes_errors(managers: Values) -> bool:
    """Whether a context manager may end an error, so that what stands behind its block follows."""
    for value in managers:
        if isinstance(value, Api) and value.path.endswith(("suppress()", ".raises()", ".assertRaises()")):
            return True
        found = value.info.find("__exit__") if isinstance(value, Inst) else None
        if found is not None and any(isinstance(one, Func) and _answers(one.info.node) for one in found[1]):
            return True
    return False


@remembered
def _goes_on(node: ast.AST) -> bool:
    """Whether a generator takes an error that comes in at its ``yield``."""
    return any(isinstance(inner, ast.Try) and any(isinstance(part, ast.Yield) for statement in inner.body for part in ast.walk(statement))
               and any(not ends(handler.body[-1]) for handler in inner.handlers) for inner in ast.walk(node))


@remembered
def _answers(node: ast.AST) -> bool:
    """Whether a function returns something that may be true."""
    return any(isinstance(inner, ast.Return) and inner.value is not None and not (
        isinstance(inner.value, ast.Constant) and not inner.value.value) for inner in ast.walk(node))


def _breaks(body: list[ast.stmt]) -> bool:
    return any(isinstance(n, ast.Break) for s in body for n in _own(s))


def is_endless(statement: ast.stmt) -> bool:
    """``while True:`` without a ``break`` of its own: what follows is never reached."""
    return (isinstance(statement, ast.While) and isinstance(statement.test, ast.Constant) and bool(statement.test.value)
            and not any(map(_breaks_out, statement.body)))


def _breaks_out(node: ast.AST) -> bool:
    if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
        return any(map(_breaks_out, node.orelse))            # inside, it is the inner loop's
    return isinstance(node, ast.Break) or (not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda))
                                           and any(map(_breaks_out, ast.iter_child_nodes(node))))


def _leaves_loop(body: list[ast.stmt]) -> bool:
    return any(isinstance(n, (ast.Break, ast.Continue)) for s in body for n in _own(s))


def _own(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            yield from _own(child)
