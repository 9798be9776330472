"""Rows that a query gave, or another row that points to them (``order.customer``): they are stored already, so that saving one creates nothing, and
it has a key. And rows that a query makes (``Order.objects.create()``) or a constructor (``Order(name="a").save()``): until they are saved they have
none.

Who takes the key from a row (``row.pk = None``) makes another of it: where a function does so, nothing is concluded.
"""

from __future__ import annotations

import ast

from handover_generator.languages._python.frame import Arguments, Frame
from handover_generator.languages._python.program import ClassInfo, FunctionInfo
from handover_generator.languages._python.syntax import ANY, nodes_in, remembered, stored_members
from handover_generator.languages._python.values import Api, Func, Inst, Values
from handover_generator.records import replace
from handover_generator.regexes import regex

_GIVEN_BY_QUERY = regex(r"(?:(?<!create\(\))\[\]|\.(?:a?get|a?first|a?last|a?latest|a?earliest|get_by_natural_key)\(\))\Z")
_POINTED_AT = regex(r"(?:(?<!create\(\))\[\]|\.(?:a?get|a?first|a?last|a?latest|a?earliest|get_by_natural_key)\(\)"
                    r"|\.(?:ForeignKey|OneToOneField|ParentalKey)\(\))(?:\.[a-z]\w*)*\Z")
_GIVES_KEY = regex(r"pk|id|\w+_ptr(?:_id)?")
"""Arguments with a key, the last of them one of the row of a base class."""
_WITHOUT_KEY = ("builtins.", "django.", "model_utils.models.TimeStamped", "django_extensions.db.models.TimeStamped")
"""Bases outside the repository that give a model no key of their own."""
_SAVES = frozenset({"save", "asave", "save_base"})
_KEYS = frozenset({"pk", "id", "_state", "adding", ANY})


def is_stored(frame: Frame, value: Api) -> bool:
    """Whether a row is one that a query gave or that a row points to, and the code that has it leaves it its key."""
    if _GIVEN_BY_QUERY.search(value.path) is not None:
        return leaves_keys(frame)
    return _POINTED_AT.search(value.path) is not None and leaves_keys(frame) and not _puts_in(frame, value)


def is_given_by_query(value: Api) -> bool:
    """Whether a row is one that a query gave, which is of the very class that the query is of."""
    return _GIVEN_BY_QUERY.search(value.path) is not None


def _puts_in(frame: Frame, value: Api) -> bool:
    """Whether the code at hand may have put a row there that it made: it sets such a member, or makes rows of such a model."""
    name = value.path.rpartition(".")[2]
    model = value.model.name if value.model is not None else ""
    return any(name in stored_members(info.node) or model in _called(info.node) for info in _running(frame))


def _running(frame: Frame) -> list[FunctionInfo]:
    """The function that is read, and those that called it."""
    running = (key.parts[0] for key in frame.engine.layer.running)
    return [info for info in (frame.function, *running) if isinstance(info, FunctionInfo)]


@remembered
def _called(function: ast.AST) -> frozenset[str]:
    """The last names of what a function calls."""
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return frozenset(one.attr if isinstance(one, ast.Attribute) else one.id for one in calls if isinstance(one, (ast.Attribute, ast.Name)))


def on_first_save(frame: Frame, functions: Values, node: ast.Call) -> Values:
    """``row.save`` where the row was just made: the method of a row that has no key yet."""
    if not isinstance(node.func, ast.Attribute) or not any(isinstance(f, Func) and isinstance(f.owner, Inst) for f in functions):
        return functions
    made = node.func.value
    if isinstance(made, ast.Name):
        code: ast.AST = frame.function.node if frame.function is not None else frame.module.tree
        found = _made_before(code).get(id(node))
        if found is None or not leaves_keys(frame):
            return functions
        made = found
    if not isinstance(made, ast.Call) or made.args or any(keyword.arg is None for keyword in made.keywords):
        return functions
    given = Arguments([], {keyword.arg: () for keyword in made.keywords if keyword.arg is not None})
    return tuple(replace(f, owner=replace(f.owner, fresh=True)) if isinstance(f, Func) and isinstance(f.owner, Inst)
                 and comes_without_key(f.owner.info, given) else f for f in functions)


