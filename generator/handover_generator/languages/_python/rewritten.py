"""Open files that are shortened to what was just written into them: what stands in them is replaced, as by opening anew."""

from __future__ import annotations

import ast

from handover_generator.languages._python.syntax import nodes_in

_WRITERS = ("dump", "print", "write", "copyfileobj", "save", "emit")


def is_rewritten(call: ast.AST, body: ast.AST) -> bool:
    """Whether a function has written into the same open file before: ``json.dump(data, f); f.truncate()``."""
    if not isinstance(call, ast.Call) or call.args or not isinstance(call.func, ast.Attribute) or not isinstance(call.func.value, ast.Name):
        return False
    name = call.func.value.id
    return any(isinstance(node, ast.Call) and node.lineno < call.lineno and _writes(node, name) for node in nodes_in(body))


def _writes(call: ast.Call, name: str) -> bool:
    of_it = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == name
    if of_it and isinstance(call.func, ast.Attribute):
        return call.func.attr in ("write", "writelines")
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(isinstance(one, ast.Name) and one.id == name for one in given) and any(word in _named(call.func) for word in _WRITERS)


def _named(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
