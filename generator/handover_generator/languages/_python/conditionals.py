"""``if``: which side is taken, what guard its test is, and what holds behind it."""

from __future__ import annotations

import ast
from itertools import islice, pairwise

from handover_generator.languages._python.at_rest import as_it_stands, judged, said_at_rest
from handover_generator.languages._python.compared_targets import keeps_apart, targets_check
from handover_generator.languages._python.conditions import in_words
from handover_generator.languages._python.definitions import Definitions
from handover_generator.languages._python.edited import to_be_filled_in
from handover_generator.languages._python.found_out import turns_on_itself
from handover_generator.languages._python.frame import LEAVES, NEXT
from handover_generator.languages._python.guards import (
    is_absent,
    is_bypass,
    is_switch,
    removal_of,
    variable_check,
)
from handover_generator.languages._python.modes import compared_mode, mode_check
from handover_generator.languages._python.opt_in import asking, not_asked
from handover_generator.languages._python.place_sides import lets_in, side_of
from handover_generator.languages._python.places import positionals
from handover_generator.languages._python.said_only import goes_another_way, only_tells, said_only
from handover_generator.languages._python.sides import acts_behind, takes_more
from handover_generator.languages._python.stored_rows import as_stored
from handover_generator.languages._python.truth import truth
from handover_generator.languages._python.values import Answer, Api, Const, Values, join
from handover_generator.model.behaviour import Act, Action, Call, Event, Guard, GuardKind
from handover_generator.records import record, replace

_MOST_CALLED = 60
"""Routines that are looked into for what was done before."""


@record(slots=True)
class _Side:
    """What one side of an ``if`` comes to: the names behind it; the guards that were passed there; how many events there were when it was done;
    whether it leaves the block, ends the program, or raises.
    """

    names: dict[str, Values]
    guards: list[Guard]
    told: int
    leaves: bool
    ends: bool
    raises: bool

    @property
    def stops(self) -> bool:
        """Whether nothing at all follows it."""
        return self.ends or self.raises