@remembered
def _made_before(code: ast.AST) -> dict[int, ast.Call]:
    """Calls of ``save`` on a name that was bound to what a call makes, in the same block, and not used in between but for its members."""
    found: dict[int, ast.Call] = {}
    for block in (body for one in ast.walk(code) for body in (getattr(one, "body", None), getattr(one, "orelse", None)) if isinstance(body, list)):
        made: dict[str, ast.Call] = {}
        for statement in block:
            if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(target := statement.targets[0], ast.Name) \
                    and isinstance(statement.value, ast.Call):
                made[target.id] = statement.value
                continue
            save = statement.value if isinstance(statement, ast.Expr) else None
            if isinstance(save, ast.Call) and isinstance(save.func, ast.Attribute) and save.func.attr in _SAVES \
                    and isinstance(save.func.value, ast.Name) and save.func.value.id in made:
                found[id(save)] = made.pop(save.func.value.id)
                continue
            members = {id(one.value) for one in ast.walk(statement) if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store)}
            for one in ast.walk(statement):
                if isinstance(one, ast.Name) and one.id in made and id(one) not in members:
                    del made[one.id]
    return found


def leaves_keys(frame: Frame) -> bool:
    """Whether the function that is read, and those that called it, set no key of anything."""
    return frame.function is not None and all(stored_members(info.node).isdisjoint(_KEYS) for info in _running(frame))


def comes_without_key(model: ClassInfo, arguments: Arguments) -> bool:
    """Whether a row made with these arguments gets its key when it is saved: none is given, and the model has no key of its own."""
    if arguments.positional or arguments.rest is not None or arguments.keyword_rest is not None or any(map(_GIVES_KEY.fullmatch, arguments.keywords)):
        return False
    classes = model.linear()
    return not any(_has_own_key(cls.node) for cls in classes) and all(
        base.path.startswith(_WITHOUT_KEY) for cls in classes for base in cls.external)


def as_stored(frame: Frame, test: ast.expr) -> bool | None:
    """What ``if not self.pk``, ``if self.pk is None`` and ``if self._state.adding`` come to in a method of such a row; None for any other test."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = as_stored(frame, test.operand)
        return None if inner is None else not inner
    if isinstance(test, ast.BoolOp):
        decides = isinstance(test.op, ast.Or)                # one operand that is so is enough
        known = [as_stored(frame, operand) for operand in test.values]
        return decides if decides in known else None if None in known else not decides
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.Is, ast.IsNot)) \
            and isinstance(test.comparators[0], ast.Constant) and test.comparators[0].value is None:
        there = _has_key(frame, test.left)
        return None if there is None else there is isinstance(test.ops[0], ast.IsNot)
    if isinstance(test, ast.Attribute) and test.attr == "adding" and isinstance(test.value, ast.Attribute) and test.value.attr == "_state":
        return False if _is_own(frame, test.value.value) else True if _is_new(frame, test.value.value, test.lineno) else None
    return _has_key(frame, test)


def _has_key(frame: Frame, node: ast.expr) -> bool | None:
    if not isinstance(node, ast.Attribute) or node.attr not in ("pk", "id"):
        return None
    return True if _is_own(frame, node.value) else False if _is_new(frame, node.value, node.lineno) else None


def _is_own(frame: Frame, node: ast.expr) -> bool:
    """Whether a name is the stored row of which a method is read, which takes nothing of its key."""
    info, owner = frame.function, frame.owner
    if info is None or isinstance(info.node, ast.Lambda) or not isinstance(owner, Inst) or not owner.stored or not info.node.args.args:
        return False
    return leaves_keys(frame) and isinstance(node, ast.Name) and node.id == info.node.args.args[0].arg and frame.cell.names.get(node.id) == (owner,)


def _is_new(frame: Frame, node: ast.expr, line: int) -> bool:
    """Whether a name is the row being made of which the first method is read, at a line before any on which it may be saved."""
    info, owner = frame.function, frame.owner
    if info is None or isinstance(info.node, ast.Lambda) or not isinstance(owner, Inst) or not owner.fresh or not info.node.args.args:
        return False
    if line > _first_save(info.node) or sum(key.parts[2] == owner for key in frame.engine.layer.running) > 1:
        return False
    return leaves_keys(frame) and isinstance(node, ast.Name) and node.id == info.node.args.args[0].arg and frame.cell.names.get(node.id) == (owner,)


@remembered
def _first_save(function: ast.AST) -> int:
    """The line from which on a method may have saved its row: of its first call that does, or of the loop around that."""
    found = [node.lineno for node in nodes_in(function) if (isinstance(node, ast.Call) and _saves(node))
             or (isinstance(node, (ast.For, ast.AsyncFor, ast.While)) and any(isinstance(one, ast.Call) and _saves(one) for one in nodes_in(node)))]
    return min(found, default=getattr(function, "end_lineno", 0))


def _saves(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in _SAVES


@remembered
def _has_own_key(cls: ast.AST) -> bool:
    return any(isinstance(node, ast.keyword) and node.arg == "primary_key" for node in nodes_in(cls))
