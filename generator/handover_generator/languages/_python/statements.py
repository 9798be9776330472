"""Statements: blocks, assignment, deletion, leaving."""

from __future__ import annotations

import ast

from handover_generator.analysis.unknowns import mistake
from handover_generator.languages._python.at_rest import judged
from handover_generator.languages._python.binding import vague
from handover_generator.languages._python.branches import Branches
from handover_generator.languages._python.changed_names import changed_item
from handover_generator.languages._python.contexts import put_item
from handover_generator.languages._python.edited import as_edited
from handover_generator.languages._python.frame import LEAVES, NEXT, Arguments
from handover_generator.languages._python.given_answers import before
from handover_generator.languages._python.known_members import rows_as_set
from handover_generator.languages._python.requested import changed
from handover_generator.languages._python.truth import undecided
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import (
    NONE,
    TOO_MANY,
    UNKNOWN,
    Api,
    Cls,
    Const,
    Func,
    Inst,
    Map,
    Mod,
    Options,
    Seq,
    Str,
    Values,
    join,
)
from handover_generator.model.text import Text
from handover_generator.records import replace


class Statements(Branches):
    """Execution of statements. A block gives ``next`` when its end is reached, ``leaves`` when it returns, raises, exits, breaks."""

    def block(self, statements: list[ast.stmt]) -> str:
        """Read statements in order; what follows a certain exit is dead and skipped."""
        passed = len(self.passed)
        try:
            return self._in_order(statements)
        finally:
            del self.passed[passed:]

    def _in_order(self, statements: list[ast.stmt]) -> str:
        for statement in statements:
            method = getattr(self, "_run_" + type(statement).__name__, None)
            inside = len(self.conditions)
            try:
                flow = method(statement) if method is not None else self._other(statement)
            except RecursionError:
                raise
            except Exception as error:
                # No mistake of ours may cost the rest of a report: the statement is told as unread, and reading goes on.
                self.emit(mistake(error, self.module.path, statement.lineno))
                del self.conditions[inside:]
                flow = NEXT
            if self.exited:
                return LEAVES
            if flow == LEAVES:
                return LEAVES
        return NEXT

    def _other(self, statement: ast.stmt) -> str:
        for child in ast.iter_child_nodes(statement):
            if isinstance(child, ast.expr):
                self.eval(child)
        return NEXT

    def _run_Expr(self, node: ast.Expr) -> str:
        if self.set_members and (rows := rows_as_set(self, node)) is not None:
            name, known = rows
            before, self.cell.names[name] = self.cell.names[name], known
            self.eval(node.value)
            self.cell.names[name] = before
        elif not isinstance(node.value, ast.Constant):
            self.eval(node.value)
        return NEXT

    def _run_Return(self, node: ast.Return) -> str:
        self.returns.append(self.eval(node.value) if node.value is not None else NONE)
        self.asked_before.append(before(self.guards, self.asked, self.conditions))
        return LEAVES

    def _run_Raise(self, node: ast.Raise) -> str:
        if node.exc is not None:
            for value in self.eval(node.exc):
                if isinstance(value, Cls):                         # "raise E" makes an E
                    self.call_value(value, Arguments(), node)
        return LEAVES

    def _run_Break(self, node: ast.Break) -> str:
        if self.rounds:
            self.rounds[-1][0].append(self.cell.names)
        return LEAVES

    def _run_Continue(self, node: ast.Continue) -> str:
        if self.rounds:
            self.rounds[-1][1].append(self.cell.names)
        return LEAVES

    def _run_Pass(self, node: ast.Pass) -> str:
        return NEXT

    def _run_Global(self, node: ast.Global) -> str:
        self.globals.update(node.names)
        return NEXT

    def _run_Nonlocal(self, node: ast.Nonlocal) -> str:
        self.nonlocals.update(node.names)
        return NEXT

    # Assignment -----------------------------------------------------------------------------------------------------------

    def _run_Assign(self, node: ast.Assign) -> str:
        values = self.eval(node.value)
        if self.function is None and self.body_of is None and isinstance(node.value, ast.Constant):
            values = as_edited(node, values, self.module.tree)
        for target in node.targets:
            self.assign(target, values)
        if isinstance(node.targets[0], ast.Attribute):
            self.set_members[id(node)] = values
        return NEXT

    def _run_AnnAssign(self, node: ast.AnnAssign) -> str:
        if node.value is not None:
            values = self.eval(node.value)
            if vague(self.engine, values):
                promised = self.engine.annotation(node.annotation, self.module)
                made = tuple(value for value in values if isinstance(value, Api))      # what it is made from may tell more than its type
                values = join(made, promised) if promised != UNKNOWN else values
            elif values == NONE:                               # filled later, by somebody else
                promised = self.engine.annotation(node.annotation, self.module)
                values = join(values, promised) if promised != UNKNOWN else values
            elif self.function is None and self.body_of is None and isinstance(node.value, ast.Constant):
                values = as_edited(node, values, self.module.tree)
            self.assign(node.target, values)
        elif isinstance(node.target, ast.Name) and not self._of_row():
            self.bind(node.target.id, self.engine.annotation(node.annotation, self.module))
        return NEXT

    def _of_row(self) -> bool:
        """Whether this is the body of a model: what is only annotated there is given by Django, most often the rows that point to it."""
        return self.body_of is not None and bool(self.engine.instance_state & self.engine.kinds.instance_of(self.body_of))

    def _run_AugAssign(self, node: ast.AugAssign) -> str:
        load = ast.copy_location(_as_load(node.target), node.target)
        values = self._eval_BinOp(ast.copy_location(ast.BinOp(left=load, op=node.op, right=node.value), node))
        own = isinstance(node.target, ast.Name) and node.target.id not in self.globals and node.target.id not in self.nonlocals
        if self.conditions and (self.in_loop or not own):        # each branch of a test has its own names
            values = tuple(replace(v, exact=False) if isinstance(v, Seq) else v for v in values)
        self.assign(node.target, values)
        return NEXT

    def assign(self, target: ast.expr, values: Values) -> None:
        """Bind a target to values."""
        if isinstance(target, ast.Name):
            self.bind(target.id, values)
        elif isinstance(target, ast.Attribute):
            owners = self.eval(target.value)
            self.store_member(owners, target.attr, values, target)
            if isinstance(target.value, ast.Name) and any(isinstance(owner, Options) for owner in owners):
                self.bind(target.value.id, tuple(owner.with_member(target.attr, values) if isinstance(owner, Options) else owner for owner in owners))
            elif isinstance(target.value, ast.Name) and (set_later := tuple(
                    changed(owner, target.attr, values, lambda made: self.call_value(made, Arguments(), target)) for owner in owners)) != owners:
                self.bind(target.value.id, set_later)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._unpack(target.elts, values)
        elif isinstance(target, ast.Starred):
            self.assign(target.value, (Seq((values,), exact=False),))
        elif isinstance(target, ast.Subscript):
            self._store_item(target, values)

    def _unpack(self, targets: list[ast.expr], values: Values) -> None:
        values = tuple(self.in_places(value, target) for value in values for target in targets[:1])
        star = next((index for index, target in enumerate(targets) if isinstance(target, ast.Starred)), None)
        if star is not None:
            self._unpack_around(star, targets, values)
            return
        exact = [v for v in values if isinstance(v, Seq) and v.exact and len(v.items) == len(targets)]
        given = any(isinstance(v, Api) and v.path == "sys.argv" for v in values)
        for index, target in enumerate(targets):
            if exact:
                item = join(*(v.items[index] for v in exact))
                # What may be something else as well is not decided by the one of which the parts are known.
                item = join(item, (TOO_MANY,)) if TOO_MANY in values else item
                self.assign(target, undecided(item) if len(exact) < len(values) else item)
            elif given:
                self.assign(target, self.item(values, (Const(index),), target))
            else:
                self.assign(target, self.iterate(values, target))

    def _unpack_around(self, star: int, targets: list[ast.expr], values: Values) -> None:
        """``first, *rest, last = values``: each of the others by its place, from the front or from the end."""
        behind = len(targets) - star - 1
        exact = [v for v in values if isinstance(v, Seq) and v.exact and len(v.items) >= len(targets) - 1]
        given = any(isinstance(v, Api) and v.path == "sys.argv" for v in values)
        for index, target in enumerate(targets):
            if exact and isinstance(target, ast.Starred):
                kept = tuple(replace(v, items=v.items[star : len(v.items) - behind], opening=0) for v in exact)
                self.assign(target.value, join(kept, (Seq((self.iterate(values, target),), exact=False),) if len(exact) < len(values) else ()))
            elif exact:
                item = join(*(v.items[index if index < star else len(v.items) - len(targets) + index] for v in exact))
                self.assign(target, undecided(item) if len(exact) < len(values) else item)
            elif given and index < star:
                self.assign(target, self.item(values, (Const(index),), target))
            else:
                self.assign(target, self.iterate(values, target))

    def _store_item(self, target: ast.Subscript, values: Values) -> None:
        owners = self.eval(target.value)
        keys = self.eval(target.slice) if not isinstance(target.slice, ast.Slice) else UNKNOWN
        key = literal(keys)
        changed_item(self, target, key, values)
        for owner in owners:
            if isinstance(owner, (Seq, Map)):
                self.set_item(target.value, owner, keys, values)
            elif isinstance(owner, Api) and owner.path == "sys.modules":
                if key == self.module.name:
                    stand_in = tuple(value for value in values if isinstance(value, (Inst, Cls, Mod)))
                    self.engine.layer.mark(self.module, self.module, "stand_in", stand_in)
            elif isinstance(owner, Api):
                put_item(self.engine.layer, owner, key, values)
                state = self.tools.api_step(self.tools.api_step(owner.state, "__setitem__"), "()")
                for row in self.tools.api_rows(state)[:1]:
                    receiver = replace(owner, items=(*owner.items, key or "", "__setitem__"))
                    self.call_row(row, target, receiver, Arguments([(Str(Text.of(key)),) if key else UNKNOWN, values]))
            elif isinstance(owner, Inst):
                self.dunder(owner, "__setitem__", target, [UNKNOWN, values])

    def _run_Delete(self, node: ast.Delete) -> str:
        for target in node.targets:
            if isinstance(target, ast.Attribute):
                for owner in self.eval(target.value):
                    found = owner.info.find(target.attr) if isinstance(owner, Inst) else None
                    for value in found[1] if found is not None else ():
                        if isinstance(value, Func) and value.info.deleter is not None:
                            self.call_value(Func(value.info.deleter, owner, value.closure), Arguments(), node)
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
                        self.dunder(owner, "__delitem__", target, [key])
        return NEXT


    def _run_Assert(self, node: ast.Assert) -> str:
        values = self.eval(node.test)
        guard = judged(self, node.test, values, self.at(node))
        if guard is not None:
            self.guard(replace(guard, strong=False, detail=guard.detail + " (assert, stripped by python -O)"))
        return NEXT

    # Definitions ----------------------------------------------------------------------------------------------------------


def _as_load(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Name):
        return ast.Name(id=node.id, ctx=ast.Load())
    return node

