"""Switches of the environment with a default: ``os.environ.get("DRY_RUN", "1")`` is on until somebody says otherwise."""

from __future__ import annotations

import ast

from handover_generator.languages._python.switches import valued
from handover_generator.languages._python.syntax import nodes_in, remembered
from handover_generator.languages._python.values import Str, Switch
from handover_generator.model.text import Text

_ASKS = ("environ.get", "getenv")


def env_switch(test: ast.expr, module: ast.Module) -> tuple[str, Switch] | None:
    """The variable that a test asks for, itself or by a name that the file gives its answer at the top, and what it is by default.

    Args:
        test: the test.
        module: the file that it stands in.

    Returns:
        None where it asks for none or for several, or the default says neither yes nor no.
    """
    asked = dict.fromkeys(_lookups(test))
    for node in nodes_in(test):
        if isinstance(node, ast.Name):
            asked.update(dict.fromkeys(_of_names(module).get(node.id, ())))
    if len(asked) != 1:
        return None
    ((name, default),) = asked
    switch = valued(name, (Str(Text.of(default)),))
    return (name, switch) if switch is not None else None


@remembered
def _lookups(node: ast.AST) -> tuple[tuple[str, str], ...]:
    """Names and defaults of the variables that a piece of code asks the environment for."""
    return tuple((name.value, default.value) for call in nodes_in(node)
                 if isinstance(call, ast.Call) and len(call.args) == 2 and ast.unparse(call.func).endswith(_ASKS)
                 for name, default in [call.args] if isinstance(name, ast.Constant) and isinstance(name.value, str)
                 and isinstance(default, ast.Constant) and isinstance(default.value, str))


@remembered
def _of_names(module: ast.AST) -> dict[str, tuple[tuple[str, str], ...]]:
    """By name, what the one assignment of it at the top of a file asks for."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for statement in getattr(module, "body", []):
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(target := statement.targets[0], ast.Name):
            found[target.id] = _lookups(statement.value) if target.id not in found else ()
    return found
