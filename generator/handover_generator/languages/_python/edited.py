"""Switches that people turn by editing the file: ``DRY_RUN = True`` at its top. As it stands nothing is done, and whoever makes the change that it
is there for does all of it: what depends on it is told, with the switch standing before it.

So it is with blanks (``TOKEN = ""``), for which a file leaves: whoever runs it has filled them in.
"""

from __future__ import annotations

import ast

from handover_generator.languages._python.guards import is_doing, is_safe
from handover_generator.languages._python.syntax import nodes_in, remembered
from handover_generator.languages._python.values import Const, UnknownValue, Values

_LEAVE = frozenset({"sys.exit", "exit", "quit", "os._exit", "os.abort", "parser.error", "usage", "die", "abort"})


def as_edited(node: ast.Assign | ast.AnnAssign, values: Values, module: ast.Module) -> Values:
    """What is put into a variable at the top of a file; where that is such a switch, it may be the other as well."""
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    if len(values) != 1 or not isinstance(values[0], Const) or not isinstance(values[0].value, bool) or not isinstance(target, ast.Name):
        return values
    name, on = target.id, values[0].value
    if not (is_safe(name) if on else is_doing(name)) or not any(statement is node for statement in module.body) or _set_again(module, name):
        return values
    return (values[0], UnknownValue(f"{name} = {on}"))


def to_be_filled_in(branch: ast.If, holds: bool, module: ast.Module) -> bool:
    """Whether a test, of which it is known that it ``holds`` or not, makes the program leave because of a blank at the top of the file: that decides
    nothing, as nobody runs it so.
    """
    taken = branch.body if holds else branch.orelse
    if not taken or not _leaves(taken[-1]):
        return False
    asked = {node.id for node in nodes_in(branch.test) if isinstance(node, ast.Name)}
    return any(name in asked and not _set_again(module, name) for name in _blanks(module))


def _leaves(statement: ast.stmt) -> bool:
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(statement, (ast.Return, ast.Raise)) or (isinstance(call, ast.Call) and ast.unparse(call.func) in _LEAVE)


@remembered
def _blanks(module: ast.Module) -> frozenset[str]:
    """Names in capitals at the top of a file that hold nothing yet."""
    found: set[str] = set()
    for node in module.body:
        targets, value = (node.targets, node.value) if isinstance(node, ast.Assign) else ([node.target], node.value) if isinstance(
            node, ast.AnnAssign) else ([], None)
        if (isinstance(value, ast.Constant) and value.value in ("", None)) or (isinstance(value, (ast.List, ast.Tuple)) and not value.elts) or (
                isinstance(value, ast.Dict) and not value.keys):
            found |= {target.id for target in targets if isinstance(target, ast.Name) and target.id.isupper()}
    return frozenset(found)


def _set_again(module: ast.Module, name: str) -> bool:
    """Whether a file puts something into a variable in more than one place: then what stands at its top is only what it begins with."""
    stored = [node for node in ast.walk(module) if (isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store))
              or (isinstance(node, ast.Global) and name in node.names)]
    return len(stored) > 1