class Conditionals(Definitions):
    """``if``."""

    def _run_If(self, node: ast.If) -> str:
        values = self.eval(node.test)
        known = self._decided(node.test, values)
        if known is not None and not to_be_filled_in(node, known, self.module.tree):
            return self.block(node.body if known else node.orelse)
        if any(isinstance(value, Api) for value in values):
            self.iterate(tuple(value for value in values if not self.is_file(value)), node.test)      # "if rows:" asks for the rows
        guard, removal = self._guard_of_test(node, values)
        if guard is not None and guard.kind is GuardKind.CONFIRM:
            self.asked.append(guard)
        told, before, held = len(self.events), self.cell.names, list(self.guards)
        sides = side_of(guard, node.test, holds=True), side_of(guard, node.test, holds=False)
        then = self._side(node.body, self._said(node.test, values, True), sides[0], before, held)
        otherwise = self._side(node.orelse, self._said(node.test, values, False), sides[1], before, held)
        if then.leaves and otherwise.ends and node.orelse:
            self.cell.names, self.guards = before, held
            return LEAVES
        self.guards = held
        guard = self._guard_of_sides(node, guard, (then, sides[0]), (otherwise, sides[1]), told)
        if guard is not None and ((guard.kind is not GuardKind.ENV_CHECK and guard is not removal) or then.leaves or otherwise.leaves
                                  or any(isinstance(event, (Act, Call)) for event in islice(self.events, told, None))):
            self.emit(guard)                                       # a look at the place that decides nothing is no guard
        if then.leaves and otherwise.leaves:
            self.cell.names = before
            return LEAVES
        if then.leaves or otherwise.leaves:
            self._behind_one(node, values, guard, then, otherwise)
        else:
            self._behind_both(node, values, guard, then, otherwise)
        return NEXT

    def _decided(self, test: ast.expr, values: Values) -> bool | None:
        """Whether the test holds, where that is known."""
        known = truth(values)
        if known is None:
            known = self._by_members(test)
        return as_stored(self, test) if known is None else known

    def _guard_of_test(self, node: ast.If, values: Values) -> tuple[Guard | None, Guard | None]:
        """The guard that the test is, and again where it is one only because what it asks for is a removal that an option adds."""
        guard = judged(self, node.test, values, self.at(node)) or self._variable_check(node) or targets_check(node, self.at(node))
        code = self.function.node if self.function else self.module.tree
        if guard is not None and guard.kind is GuardKind.DRY_RUN and turns_on_itself(code, node.test):
            guard = None
        if guard is not None and guard.kind is GuardKind.CONFIRM and not_asked(self, node.test, guard):
            self.emit(guard)                                       # it is there, but whoever gives no option is not asked
            guard = None
        if guard is None and (mode := compared_mode(node.test)) is not None:
            guard = mode_check(mode, self.eval(mode.left), self.at(node))
        if guard is not None:
            return guard, None
        removal = None
        if only_tells(node.orelse) and (bool(node.orelse) or (not self._has_acted() and node not in goes_another_way(code))):
            removal = as_it_stands(self, node.test, values, removal_of(node.test, values, self.at(node)))
        return removal or as_it_stands(self, node.test, values, said_only(node, values, self.at(node))), removal

    def _side(self, body: list[ast.stmt], condition: str, guard: Guard | None, names: dict[str, Values], held: list[Guard]) -> _Side:
        """Reads one side. ``names`` and ``held``: names and guards as they are before the ``if``."""
        self.cell.names = dict(names)
        self.guards = list(held)
        if guard is not None and guard not in self.guards:
            self.guards.append(guard)
        self.conditions.append(condition)
        flow = self.block(body)
        self.conditions.pop()
        ends, self.exited = self.exited, False
        return _Side(self.cell.names, [one for one in self.guards if one not in held and one != guard], len(self.events), flow == LEAVES, ends,
                     bool(body) and isinstance(body[-1], ast.Raise))

    def _guard_of_sides(self, node: ast.If, guard: Guard | None, one: tuple[_Side, Guard | None], other: tuple[_Side, Guard | None],
                        told: int) -> Guard | None:
        """The guard of the test as its two sides, each with what it is there, let it stand. ``told``: how many events there were before them."""
        if guard is None:
            return None
        (then, there), (otherwise, elsewhere) = one, other
        if guard.kind is GuardKind.ENV_CHECK and (
                (then.leaves and takes_more(node.test)) or keeps_apart(node.test, leaves=then.leaves)
                or (then.leaves is not otherwise.leaves and lets_in(node.test, holds=otherwise.leaves))):
            guard = replace(guard, strong=False)
        if guard.kind is GuardKind.DRY_RUN and then.leaves != otherwise.leaves and not acts_behind(guard, node.test, when=otherwise.leaves):
            self.emit(guard)                                       # the side that acts has left
            return None
        return None if self._either_way((guard, there, elsewhere), [told, then.told, otherwise.told]) else guard

    def _behind_one(self, node: ast.If, values: Values, guard: Guard | None, then: _Side, otherwise: _Side) -> None:
        """What holds behind an ``if`` of which one side has left."""
        left, stayed = (then, otherwise) if then.leaves else (otherwise, then)
        self.cell.names = stayed.names
        if guard is None and is_switch(node.test, values) and _is_quiet(node.body if left is then else node.orelse):
            self.passed.append(self._said(node.test, values, left is otherwise))
        if guard is not None:
            self.guard(guard)
            if left.stops:
                self.gates.append(guard)
        for inner in stayed.guards:
            self.guard(inner)

    def _behind_both(self, node: ast.If, values: Values, guard: Guard | None, then: _Side, otherwise: _Side) -> None:
        """What holds behind an ``if`` after either side."""
        self.cell.names = merged(then.names, otherwise.names)
        if answers := tuple(value for value in values if isinstance(value, Answer)):
            self.cell.names.update((name, answers) for name in _opposites(then.names, otherwise.names))
        when = asking(self, values)
        bypass = is_bypass(node.test) if when is None else when.around or is_bypass(node.test)
        unasked = when is not None and not when.at_first
        for inner in then.guards:
            if inner in otherwise.guards or (inner.kind is GuardKind.CONFIRM and inner.strong and any(
                    other.kind is GuardKind.CONFIRM and other.strong for other in otherwise.guards)):          # both ask, each in its own words
                self.guard(inner)
            elif inner.kind is GuardKind.CONFIRM and not unasked and (around := bypass or is_absent(inner, in_words(node.test, values, True))):
                self.guard(replace(inner, bypass=inner.bypass or around))
        if guard is None or guard.kind is not GuardKind.ENV_CHECK:
            return
        # Asked in one kind of place: either that, or it is the other kind.
        for one, other, holds in ((then, otherwise, False), (otherwise, then, True)):
            for inner in one.guards:
                if inner.kind is GuardKind.CONFIRM and inner not in other.guards:
                    self.guard(replace(inner, bypass=inner.bypass or in_words(node.test, values, holds).removeprefix("if ") or None))

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

    def _either_way(self, guards: tuple[Guard | None, ...], parts: list[int]) -> bool:
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
                replace(event, guards=tuple(one for one in event.guards if one not in guards))
                if place >= parts[0] and isinstance(event, (Act, Call)) and _deed(event) in both else event for place, event in enumerate(events))
        return bool(both) and first == second

    def _by_members(self, test: ast.expr) -> bool | None:
        """What ``if names`` and ``if not names`` come to where there are some; None for any other test."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return False if self.has_members(test.operand) else None
        return True if self.has_members(test) else None

    def _variable_check(self, node: ast.If) -> Guard | None:
        """The guard that asking for the word of an environment variable is, where one side ends the program."""
        several = isinstance(node.test, ast.BoolOp) and all(isinstance(one, ast.Compare) for one in node.test.values)
        test = node.test.values[0] if isinstance(node.test, ast.BoolOp) and several else node.test
        if not isinstance(test, ast.Compare) or not any(body and ends(body[-1]) for body in (node.body, node.orelse)):
            return None
        left = test.left
        while isinstance(left, ast.Call) and isinstance(left.func, ast.Attribute) and left.func.attr in ("lower", "upper", "strip"):
            left = left.func.value
        right = test.comparators[0]
        named = self.lookup(right.id) if isinstance(right, ast.Name) and right.id.isupper() else None
        return variable_check(test, self.eval(left), self.at(node), named or ())


def merged(*scopes: dict[str, Values]) -> dict[str, Values]:
    """Names with all that they are behind one of several ways."""
    found: dict[str, Values] = {}
    for scope in scopes:
        for name, values in scope.items():
            found[name] = join(found[name], values) if name in found else values
    return found


def ends(statement: ast.stmt) -> bool:
    """Whether a statement ends the program, as far as can be told by its look."""
    return isinstance(statement, ast.Raise) or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
                                                and ast.unparse(statement.value.func) in ("sys.exit", "exit", "quit", "os._exit", "os.abort"))


def _is_quiet(body: list[ast.stmt]) -> bool:
    """Whether a branch leaves without an error: nothing is to be done. What complains of a missing word is no switch."""
    last = body[-1] if body else None
    if isinstance(last, ast.Return):
        return last.value is None or (isinstance(last.value, ast.Constant) and not last.value.value)
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and ends(last):
        return all(isinstance(status, ast.Constant) and not status.value for status in last.value.args)
    return isinstance(last, ast.Continue)


def _deed(event: Event) -> tuple[object, ...] | None:
    """What an event does, whatever stands before it."""
    if isinstance(event, Call):
        return (event.to,)
    return (event.resource, event.action, event.target, event.host) if isinstance(event, Act) and event.action is not Action.READ else None


def _opposites(first: dict[str, Values], second: dict[str, Values]) -> list[str]:
    """Names that are true behind one branch and false behind the other: they say again what was asked."""
    return [name for name, values in first.items() if name in second and {True, False} == {
        one.value for held in (values, second[name]) for one in held if len(held) == 1 and isinstance(one, Const) and isinstance(one.value, bool)}]
