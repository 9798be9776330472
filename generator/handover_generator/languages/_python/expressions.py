"""Expressions to abstract values."""

from __future__ import annotations

import ast

from handover_generator.languages._python.as_text import as_text, parts_as_text
from handover_generator.languages._python.at_rest import judged
from handover_generator.languages._python.beneath import beneath
from handover_generator.languages._python.bound_programs import runs_what_it_is_put_to
from handover_generator.languages._python.call_arguments import call_arguments
from handover_generator.languages._python.changed_names import called_to_change
from handover_generator.languages._python.comparisons import Comparisons
from handover_generator.languages._python.conditions import turned
from handover_generator.languages._python.formats import Choice, filled, percent
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.guards import has_stand_in
from handover_generator.languages._python.later_results import awaited
from handover_generator.languages._python.services import HOLDERS, found_item
from handover_generator.languages._python.strings import PURE, concat
from handover_generator.languages._python.syntax import calls_behind, from_end, remembered, shrunk_names
from handover_generator.languages._python.truth import is_filled, truth, undecided
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import (
    BEHIND,
    PART,
    UNKNOWN,
    Answer,
    Api,
    Builtin,
    Cls,
    Const,
    Func,
    Inst,
    Map,
    Seq,
    Str,
    Super,
    UnknownValue,
    Values,
    join,
)
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv", ast.FloorDiv: "floordiv", ast.Mod: "mod", ast.BitOr: "or",
    ast.BitAnd: "and", ast.BitXor: "xor", ast.LShift: "lshift", ast.RShift: "rshift", ast.MatMult: "matmul", ast.Pow: "pow",
}


class _Methods(dict[type[ast.expr], str]):
    """Kind of node to the name of the method that evaluates it; made once, as evaluating is most of the work."""

    def __missing__(self, kind: type[ast.expr]) -> str:
        name = self[kind] = "_eval_" + kind.__name__
        return name


_METHODS = _Methods()


@remembered
def constant(node: ast.Constant) -> Values:
    """The value of a number, a string or one of the few words that stand for themselves."""
    if isinstance(node.value, str):
        return (Str(Text.of(node.value)),)
    if isinstance(node.value, bytes):
        return (Str(Text.of(node.value.decode("utf-8", "replace"))),)
    return (Const(node.value),)


