"""``isinstance(row, Order)``, ``issubclass(sender, Order)`` and ``callable(handler)``, where the answer is certain.

What an instance is of is certain of the row that a handler of Django's signals is told of, and of one that a query of Django gave. Elsewhere it may
be of a class made from the one that is known, or the annotation was only meant well.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.stored_rows import is_given_by_query
from handover_generator.languages._python.values import Api, Builtin, Cls, Const, Func, Inst, Map, Partial, Seq, Str, Value, Values
from handover_generator.model.tracing import Tools

if TYPE_CHECKING:
    from handover_generator.languages._python.language import BuiltIns
    from handover_generator.languages._python.program import ClassInfo

ASKING = frozenset({"isinstance", "issubclass"})
_OF_HANDLER = frozenset({"sender", "instance"})
"""What a handler of a signal of Django is given: a model, and a row of it."""


def is_of_class(frame: BuiltIns, name: str, node: ast.AST, one: Values | None, others: Values | None) -> bool | None:
    """Whether a class of the repository is derived from another one of it, or a row is of it; None where that is not known. No class of a package
    is, where the package is a known one; another import may lead back into the repository.
    """
    if one is None or others is None or not one:
        return None
    answers = {_is_of(frame, name, node, value, others) for value in one} if len(one) == 1 or name == "isinstance" else {None}
    return answers.pop() if len(answers) == 1 else None


def _is_of(frame: BuiltIns, name: str, node: ast.AST, value: Value, others: Values) -> bool | None:
    sure_of_false = True
    if name == "isinstance" and isinstance(value, Api):
        model = value.model
        if model is None or not is_given_by_query(value) or not value.state & frame.engine.instance_state or frame.engine.kinds.is_outside(model):
            return None
        value, sure_of_false = Inst(model), not model.subclasses
    elif name == "isinstance":
        if not isinstance(value, Inst) or value.site or not frame.engine.instance_state & frame.engine.kinds.instance_of(value.info):
            return None
        if not _is_told(frame, node):
            return None
        sure_of_false = not value.info.subclasses
    elif not isinstance(value, Cls):
        return None
    named: list[Value] = []
    for other in others:
        named += [item for part in other.items for item in part] if isinstance(other, Seq) and other.exact else [other]
    classes = [other.info for other in named if isinstance(other, Cls)]
    order = value.info.linear()
    if any(other in order for other in classes):
        return True
    packages = {base.path.partition(".")[0] for base in value.info.external_bases()}
    if not named or len(classes) < len(named) or not all(map(frame.tools.package_known, packages)):
        return None
    return False if sure_of_false or _share_no_heir(value.info, classes) else None


def _is_told(frame: BuiltIns, node: ast.AST) -> bool:
    """Whether it is asked of the ``instance`` that a handler of a signal is given beside its ``sender``."""
    asked = node.args[0] if isinstance(node, ast.Call) and node.args else None
    if frame.function is None or not isinstance(asked, ast.Name) or asked.id != "instance":
        return False
    given = frame.function.node.args
    return {argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)} >= _OF_HANDLER


def _share_no_heir(info: ClassInfo, others: list[ClassInfo]) -> bool:
    """Whether no class made from ``info`` is also one of the others, or made from it: a row that is saved by its base class may be of such a one."""
    seen = {info: None}
    for one in (queue := [info]):
        queue += [heir for heir in one.subclasses if heir not in seen]
        seen.update(dict.fromkeys(one.subclasses))
    return not any(other in heir.linear() for heir in list(seen)[1:] for other in others)


def is_callable(values: Values, tools: Tools) -> bool | None:
    """``callable(handler)``, where the answer is certain: what a call of is known to the catalogue can be called. None where it is not."""
    answers = {_can_be_called(value, tools) for value in values}
    return answers.pop() if len(answers) == 1 else None


def _can_be_called(value: Value, tools: Tools) -> bool | None:
    if isinstance(value, (Func, Cls, Partial, Builtin)):
        return True
    if isinstance(value, Api):
        return True if tools.api_rows(tools.api_step(value.state, "()")) else None
    return False if isinstance(value, (Str, Const, Seq, Map)) else None
