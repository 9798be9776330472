"""Switches of the environment with a default: ``os.environ.get("DRY_RUN", "1")`` is on until somebody says otherwise."""

from __future__ import annotations

import ast

from handover_generator.languages._python.switches import valued
from handover_generator.languages._python.syntax import nodes_in, remembered
from handover_generator.languages._python.values import Const, Str, Switch
from handover_generator.model.text import Text
from handover_generator.regexes import regex

_ASKS = regex(r"environ\.get\Z|getenv\Z|(?:\A|\.)(?:env|environ)(?:\.bool)?\Z|\Aconfig\Z")


def env_switch(test: ast.expr, module: ast.Module) -> tuple[str, Switch] | None:
    """The variable that a test asks for, itself or by a name that the file gives its answer at the top, and what it is by default.

    Args:
        test: the test.
        module: the file that it stands in.

    Returns:
        None where it asks for none or for several, or the default says neither yes nor no.
    """
    asked = dict.fromkeys(asked_for(test))
    for node in nodes_in(test):
        if isinstance(node, ast.Name):
            asked.update(dict.fromkeys(named_at_top(module).get(node.id, ())))
    if len(asked) != 1:
        return None
    ((name, default),) = asked
    switch = said(name, default)
    return (name, switch) if switch is not None else None


def said(name: str, default: str | bool) -> Switch | None:
    """The switch that a variable of the environment is with such a default."""
    return valued(name, (Const(default),) if isinstance(default, bool) else (Str(Text.of(default)),))


@remembered
def asked_for(node: ast.AST) -> tuple[tuple[str, str | bool], ...]:
    """Names and defaults of the variables that a piece of code asks the environment for."""
    found = [(call.args[0], default) for call in nodes_in(node) if isinstance(call, ast.Call) and call.args and _ASKS.search(ast.unparse(call.func))
             for default in (*call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "default"))]
    return tuple((name.value, default.value) for name, default in found if isinstance(name, ast.Constant) and isinstance(name.value, str)
                 and isinstance(default, ast.Constant) and isinstance(default.value, (str, bool)))


@remembered
def named_at_top(module: ast.AST) -> dict[str, tuple[tuple[str, str | bool], ...]]:
    """By name, what the one assignment of it at the top of a file asks for."""
    found: dict[str, tuple[tuple[str, str | bool], ...]] = {}
    for statement in getattr(module, "body", []):
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(target := statement.targets[0], ast.Name):
            found[target.id] = asked_for(statement.value) if target.id not in found else ()
    return found
