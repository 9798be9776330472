"""Facts of a syntax node alone, kept on the node: a function is read in many contexts, its syntax is the same in all of them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import wraps
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)
T = TypeVar("T")


TOLD = "_handover_told"
"""Under this name a function holds whom to tell that somebody looks into it (``parts.watch``)."""
_looked_into: list[dict[ast.AST, None]] = []


def tell(function: ast.AST) -> None:
    """Somebody looks into a function that wants to know."""
    if _looked_into:
        _looked_into[-1][function] = None
    function.__dict__[TOLD]()


def remembered(function: Callable[[Node], T]) -> Callable[[Node], T]:
    """The same pure function of a node, worked out once for each node. Its answer must not be changed by who gets it.

    Whoever asks has looked into the functions that were looked into to find it.
    """
    name = f"_handover_{function.__name__}"

    @wraps(function)
    def ask(node: Node) -> T:
        known: tuple[T, tuple[ast.AST, ...]] | None = node.__dict__.get(name)
        if known is None:
            _looked_into.append({})
            try:
                answer = function(node)
            finally:
                inside = _looked_into.pop()
            if _looked_into:
                _looked_into[-1].update(inside)
            node.__dict__[name] = answer, tuple(inside)
            return answer
        for one in known[1]:
            tell(one)
        return known[0]

    return ask


_NO_NODES = frozenset({"id", "attr", "arg", "name", "asname", "module", "level", "kind", "type_comment", "conversion", "simple", "is_async",
                       "ctx", "op", "ops"})
"""Fields that hold names, numbers or signs."""
_HOLDING: dict[type[ast.AST], tuple[str, ...]] = {ast.Constant: ()}


def nodes_in(tree: ast.AST) -> list[ast.AST]:
    """A node and all below it in the order of ``ast.walk``, but for signs (``Load``, ``Add``), which tell nothing that their holders do not.
    It takes a third of the time: it looks only into fields that hold nodes.
    """
    found = [tree]
    for node in found:
        kind = node.__class__
        fields = _HOLDING.get(kind)
        if fields is None:
            fields = _HOLDING[kind] = tuple(name for name in kind._fields if name not in _NO_NODES)
        for name in fields:
            held = getattr(node, name, None)
            if isinstance(held, ast.AST):
                found.append(held)
            elif held.__class__ is list:
                found += [one for one in held if isinstance(one, ast.AST)]
    return found


def statements_in(tree: ast.Module | ast.FunctionDef) -> Iterator[ast.stmt]:
    """Every statement of a module or a function, however deep it is nested. Expressions, which are most of a tree, are not entered."""
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        statement = waiting.pop()
        yield statement
        for block in ("body", "orelse", "finalbody"):
            waiting += getattr(statement, block, ())
        for inner in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            waiting += inner.body


@remembered
def parameters(spec: ast.arguments) -> tuple[list[ast.arg], dict[str, ast.expr]]:
    """The parameters that may be given by place, and the defaults of all that have one."""
    names = [*spec.posonlyargs, *spec.args]
    defaults = dict(zip([one.arg for one in names[-len(spec.defaults):]], spec.defaults, strict=True)) if spec.defaults else {}
    return names, defaults | {one.arg: default for one, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if default is not None}


ANY = "*"
"""Stands for each member."""


@remembered
def stored_members(code: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> frozenset[str]:
    """Names of members that a method, or those of a class, store, of itself or of others; ``ANY`` where one is computed
    (``setattr(self, name, value)``).
    """
    found = set()
    for node in nodes_in(code):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr" and len(node.args) == 3:
            found.add(ANY if not isinstance(node.args[1], ast.Constant) else str(node.args[1].value))
        elif isinstance(node, ast.Attribute) and node.attr == "__dict__":
            found.add(ANY)
    return frozenset(found)


_SHRINK = frozenset({"pop", "popitem", "popleft", "remove", "discard", "clear", "difference_update", "intersection_update"})


@remembered
def shrunk_names(function: ast.AST) -> frozenset[str]:
    """Names in a function of what loses members there, or is handed on to where it may."""
    found = set()
    for node in nodes_in(function):
        shrinks = (isinstance(node, ast.Attribute) and node.attr in _SHRINK) or (
            isinstance(node, ast.Subscript) and isinstance(node.ctx, (ast.Del, ast.Store)))
        if shrinks and isinstance(held := getattr(node, "value", None), ast.Name):
            found.add(held.id)
        elif isinstance(node, ast.Call):
            found.update(argument.id for argument in node.args if isinstance(argument, ast.Name))
    return frozenset(found)


@remembered
def stored_names(loop: ast.For | ast.AsyncFor | ast.While) -> frozenset[str]:
    """Names that the body of a loop binds."""
    return frozenset(node.id for statement in loop.body for node in nodes_in(statement)
                     if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))


@remembered
def grown_names(loop: ast.For | ast.AsyncFor | ast.While) -> dict[str, bool]:
    """Names that the body of a loop binds only by putting something behind what they hold (``line += " --table a"``), each with whether that begins
    a word.
    """
    grown: dict[str, bool] = {}
    puts: set[int] = set()
    for statement in loop.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add) and isinstance(node.target, ast.Name):
                puts.add(id(node.target))
                grown[node.target.id] = grown.get(node.target.id, True) and _begins_word(node.value)
    other = {node.id for statement in loop.body for node in ast.walk(statement)
             if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load) and id(node) not in puts}
    return {name: begins for name, begins in grown.items() if name not in other}


def _begins_word(value: ast.expr) -> bool:
    while not isinstance(value, ast.Constant):
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
            value = value.func.value
        elif isinstance(value, ast.BinOp):
            value = value.left
        elif isinstance(value, ast.JoinedStr) and value.values:
            value = value.values[0]
        else:
            return False
    return isinstance(value.value, str) and value.value.startswith(" ")


@remembered
def rebound_names(tree: ast.Module) -> frozenset[str]:
    """Names that some function rebinds through ``global`` or ``nonlocal``."""
    return frozenset(name for node in statements_in(tree) if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names)


@remembered
def filled_names(tree: ast.Module) -> frozenset[str]:
    """Names that just one function rebinds through ``global`` or ``nonlocal`` to anything but None."""
    found: list[str] = []
    for function in statements_in(tree):
        inside = list(ast.walk(function)) if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) else []
        named = {name for node in inside if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
        if named:
            emptied = {id(target) for node in inside if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
                       and node.value.value is None for target in node.targets}
            found += {node.id for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in named
                      and id(node) not in emptied}
    return frozenset(name for name in found if found.count(name) == 1)


@remembered
def calls_behind(node: ast.expr) -> bool:
    """Whether something is called in what is only come to by way of another part of an expression: behind ``or``, in a branch, for each of many."""
    parts: list[ast.expr] = []
    if isinstance(node, ast.BoolOp):
        parts = node.values[1:]
    elif isinstance(node, ast.IfExp):
        parts = [node.body, node.orelse]
    elif isinstance(node, ast.DictComp):
        parts = [node.value]
    elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        parts = [node.elt]
    return any(isinstance(inner, ast.Call) for part in parts for inner in nodes_in(part))


def from_end(index: ast.expr, whole: ast.expr) -> ast.expr:
    """``parts[len(parts) - 1]`` as ``parts[-1]``; anything else as it stands."""
    if not (isinstance(index, ast.BinOp) and isinstance(index.op, ast.Sub) and isinstance(index.left, ast.Call) and len(index.left.args) == 1):
        return index
    counted, back = index.left, index.right
    counts = isinstance(counted.func, ast.Name) and counted.func.id == "len" and isinstance(whole, (ast.Name, ast.Attribute)) and (
        ast.dump(counted.args[0]) == ast.dump(whole))
    if not (counts and isinstance(back, ast.Constant) and isinstance(back.value, int) and back.value > 0):
        return index
    return ast.copy_location(ast.Constant(-back.value), index)
