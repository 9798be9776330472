"""Branches, loops and blocks that are entered: what is certain, what is conditional, which guard stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice, pairwise

from handover_generator.languages._python.at_rest import as_it_stands, judged, said_at_rest
from handover_generator.languages._python.conditions import in_words
from handover_generator.languages._python.definitions import Definitions
from handover_generator.languages._python.found_out import turns_on_itself
from handover_generator.languages._python.frame import LEAVES, NEXT
from handover_generator.languages._python.guards import (
    compared_mode,
    is_absent,
    is_bypass,
    is_switch,
    mode_check,
    removal_of,
    variable_check,
)
from handover_generator.languages._python.opt_in import asking, not_asked
from handover_generator.languages._python.places import positionals
from handover_generator.languages._python.said_only import goes_another_way, only_tells, said_only
from handover_generator.languages._python.sides import acts_behind, takes_more
from handover_generator.languages._python.stored_rows import as_stored
from handover_generator.languages._python.syntax import grown_names, remembered, stored_names
from handover_generator.languages._python.undone import taken_back
from handover_generator.languages._python.values import (
    UNKNOWN,
    Answer,
    Api,
    Const,
    Func,
    Inst,
    Map,
    Seq,
    Str,
    UnknownValue,
    Values,
    join,
    rows_of,
    truth,
    undecided_inside,
)
from handover_generator.model.behaviour import Act, Action, Call, Event, Guard, GuardKind
from handover_generator.model.text import MORE, Text
from handover_generator.records import replace

_MOST_GROWN = 6
"""Texts that a loop may make longer; of more nothing is kept."""
_MOST_CALLED = 60
"""Routines that are looked into for what was done before."""
_MOST_UNROLLED = 8
"""Members of a list that a loop is gone through for one by one."""


class Branches(Definitions):
    """``if``, loops, ``with``, ``try``, ``match``."""

    def _run_If(self, node: ast.If) -> str:
        values = self.eval(node.test)
        known = truth(values)
        if known is None:
            known = self._by_members(node.test)
        if known is None:
            known = as_stored(self, node.test)
        if known is not None:
            return self.block(node.body if known else node.orelse)
        if any(isinstance(value, Api) for value in values):
            self.iterate(tuple(value for value in values if not self.is_file(value)), node.test)      # "if rows:" asks for the rows
        guard = judged(self, node.test, values, self.at(node)) or self._variable_check(node)
        if guard is not None and guard.kind is GuardKind.DRY_RUN:
            code = self.function.node if self.function else self.module.tree
            guard = None if turns_on_itself(code, node.test) else guard
        if guard is not None and guard.kind is GuardKind.CONFIRM and not_asked(self, node.test, guard):
            self.emit(guard)                                       # it is there, but whoever gives no option is not asked
            guard = None
        if guard is None and (mode := compared_mode(node.test)) is not None:
            guard = mode_check(mode, self.eval(mode.left), self.at(node))
        listed = guard is None and only_tells(node.orelse) and (
            bool(node.orelse) or (not self._has_acted() and node not in goes_another_way(self.function.node if self.function else self.module.tree)))
        asked = as_it_stands(self, node.test, values, removal_of(node.test, values, self.at(node))) if listed else None
        guard = guard or asked or as_it_stands(self, node.test, values, said_only(node, values, self.at(node)))
        told = len(self.events)
        before, held = self.cell.names, list(self.guards)
        outcomes: list[tuple[dict[str, Values], str, list[Guard]]] = []
        stops: list[bool] = []
        parts = [told]
        for body, condition in ((node.body, self._said(node.test, values, True)), (node.orelse, self._said(node.test, values, False))):
            self.cell.names = dict(before)
            self.guards = list(held)
            if guard is not None and guard not in self.guards:
                self.guards.append(guard)
            self.conditions.append(condition)
            flow = self.block(body)
            left_for_good = self.exited
            stops.append(left_for_good or (bool(body) and isinstance(body[-1], ast.Raise)))
            self.exited = False
            self.conditions.pop()
            outcomes.append((self.cell.names, flow, [g for g in self.guards if g not in held and g != guard]))
            parts.append(len(self.events))
            if left_for_good and body is node.orelse and node.orelse and outcomes[0][1] == LEAVES:
                self.cell.names, self.guards = before, held
                return LEAVES
        (then_names, then_flow, then_guards), (else_names, else_flow, else_guards) = outcomes
        self.guards = held
        if guard is not None and guard.kind is GuardKind.ENV_CHECK and then_flow == LEAVES and takes_more(node.test):
            guard = replace(guard, strong=False)
        if guard is not None and guard.kind is GuardKind.DRY_RUN and (then_flow == LEAVES) != (else_flow == LEAVES) and not acts_behind(
                guard, node.test, when=else_flow == LEAVES):
            self.emit(guard)                                       # the side that acts has left
            guard = None
        if guard is not None and self._either_way(guard, parts):
            guard = None
        if guard is not None and ((guard.kind is not GuardKind.ENV_CHECK and guard is not asked) or LEAVES in (then_flow, else_flow)
                                  or any(isinstance(event, (Act, Call)) for event in islice(self.events, told, None))):
            self.emit(guard)                                       # a look at the place that decides nothing is no guard
        if then_flow == LEAVES and else_flow == LEAVES:
            self.cell.names = before
            return LEAVES
        if then_flow == LEAVES or else_flow == LEAVES:
            self.cell.names = else_names if then_flow == LEAVES else then_names
            if guard is None and is_switch(node.test, values) and _is_quiet(node.body if then_flow == LEAVES else node.orelse):
                self.passed.append(self._said(node.test, values, then_flow != LEAVES))
            if guard is not None:
                self.guard(guard)
                if stops[0 if then_flow == LEAVES else 1]:
                    self.gates.append(guard)
            for inner in else_guards if then_flow == LEAVES else then_guards:
                self.guard(inner)
        else:
            self.cell.names = _merge(then_names, else_names)
            if answers := tuple(value for value in values if isinstance(value, Answer)):
                self.cell.names.update((name, answers) for name in _opposites(then_names, else_names))
            when = asking(self, values)
            bypass = is_bypass(node.test) if when is None else when.around or is_bypass(node.test)
            unasked = when is not None and not when.at_first
            for inner in then_guards:
                if inner in else_guards or (inner.kind is GuardKind.CONFIRM and inner.strong and any(
                        other.kind is GuardKind.CONFIRM and other.strong for other in else_guards)):       # both ask, each in its own words
                    self.guard(inner)
                elif inner.kind is GuardKind.CONFIRM and not unasked and (around := bypass or is_absent(inner, in_words(node.test, values, True))):
                    self.guard(replace(inner, bypass=inner.bypass or around))
            if guard is not None and guard.kind is GuardKind.ENV_CHECK:      # asked in one kind of place: either that, or it is the other kind
                for asked_there, holds in ((then_guards, False), (else_guards, True)):
                    for inner in asked_there:
                        if inner.kind is GuardKind.CONFIRM and inner not in (else_guards if asked_there is then_guards else then_guards):
                            self.guard(replace(inner, bypass=inner.bypass or in_words(node.test, values, holds).removeprefix("if ") or None))
        return NEXT

    def _said(self, test: ast.expr, values: Values, holds: bool) -> str:
        """The condition of a branch in words; an argument that stands for itself is told without the dashes of an option."""
        words = said_at_rest(self, values, holds, in_words(test, values, holds))
        if "--" in words:
            for name in positionals(self.module):
                words = words.replace(f"--{name.replace('_', '-')} ", f"{name} ")
        return words

    def _has_acted(self) -> bool:
        """Whether this routine has changed something before, itself or in what it calls: an option that adds a removal to that is no dry run."""
        waiting, seen = list(self.events), set[str]()
        while waiting and len(seen) < _MOST_CALLED:
            event = waiting.pop()
            if isinstance(event, Act) and event.action is not Action.READ:
                return True
            if isinstance(event, Call) and event.to not in seen:
                seen.add(event.to)
                called = self.engine.layer.routines.get(event.to)
                waiting += called.events if called is not None else ()
        return False

    def _either_way(self, guard: Guard, parts: list[int]) -> bool:
        """Whether both branches do the same, so that what the test asks for keeps nobody from it. What both of them do loses the guard.
        ``parts``: how many events there were before the branches, after the first and after the second.
        """
        events = list(self.events)
        first, second = ({done for event in events[begin:end] if (done := _deed(event)) is not None} for begin, end in pairwise(parts))
        both = first & second
        if any(isinstance(event, Guard) and event.kind is GuardKind.TRANSACTION for event in events[parts[0]:]):
            return False                       # one that is rolled back afterwards tries what the other does
        if both:
            self.events = dict.fromkeys(
                replace(event, guards=tuple(one for one in event.guards if one != guard))
                if place >= parts[0] and isinstance(event, (Act, Call)) and _deed(event) in both else event for place, event in enumerate(events))
        return bool(both) and first == second

    def _by_members(self, test: ast.expr) -> bool | None:
        """What ``if names`` and ``if not names`` come to where there are some; None for any other test."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return False if self.has_members(test.operand) else None
        return True if self.has_members(test) else None

    def _variable_check(self, node: ast.If) -> Guard | None:
        """The guard that asking for the word of an environment variable is, where one side ends the program."""
        if not isinstance(node.test, ast.Compare) or not any(body and _ends(body[-1]) for body in (node.body, node.orelse)):
            return None
        left = node.test.left
        while isinstance(left, ast.Call) and isinstance(left.func, ast.Attribute) and left.func.attr in ("lower", "upper", "strip"):
            left = left.func.value
        right = node.test.comparators[0]
        named = self.lookup(right.id) if isinstance(right, ast.Name) and right.id.isupper() else None
        return variable_check(node.test, self.eval(left), self.at(node), named or ())

    def _loop(self, loop: ast.For | ast.AsyncFor | ast.While) -> str:
        grown = grown_names(loop)
        earlier = UnknownValue(f"round {self.in_loop}")            # what an earlier round may have given a name
        given: list[str] = []
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
        self.cell.names = _without(earlier, given, _merge(before, self.cell.names, *went_on))
        if not loop.orelse:
            self.cell.names = _without(earlier, given, _merge(self.cell.names, *broken))
            return NEXT
        before = dict(self.cell.names)
        flow = self.block(loop.orelse)
        if not _breaks(loop.body):
            return flow
        self.cell.names = _without(earlier, given, _merge(*([before, self.cell.names] if flow == NEXT else [before]), *broken))
        self.exited = exited                                       # a break passes it by
        self.guards = held
        return NEXT

    def _run_For(self, node: ast.For | ast.AsyncFor) -> str:
        iterated = self.eval(node.iter)
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
        middle = _merge(before, self.cell.names)
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
        self.cell.names = names[0] if len(names) == 1 else _merge(*names) if names else middle
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
        self.cell.names = _merge(*outcomes)
        return NEXT


