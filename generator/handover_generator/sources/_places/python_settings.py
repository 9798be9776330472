"""Settings written in Python: constants, ``os.environ.get`` with a default, dicts, classes named for an environment."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice

from handover_generator.regexes import regex
from handover_generator.sources._places._value import Value
from handover_generator.sources._python_text import tree_of

_MAX_VALUES = 1500
_READERS = frozenset(("get", "getenv", "env", "config", "str", "url", "db", "db_url", "cache", "cache_url", "list", "path", "environ",
                      "setdefault", "get_env", "getvalue", "env_var"))

OF_THE_MACHINE = "${HOST}"
"""Stands for the host of a database that only the machine knows: ``"HOST": os.environ["DB_HOST"]``."""
_VARIABLE = regex(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")


def python_values(text: str) -> Iterator[Value]:
    """Values assigned at the top or in a class. The key of ``X = os.environ.get("Y", "d")`` is both X and Y.

    A text that does not parse yields nothing.
    """
    tree = tree_of(text)
    if tree is None:
        return
    yield from islice(_body(tree.body, ()), _MAX_VALUES)


def _body(body: list[ast.stmt], keys: tuple[str, ...]) -> Iterator[Value]:
    for node in body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                name = _name(target)
                if name is not None:
                    yield from _value(node.value, (*keys, *name))
        elif isinstance(node, ast.AnnAssign) and node.value is not None and isinstance(node.target, ast.Name):
            yield from _value(node.value, (*keys, node.target.id))
        elif isinstance(node, ast.ClassDef) and len(keys) < 3:
            yield from _body(node.body, (*keys, node.name))
        elif isinstance(node, (ast.If, ast.Try)):
            yield from _body(node.body, keys)
            yield from _body(node.orelse, keys)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield from _value(node.value, keys)


def _name(target: ast.expr) -> tuple[str, ...] | None:
    if isinstance(target, ast.Name):
        return (target.id,)
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant) and isinstance(target.slice.value, str):
        outer = _name(target.value)
        return (*outer, target.slice.value) if outer is not None else None
    return None


def _value(node: ast.expr, keys: tuple[str, ...], depth: int = 0) -> Iterator[Value]:
    if depth > 8:
        return
    if isinstance(node, ast.Constant):
        if isinstance(node.value, (str, int)) and not isinstance(node.value, bool) and keys:
            yield Value(keys, str(node.value), node.lineno)
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield from _entry(value, (*keys, key.value), depth)
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        for item in node.elts:
            yield from _value(item, keys, depth + 1)
    elif isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        for item in node.values:
            yield from _value(item, keys, depth + 1)
    elif isinstance(node, ast.Call):
        yield from _call(node, keys, depth)


def _entry(node: ast.expr, keys: tuple[str, ...], depth: int) -> Iterator[Value]:
    """What a table holds under a key."""
    found = list(_value(node, keys, depth + 1))
    if not found and keys[-1] == "HOST" and not isinstance(node, ast.Constant):
        found = [Value(keys, OF_THE_MACHINE, node.lineno)]
    yield from found


def _call(node: ast.Call, keys: tuple[str, ...], depth: int) -> Iterator[Value]:
    """A reader of the environment: its name is the first argument, what is used when it is not set the second or ``default=``."""
    function = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
    first = node.args[0] if node.args else None
    default = next((keyword.value for keyword in node.keywords if keyword.arg == "default"), node.args[1] if len(node.args) > 1 else None)
    if function.lower() in _READERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
        if default is not None:
            for value in _value(default, (first.value,), depth + 1):
                yield value
                if keys and keys[-1] != first.value:
                    yield Value(keys, value.text, value.line)
    elif function == "dict":
        for keyword in node.keywords:
            if keyword.arg:
                yield from _entry(keyword.value, (*keys, keyword.arg), depth)
    elif isinstance(first, ast.Constant) and isinstance(first.value, str) and _VARIABLE.fullmatch(first.value):
        return                                                    # get_env_setting("DB_NAME"): what it is called, not what it is
    elif keys and first is not None and len(node.args) == 1 and function and function[0].islower():
        yield from _value(first, keys, depth + 1)                 # int(os.environ.get(...)), dj_database_url.parse("...")
