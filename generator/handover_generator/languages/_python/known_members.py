"""Members of a row that are set right before one of its methods is called: ``order.status = "open"``, then ``order.save()``.

What the method asks of them is decided, where nothing that it calls can set them anew: no method on the way stores them or gives the row away,
and no handler of a signal gets it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.outside_models import FIELDS_OF_ROWS
from handover_generator.languages._python.program import ClassInfo, FunctionNode
from handover_generator.languages._python.syntax import ANY, nodes_in, remembered, stored_members
from handover_generator.languages._python.values import Api, Const, Func, Inst, Str, Values
from handover_generator.records import replace

if TYPE_CHECKING:
    from handover_generator.languages._python.statements import Statements

_BLOCKS = ("body", "orelse", "finalbody")
_SET_BY_SAVING = ("AutoField()", "DateField()", "TimeField()", "FileField()", "ImageField()")
_READS_ANEW = frozenset({"refresh_from_db", "arefresh_from_db"})
_CATCH_ALL = ("__setattr__", "__getattribute__")


def _member_set(statement: ast.Assign) -> tuple[str, str] | None:
    """The variable and the member that ``x.name = value`` sets, where the value calls nothing; else None."""
    target = statement.targets[0]
    if len(statement.targets) > 1 or not isinstance(target, ast.Attribute) or not isinstance(target.value, ast.Name):
        return None
    return (target.value.id, target.attr) if _is_plain(statement.value) else None


def rows_as_set(frame: Statements, statement: ast.Expr) -> tuple[str, Values] | None:
    """The variable whose method a statement calls, and its values with what was set right before; None where nothing is known."""
    call = statement.value
    if frame.function is None or not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    members = {member: frame.set_members.get(id(one), ()) for _, member, one in _set_before(frame.function.node).get(id(statement), ())}
    if not any(map(_is_constant, members.values())) or not isinstance(call.func.value, ast.Name):
        return None
    name = call.func.value.id
    rows = [_row(frame, value) for value in frame.cell.names.get(name, ())]
    if not rows or not all(row is not None and _is_method(row.info, call.func.attr) and _are_plain(row.info, members) for row in rows):
        return None
    told = tuple(replace(row, known=tuple((member, values) for member, values in members.items() if _is_constant(values)
                                          and _stays(frame, row.info, member, call.func.attr))) for row in rows if row is not None)
    return (name, told) if any(row.known for row in told) else None


def _is_constant(values: Values) -> bool:
    """Whether a value is one constant."""
    return len(values) == 1 and (isinstance(values[0], Const) or (isinstance(values[0], Str) and values[0].text.literal is not None))


@remembered
def _set_before(function: ast.AST) -> dict[int, tuple[tuple[str, str, ast.Assign], ...]]:
    """For each statement that calls a method of a variable: the assignments to members of that variable that stand directly before it."""
    found: dict[int, tuple[tuple[str, str, ast.Assign], ...]] = {}
    for node in nodes_in(function):
        for block in _BLOCKS:
            statements = getattr(node, block, None)
            if isinstance(statements, list):
                _of_block(statements, found)
    return found


def _of_block(statements: list[ast.stmt], found: dict[int, tuple[tuple[str, str, ast.Assign], ...]]) -> None:
    run: list[tuple[str, str, ast.Assign]] = []
    for statement in statements:
        made = _member_set(statement) if isinstance(statement, ast.Assign) else None
        if made is not None and isinstance(statement, ast.Assign):
            run = [one for one in run if one[0] == made[0]]
            run.append((*made, statement))
            continue
        called = _called_on(statement)
        if run and called == run[0][0]:
            found[id(statement)] = tuple(run)
        run = []


def _called_on(statement: ast.stmt) -> str | None:
    """The variable of which a statement calls a method, with arguments that call nothing."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or not isinstance(call.func.value, ast.Name):
        return None
    return call.func.value.id if all(map(_is_plain, (*call.args, *(keyword.value for keyword in call.keywords)))) else None


def _is_plain(value: ast.expr) -> bool:
    return not any(isinstance(node, (ast.Call, ast.Await, ast.NamedExpr, ast.Lambda)) for node in nodes_in(value))


def _row(frame: Statements, value: object) -> Inst | None:
    if isinstance(value, Inst):
        return value
    info = frame.row_of(value) if isinstance(value, Api) else None
    return Inst(info) if info is not None else None


def _is_method(info: ClassInfo, name: str) -> bool:
    """Whether a class has a method of this name as it is written, without a decorator of the repository around it."""
    found = info.find(name)
    return found is not None and all(isinstance(value, Func) and value.wraps is None for value in found[1])


def _are_plain(info: ClassInfo, members: Iterable[str]) -> bool:
    """Whether setting members runs nothing: none of them is a property or a descriptor of the repository."""
    found = [info.find(member) for member in members]
    return all(isinstance(value, (Api, Const, Str)) for one in found if one is not None for value in one[1])


def _stays(frame: Statements, info: ClassInfo, member: str, method: str) -> bool:
    """Whether what a member was set to is still there when ``method`` of the row, or one that it calls, asks for it."""
    field = info.find(member)
    if field is None or not all(isinstance(value, Api) and value.path.startswith(FIELDS_OF_ROWS) and not value.path.endswith(_SET_BY_SAVING)
                                for value in field[1]):
        return False
    if not all(base.path.startswith(FIELDS_OF_ROWS) for base in info.external_bases()) or any(info.find(name) is not None for name in _CATCH_ALL):
        return False
    if any(not stored_members(function).isdisjoint((member, ANY)) or _gives_itself_away(function) for function in _reached(info, method)):
        return False
    return not frame.is_listened_to(info)


def _reached(info: ClassInfo, method: str) -> Iterator[FunctionNode]:
    """A method of a class and those that it may call on the way."""
    written: dict[str, list[FunctionNode]] = {}
    for cls in info.linear():
        for item in cls.node.body:
            if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)):
                written.setdefault(item.name, []).append(item)
    waiting = [method]
    while waiting:
        for function in written.pop(waiting.pop(), ()):
            yield function
            waiting += [node.attr for node in nodes_in(function) if isinstance(node, ast.Attribute)]


@remembered
def _gives_itself_away(function: FunctionNode) -> bool:
    """Whether a method uses the row otherwise than for its members, or reads it anew."""
    nodes = nodes_in(function)
    held = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    held |= {id(given) for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"
             for given in node.args}
    first = function.args.args[0].arg if function.args.args else None
    return any((isinstance(node, ast.Attribute) and node.attr in _READS_ANEW)
               or (isinstance(node, ast.Name) and node.id == first and id(node) not in held) for node in nodes)
