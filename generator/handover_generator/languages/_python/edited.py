"""Switches that people turn by editing the file: ``DRY_RUN = True`` at its top. As it stands nothing is done, and whoever makes the change that it
is there for does all of it: what depends on it is told, with the switch standing before it.
"""

from __future__ import annotations

import ast

from handover_generator.languages._python.guards import is_doing, is_safe
from handover_generator.languages._python.values import Const, UnknownValue, Values


def as_edited(node: ast.Assign | ast.AnnAssign, values: Values, module: ast.Module) -> Values:
    """What is put into a variable at the top of a file; where that is such a switch, it may be the other as well."""
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    if len(values) != 1 or not isinstance(values[0], Const) or not isinstance(values[0].value, bool) or not isinstance(target, ast.Name):
        return values
    name, on = target.id, values[0].value
    if not (is_safe(name) if on else is_doing(name)) or not any(statement is node for statement in module.body) or _set_again(module, name):
        return values
    return (values[0], UnknownValue(f"{name} = {on}"))


def _set_again(module: ast.Module, name: str) -> bool:
    """Whether a file puts something into a variable in more than one place: then what stands at its top is only what it begins with."""
    stored = [node for node in ast.walk(module) if (isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store))
              or (isinstance(node, ast.Global) and name in node.names)]
    return len(stored) > 1
