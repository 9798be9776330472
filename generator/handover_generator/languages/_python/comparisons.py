"""Comparisons: what is known of ``==``, ``is`` and ``in``, and the methods of the repository that they call."""

from __future__ import annotations

import ast

from handover_generator.languages._python.displays import Displays
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import UNKNOWN, Answer, Api, Cls, Const, Func, Inst, Map, Seq, Str, Value, Values

_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "__eq__", ast.NotEq: "__ne__", ast.Lt: "__lt__", ast.LtE: "__le__", ast.Gt: "__gt__", ast.GtE: "__ge__",
}
_TESTS = "test"
"""The command of Django, and of others, that runs the tests."""
_MOST_COMPARED = 4                      # things that the left side may be


class Comparisons(Displays):
    """Evaluates comparisons."""

    def _eval_Compare(self, node: ast.Compare) -> Values:
        left = self.eval(node.left)
        rights = [self.eval(part) for part in node.comparators]
        for values in (left, *rights):
            for value in values:
                if isinstance(value, Answer):
                    return (value,)
        if isinstance(node.ops[0], (ast.In, ast.NotIn)):
            for value in rights[0]:
                if isinstance(value, Inst):
                    self.dunder(value, "__contains__", node, [left])
                elif isinstance(value, Api) and value.path == "os.environ":
                    self.item((value,), left, node)          # asking whether it is there depends on it, too
                elif isinstance(value, Api):
                    self.gone_through((value,), node)
        elif (special := _COMPARISONS.get(type(node.ops[0]))) is not None:
            for value in left:
                if isinstance(value, Inst):
                    self.dunder(value, special, node, [rights[0]])
        if len(rights) == 1 and self._asks_for_tests(node.ops[0], left, rights[0]):
            return (Const(isinstance(node.ops[0], (ast.NotEq, ast.NotIn))),)
        if len(rights) == 1 and isinstance(node.ops[0], (ast.In, ast.NotIn)) and self._was_not_given(left, node.comparators[0], rights[0]):
            return (Const(isinstance(node.ops[0], ast.NotIn)),)
        if len(rights) == 1 and (known := _compare(node.ops[0], left, rights[0])) is not None:
            return (Const(known),)
        return UNKNOWN

    def _was_not_given(self, left: Values, asked: ast.expr, right: Values) -> bool:
        """Whether ``"name" in kwargs`` asks for a keyword that this call, which gives others, does not give."""
        spec = self.function.node.args if self.function is not None else None
        if spec is None or spec.kwarg is None or not isinstance(asked, ast.Name) or asked.id != spec.kwarg.arg or len(right) != 1:
            return False
        name, given = literal(left), right[0]
        return name is not None and isinstance(given, Map) and bool(given.entries) and not given.rest and given.get(name) is None

    def _asks_for_tests(self, operator: ast.cmpop, left: Values, right: Values) -> bool:
        """Whether a module that a program imports asks whether that was started to run the tests (``"test" in sys.argv``): no script is."""
        if self.module.main or not isinstance(operator, (ast.Eq, ast.NotEq, ast.In, ast.NotIn)) or _TESTS in self.engine.layer.words:
            return False
        word, words = (left, right) if literal(left) == _TESTS else (right, left)
        return literal(word) == _TESTS and bool(words) and all(isinstance(value, Api) and value.path.startswith("sys.argv") for value in words)


def _compare(operator: ast.cmpop, left: Values, right: Values) -> bool | None:
    if 1 < len(left) <= _MOST_COMPARED and all(isinstance(value, (Const, Str)) for value in left):
        answers = {_compare(operator, (value,), right) for value in left}
        return answers.pop() if len(answers) == 1 else None
    if len(left) != 1 or len(right) != 1:
        return None
    a, b = _plain(left[0]), _plain(right[0])
    if isinstance(operator, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)):
        positive = isinstance(operator, (ast.Is, ast.Eq))
        if isinstance(left[0], Cls) and isinstance(right[0], Cls):
            return (left[0].info is right[0].info) is positive
        if a is not _NO and b is not _NO:
            return (a == b and type(a) is type(b)) is positive
        none, other = (left[0], right[0]) if a is None else (right[0], left[0])
        if isinstance(none, Const) and none.value is None and isinstance(other, (Func, Inst, Seq, Map)) and (
                not isinstance(other, Inst) or not other.info.external_bases()):          # a field of a model stands for what is in it
            return not positive
        return None
    if a is _NO:
        return None
    if isinstance(operator, (ast.In, ast.NotIn)) and isinstance(right[0], Seq) and right[0].exact:
        members = [_plain(item[0]) if len(item) == 1 else _NO for item in right[0].items]
        if _NO not in members:
            return (a in members) is isinstance(operator, ast.In)
    return None


class _No:
    """Not a plain constant."""


_NO = _No()


def _plain(value: Value) -> object:
    if isinstance(value, Const):
        return value.value
    if isinstance(value, Str) and (whole := value.text.certain) is not None:
        return whole
    return _NO