def _is_quiet(body: list[ast.stmt]) -> bool:
    """Whether a branch leaves without an error: nothing is to be done. What complains of a missing word is no switch."""
    last = body[-1] if body else None
    if isinstance(last, ast.Return):
        return last.value is None or (isinstance(last.value, ast.Constant) and not last.value.value)
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and _ends(last):
        return all(isinstance(status, ast.Constant) and not status.value for status in last.value.args)
    return isinstance(last, ast.Continue)


def _ends(statement: ast.stmt) -> bool:
    """Whether a statement ends the program, as far as can be told by its look."""
    return isinstance(statement, ast.Raise) or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
                                                and ast.unparse(statement.value.func) in ("sys.exit", "exit", "quit", "os._exit", "os.abort"))


def _deed(event: Event) -> tuple[object, ...] | None:
    """What an event does, whatever stands before it."""
    if isinstance(event, Call):
        return (event.to,)
    return (event.resource, event.action, event.target, event.host) if isinstance(event, Act) and event.action is not Action.READ else None


def _longer(value: Str) -> Str:
    """A text after some rounds of a loop that puts something behind it."""
    return value if MORE.parts[0] in value.text.parts else Str(Text.of(*value.text.parts, *MORE.parts))


def _merge(*scopes: dict[str, Values]) -> dict[str, Values]:
    merged: dict[str, Values] = {}
    for scope in scopes:
        for name, values in scope.items():
            merged[name] = join(merged[name], values) if name in merged else values
    return merged


def _opposites(first: dict[str, Values], second: dict[str, Values]) -> list[str]:
    """Names that are true behind one branch and false behind the other: they say again what was asked."""
    return [name for name, values in first.items() if name in second and {True, False} == {
        one.value for held in (values, second[name]) for one in held if len(held) == 1 and isinstance(one, Const) and isinstance(one.value, bool)}]


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
               and any(not _ends(handler.body[-1]) for handler in inner.handlers) for inner in ast.walk(node))


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