class Expressions(Comparisons):
    """Evaluation of expressions. Every node kind has a method ``_eval_<Kind>``; others evaluate their children and are unknown."""

    def eval(self, node: ast.expr) -> Values:
        """Values of an expression; calls inside it are made."""
        method = getattr(self, _METHODS[type(node)], None)
        if method is None:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.eval(child)
            return UNKNOWN
        values: Values = method(node)
        return values

    def _eval_Constant(self, node: ast.Constant) -> Values:
        return constant(node)

    def _eval_Name(self, node: ast.Name) -> Values:
        found = self.lookup(node.id)
        if found is not None:
            return self.uses(found)
        if built_in := self.built_in(node.id):
            return built_in
        if node.id == "sys":                                 # forgotten to import; what it ends, the error ends too
            return (Api(self.engine.state("sys"), "sys", items=("sys",)),)
        starred = self.starred(self.module, node.id) if self.module.stars else None
        return (starred,) if starred is not None else (UnknownValue(node.id),)

    def built_in(self, name: str) -> Values:
        """What a name means of itself, where the language knows it; empty where it does not."""
        if name in PURE or name in ("getattr", "setattr", "super"):
            return (Builtin(name),)
        state = self.tools.api_step(self.engine.builtins_state, name)
        return (Api(state, name, items=(name,)),) if state else ()

    def _eval_Attribute(self, node: ast.Attribute) -> Values:
        return self.uses(self.member(self.eval(node.value), node.attr, node))

    def _eval_Subscript(self, node: ast.Subscript) -> Values:
        values = self.eval(node.value)
        if isinstance(node.slice, ast.Slice):
            for part in (node.slice.lower, node.slice.upper, node.slice.step):
                if part is not None:
                    self.eval(part)
            return tuple(self._part_outside(v, node.slice) if isinstance(v, Api) else
                         self._slice(v, node.slice, node.value) if isinstance(v, Seq) else v for v in values)
        key = self.eval(from_end(node.slice, node.value) if any(isinstance(value, Seq) for value in values) else node.slice)
        if PART in key:
            return tuple(replace(v, filtered=True) if isinstance(v, Api) else replace(v, exact=False) if isinstance(v, Seq) else v for v in values)
        if isinstance(node.value, ast.Attribute) and node.value.attr in HOLDERS and (name := literal(key)) and (
                not any(isinstance(value, (Map, Seq, Inst)) for value in values)) and (put := found_item(self, name)) != UNKNOWN:
            return put
        return self.uses(self.kept(node.value, values, self.item(values, key, node)))

    def kept(self, place: ast.expr, containers: Values, values: Values) -> Values:
        """What comes out of a dictionary: where that may have been changed out of sight, its constants decide nothing."""
        for container in containers:
            if isinstance(container, Map):
                mine = isinstance(place, ast.Name) and self.function is not None and place.id in self.cell.names and not self.in_loop
                return values if mine else undecided(values)
        return values

    def _part_outside(self, value: Api, part: ast.Slice) -> Api:
        """A part of something outside; of the words of the command line with how many are left out before it."""
        if value.path != "sys.argv" or (part.lower is None and part.step is None):
            return replace(value, filtered=True)
        index = self.index_of(self.eval(part.lower)) if part.lower is not None and part.step is None else None
        return replace(value, filtered=True, items=(*value.items, f"{index if index is not None and index >= 0 else '@'}{BEHIND}"))

    def _slice(self, value: Seq, part: ast.Slice, whole: ast.expr) -> Seq:
        bounds: list[int | None] = []
        for bound in (part.lower, part.upper):
            if bound is None:
                bounds.append(None)
            else:
                found = self.eval(from_end(bound, whole))
                if len(found) != 1 or not isinstance(found[0], Const) or not isinstance(found[0].value, int):
                    return replace(value, exact=False)
                bounds.append(found[0].value)
        taken = value.items[bounds[0]:bounds[1]]
        if part.step is not None or (not value.exact and not taken):      # of how many there are one is known: it stands for the others too
            return replace(value, exact=False)
        return Seq(taken, value.exact)

    def _eval_Call(self, node: ast.Call) -> Values:
        if isinstance(node.func, ast.Name) and node.func.id == "super" and (above := self._above(node)):
            return above
        functions = self.eval(node.func)
        followed = any(isinstance(function, (Func, Inst, Cls)) for function in functions)
        if followed and self.in_loop:
            self._lend(node)                                 # an earlier round has given them away
        arguments, *others = call_arguments(self, node)
        called_to_change(self, node, arguments)
        changed = self.mutate(node, functions, arguments)
        if changed is not None:
            return changed
        returned = self.call(functions, arguments, node)
        if others:
            returned = join(returned, *(self.call(functions, one, node) for one in others))
        if followed:
            self._lend(node)
            return returned
        for function in functions:
            if isinstance(function, Builtin) and isinstance(function.owner, Map) and isinstance(node.func, ast.Attribute):
                return self.kept(node.func.value, (function.owner,), returned)
        return returned

    def _above(self, node: ast.Call) -> Values:
        """What ``super()`` and ``super(Class, row)`` give: the classes above the one that is named, called on the object that is named."""
        if len(node.args) == 2:
            classes = [value for value in self.eval(node.args[0]) if isinstance(value, Cls)]
            owners = [self.row_as_instance(value) for value in self.eval(node.args[1])]
            found = tuple(Super(cls.info, owner) for cls in classes for owner in owners if owner is not None)
            if found:
                return found
        return (Super(self.defining, self.owner or Inst(self.defining)),) if self.defining is not None else ()

    def _lend(self, node: ast.Call) -> None:
        """A function may change the dictionaries that it is given: their constants decide nothing from there on."""
        for given in (*node.args, *(keyword.value for keyword in node.keywords if keyword.arg is not None)):
            values = self.cell.names.get(given.id) if isinstance(given, ast.Name) else None
            if values is not None and isinstance(given, ast.Name) and any(isinstance(v, Map) for v in values):
                self.cell.names[given.id] = tuple(
                    replace(v, entries=tuple((key, undecided(held)) for key, held in v.entries)) if isinstance(v, Map) else v for v in values)

    def _eval_JoinedStr(self, node: ast.JoinedStr) -> Values:
        parts: list[str | Hole | Text | Choice] = []
        for part in node.values:
            if isinstance(part, ast.Constant):
                parts.append(str(part.value))
            elif isinstance(part, ast.FormattedValue):
                values = self.eval(part.value)
                as_text(self, values, node, "__repr__" if part.conversion == ord("r") else "__str__")
                parts.append(Choice.of(values, _hint(part.value)))
        return filled(parts)

    def _eval_BinOp(self, node: ast.BinOp) -> Values:
        left, right = self.eval(node.left), self.eval(node.right)
        if isinstance(node.op, ast.Add) and not any(isinstance(v, Inst) for v in (*left, *right)):
            rows = self.gone_through(right, node) if any(isinstance(v, Seq) for v in left) else UNKNOWN       # "found += Order.objects.all()"
            return concat(left, (Seq((rows,), exact=False),) if rows != UNKNOWN else right)
        if isinstance(node.op, ast.Mod):
            parts_as_text(self, right if any(isinstance(v, Str) for v in left) else (), node)
            return percent(left, right) if any(isinstance(v, Str) for v in left) else UNKNOWN
        if isinstance(node.op, ast.Div) and (below := beneath(self.tools, self.engine.path_state, left, right)):
            return below
        if isinstance(node.op, ast.BitOr) and not any(isinstance(v, Inst) for v in left):
            return join(left, right)
        if isinstance(node.op, ast.BitAnd) and runs_what_it_is_put_to(right):
            call = ast.copy_location(ast.Call(func=node.left, args=[], keywords=[]), node)
            return join(*(self.call_value(v, Arguments(), call) for v in left if isinstance(v, Api))) or UNKNOWN
        special = _OPERATORS.get(type(node.op))
        if special is not None:
            made = join(*(self.dunder(v, f"__{special}__", node, [right]) for v in left if isinstance(v, Inst)),
                        *(self.dunder(v, f"__r{special}__", node, [left]) for v in right if isinstance(v, Inst)))
            if made:
                return made
        answer = next((v for v in (*left, *right) if isinstance(v, Answer)), None)
        return (answer,) if answer else UNKNOWN

    def _eval_BoolOp(self, node: ast.BoolOp) -> Values:
        sets: list[Values] = []
        asked: Values | None = None
        before: Guard | None = None
        for part in node.values:
            exited = self.exited
            values = self.behind(before, part)              # "dry_run or remove(path)": the second is only asked where the first leaves it open
            known = truth(values)
            if before is None and known is None and part is not node.values[-1] and calls_behind(node):
                before = judged(self, part, values, self.at(node))
            if known is None and isinstance(node.op, ast.Or) and self.has_members(part):
                known = True
            if asked is None:
                asked = values if known is None else None        # "a or sys.exit(1)": what follows is where a held
            elif self.exited and not exited:
                self.exited = False
                if (guard := judged(self, node.values[0], asked, self.at(node))) is not None:
                    self.emit(guard)
                    self.guard(guard)
            if isinstance(node.op, ast.Or) and known is True:
                return join(*sets, values)
            if isinstance(node.op, ast.And) and known is False:
                return values                                # whatever the others are, the whole is false
            if isinstance(node.op, ast.Or) and known is False and part is not node.values[-1]:
                continue
            sets.append(values)
        if isinstance(node.op, ast.Or) and len(sets) == 2:
            merged = _with_default(sets[0], sets[1])
            if merged is not None:
                return merged
        return join(*sets)

    def has_members(self, name: ast.expr) -> bool:
        """Whether a variable of a function holds a list or dictionary that has members here, and nothing in the function takes one out: what
        ``if not names`` and ``names or default`` ask.
        """
        return (isinstance(name, ast.Name) and self.function is not None and name.id in self.cell.names
                and name.id not in shrunk_names(self.function.node) and is_filled(self.cell.names[name.id]))

    def _eval_UnaryOp(self, node: ast.UnaryOp) -> Values:
        values = self.eval(node.operand)
        if isinstance(node.op, ast.Not):
            answers = tuple(v for v in values if isinstance(v, Answer))
            if answers:
                return answers
            known = truth(values)
            # What it may be is kept, as it tells what is asked for; that it may be something else, too, keeps it from deciding.
            return (Const(not known),) if known is not None else join(tuple(
                turned(v) for v in values if isinstance(v, (UnknownValue, Str))), UNKNOWN)
        if isinstance(node.op, ast.USub) and len(values) == 1 and isinstance(values[0], Const) and isinstance(values[0].value, (int, float)):
            return (Const(-values[0].value),)
        return UNKNOWN


    def _eval_IfExp(self, node: ast.IfExp) -> Values:
        values = self.eval(node.test)
        known = truth(values)
        if known is not None:
            return self.eval(node.body if known else node.orelse)
        exited, guard = self.exited, judged(self, node.test, values, self.at(node)) if calls_behind(node) else None
        either = self.behind(guard, node.body)
        first, self.exited = self.exited, exited
        whole = join(either, self.behind(guard, node.orelse))
        self.exited = exited or (first and self.exited)
        if has_stand_in(node) and (chosen := judged(self, node.test, values, self.at(node))) is not None and chosen.kind is GuardKind.DRY_RUN:
            self.guard(chosen)
        return whole

    def _eval_NamedExpr(self, node: ast.NamedExpr) -> Values:
        values = self.eval(node.value)
        if isinstance(node.target, ast.Name):
            self.bind(node.target.id, values)
        return values

    def _eval_Lambda(self, node: ast.Lambda) -> Values:
        return (Func(self.engine.function(node, self.module, self.defining), None, self.cell),)


    def _eval_Await(self, node: ast.Await) -> Values:
        values = awaited(self.eval(node.value))
        return tuple(replace(v, state=self.tools.api_step(v.state, "@await")) if isinstance(v, Api) else v for v in values)

    def _eval_Yield(self, node: ast.Yield) -> Values:
        if node.value is not None:
            self.yields.append(self.eval(node.value))
        return UNKNOWN

    def _eval_YieldFrom(self, node: ast.YieldFrom) -> Values:
        self.yields.append(self.iterate(self.eval(node.value), node))
        return UNKNOWN

    def _eval_Starred(self, node: ast.Starred) -> Values:
        return self.eval(node.value)


def _hint(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return ""


def _with_default(left: Values, right: Values) -> Values | None:
    """``os.environ.get("X") or "y"``: the second is the first's default."""
    default = literal(right)
    if default is None or len(left) != 1 or not isinstance(left[0], Str) or len(left[0].text.parts) != 1:
        return None
    hole = left[0].text.parts[0]
    if isinstance(hole, Hole) and hole.kind in ("env", "flag") and hole.default is None:
        return (Str(Text((replace(hole, default=default),))),)
    return None


