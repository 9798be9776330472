"""A Python file in parts: its functions, which tell when somebody looks into them, and what stands outside of them.

Functions are those at the top of a module and in its classes. One that stands in a condition, or whose body begins on the line of its ``def``, is
part of what is outside, and one inside another function is part of that one.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import blake2b

from handover_generator.languages._python.syntax import TOLD, filled_names, rebound_names, tell
from handover_generator.model.parts import Parts, Piece


def _body(function: ast.AST) -> list[ast.stmt]:
    tell(function)
    body: list[ast.stmt] = function.__dict__["body"]
    return body


_TELLING: dict[type[ast.AST], type[ast.AST]] = {
    kind: type(kind.__name__, (kind,), {"__slots__": (), "body": property(_body)}) for kind in (ast.FunctionDef, ast.AsyncFunctionDef)}
"""Functions whose body is not had without its being told. Only the class is another: whatever goes through a tree finds the same."""


def watch(tree: ast.Module, text: str, told: Callable[[int], None]) -> None:
    """Have each look into a function told, with the number of the function.

    Args:
        tree: a module. Its nodes are changed, once for all.
        text: what it was read from.
        told: is called with the number.
    """
    for number, function in enumerate(_functions(tree, text.split("\n")), 1):
        function.__dict__[TOLD] = partial(told, number)
        function.__class__ = _TELLING[type(function)]      # type: ignore[assignment]


def parts_of(tree: ast.Module, text: str) -> Parts | None:
    """The parts of a file; None where its lines are not plain ones.

    Args:
        tree: its syntax tree, which has the line numbers of the text.
        text: its text.
    """
    if "\r" in text or "\f" in text:
        return None
    rows = text.split("\n")
    pieces: list[Piece] = []
    for start, end, function in _spans(tree, rows):
        if pieces and start < (last := pieces[-1]).start + last.lines:         # two statements on one line
            if last.function or function:
                return None
            start = last.start
            pieces.pop()
        pieces.append(Piece(start, end - start + 1, _digest("\n".join(rows[start - 1:end])), function))
    rebound = rebound_names(tree)                        # what all functions together do to the names outside
    return Parts(pieces=tuple(pieces), facts=(*sorted(rebound), "", *sorted(filled_names(tree) if rebound else ())))


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _spans(tree: ast.Module, rows: list[str]) -> Iterator[tuple[int, int, int]]:
    """First line, last line and number of function of each piece, in order."""
    number = 0
    waiting: list[ast.stmt] = tree.body[::-1]
    while waiting:
        node = waiting.pop()
        start, end = _first_line(node), node.end_lineno or node.lineno
        body = _inside(node, rows)
        if body is None:
            yield start, end, 0
            continue
        within = _first_line(body[0])
        head = within - 1
        while rows[head - 1].strip()[:1] in ("", "#"):
            head -= 1
        yield start, head, 0
        if isinstance(node, ast.ClassDef):
            waiting += body[::-1]
        else:
            number += 1
            yield within, end, number


def _functions(tree: ast.Module, rows: list[str]) -> Iterator[ast.stmt]:
    """The functions that have numbers, in order."""
    waiting: list[ast.stmt] = tree.body[::-1]
    while waiting:
        node = waiting.pop()
        body = _inside(node, rows)
        if body is not None and isinstance(node, ast.ClassDef):
            waiting += body[::-1]
        elif body is not None:
            yield node


def _inside(node: ast.stmt, rows: list[str]) -> list[ast.stmt] | None:
    """The body of a class or function that begins on a line of its own; else None."""
    if not isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return None
    body: list[ast.stmt] = node.__dict__["body"]         # unheard
    first = body[0]
    decorated = bool(getattr(first, "decorator_list", ()))
    return body if decorated or not rows[first.lineno - 1][:first.col_offset].strip() else None


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])
