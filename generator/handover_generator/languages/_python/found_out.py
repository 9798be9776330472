"""Switches that a function turns on by what it finds: ``do_save = False``, and ``True`` once a field has changed. Nobody who runs the program gives
them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from handover_generator.languages._python.syntax import nodes_in, remembered
from handover_generator.regexes import regex

_GIVEN = regex(r"(?:^|_)(?:argv|args?|opts?|options?|flags?|input|raw_input|prompt|confirm|ask\w*|answer|reply|choice|environ|getenv|env|settings"
               r"|config|request|params?|kwargs)(?:$|_)")
"""Names of what a person gives or answers."""


def turns_on_itself(code: ast.AST, test: ast.expr) -> bool:
    """Whether a test only asks for switches that the code turned on by what it found."""
    asked = [node.id for node in nodes_in(test) if isinstance(node, ast.Name)]
    return bool(asked) and not any(isinstance(node, ast.Call) for node in nodes_in(test)) and found_out(code).issuperset(asked)


@remembered
def found_out(code: ast.AST) -> frozenset[str]:
    """Names in a function that only ever hold true or false, one of them by what was found, and none by what a person gave."""
    given: dict[str, bool] = {}
    turned: set[str] = set()
    for name, value, tests in _assigned(code):
        plain = isinstance(value, ast.Constant) and isinstance(value.value, bool)
        given[name] = given.get(name, False) or not plain or any(map(_is_given, tests))
        if plain and tests:
            turned.add(name)
    return frozenset(name for name in turned if not given[name])


def _is_given(test: ast.AST) -> bool:
    """Whether a test asks for what a person gave: an option, an answer, a setting."""
    for node in nodes_in(test):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("-"):
            return True
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if name and _GIVEN.search(name.lower()):
            return True
    return False


def _assigned(code: ast.AST) -> Iterator[tuple[str, ast.expr | None, list[ast.AST]]]:
    """Each name that a function gives a value: the name, the value (None where it is none of its own), and the tests under which it does."""
    if isinstance(code, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        for argument in ast.walk(code.args):
            if isinstance(argument, ast.arg):
                yield argument.arg, None, []
    waiting: list[tuple[ast.AST, list[ast.AST]]] = [(statement, []) for statement in ast.iter_child_nodes(code)]
    while waiting:
        node, tests = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            yield from ((name, None, tests) for name in node.names)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from ((one.id, node.value if one is target else None, tests) for one in ast.walk(target)
                            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store))
            continue
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.value if isinstance(node, ast.AnnAssign) else None, tests
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            if node.value is not None:
                yield node.target.id, node.value, tests
            continue
        asked = node.test if isinstance(node, (ast.If, ast.While)) else node.iter if isinstance(node, (ast.For, ast.AsyncFor)) else (
            node if isinstance(node, ast.ExceptHandler) else None)
        waiting += [(part, tests if asked is None else [*tests, asked]) for part in ast.iter_child_nodes(node)]
