"""What a function writes anew and removes again under a name that only a run knows: ``s3.download_file(b, key, local)``, ``os.remove(local)``. Two
names that read alike may be of two files, so here the same expression must be meant, and keep its value in between.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from handover_generator.languages._python.moved_away import blocks_of, comes_first
from handover_generator.languages._python.syntax import nodes_in

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Frame

_WRAPS = frozenset({"str", "Path", "PurePath", "fspath", "abspath", "realpath"})
_JOINS = _WRAPS | {"join", "joinpath", "format", "with_suffix", "with_name", "dirname", "basename"}
"""Calls that give the same for the same."""
_PLAIN = (ast.Name, ast.Attribute, ast.Constant, ast.JoinedStr, ast.FormattedValue, ast.BinOp, ast.Call, ast.Subscript)


def is_written_before(frame: Frame, removal: ast.AST, writes: Sequence[ast.AST]) -> bool:
    """Whether one of the calls that write has written, whenever the removal is reached, what that removes."""
    if not isinstance(removal, ast.Call) or (removed := removed_by(removal)) is None or not is_plain(removed):
        return False
    where = frame.function.node if frame.function is not None else frame.module.tree
    blocks, dumped = blocks_of(where), ast.dump(removed)
    around = blocks.get(id(removal))
    return around is not None and any(
        isinstance(write, ast.Call) and write.lineno < removal.lineno and id(write) in blocks and comes_first(blocks[id(write)], around)
        and any(ast.dump(one) == dumped for one in said_by(write))
        and not _set_between(where, removed, write, removal, [block[0] for block in around if block not in blocks[id(write)]])
        for write in writes)


def removed_by(removal: ast.Call) -> ast.expr | None:
    """What says which file a call removes."""
    if removal.args:
        return _bare(removal.args[0])
    if removal.keywords:
        return next((_bare(one.value) for one in removal.keywords if one.arg in ("path", "filename")), None) or _receiver(removal)
    return _receiver(removal)


def _receiver(call: ast.Call) -> ast.expr | None:
    return _bare(call.func.value) if isinstance(call.func, ast.Attribute) else None


def said_by(write: ast.Call) -> list[ast.expr]:
    """Everything that may say which file a call writes."""
    found = [_bare(one) for one in (*write.args, *(keyword.value for keyword in write.keywords))]
    receiver = _receiver(write)
    return [*found, receiver] if receiver is not None else found


def _bare(value: ast.expr) -> ast.expr:
    """A path without what only makes it a text, or a path."""
    while isinstance(value, ast.Call) and len(value.args) == 1 and not value.keywords and called(value) in _WRAPS:
        value = value.args[0]
    return value


def called(call: ast.Call) -> str:
    """The last name of what is called, ``""`` where it has none."""
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def is_plain(value: ast.expr) -> bool:
    """Whether an expression names something, and gives the same for the same."""
    nodes = [node for node in nodes_in(value) if isinstance(node, ast.expr)]
    return isinstance(value, _PLAIN) and any(isinstance(node, ast.Name) for node in nodes) and all(
        isinstance(node, _PLAIN) and (not isinstance(node, ast.Call) or called(node) in _JOINS) for node in nodes)


def _set_between(where: ast.AST, value: ast.expr, write: ast.Call, removal: ast.Call, inner: Sequence[ast.AST]) -> bool:
    """Whether something in the expression gets another value between the two, or in a loop that only the removal stands in."""
    names = {node.id for node in nodes_in(value) if isinstance(node, ast.Name)}
    members = {node.attr for node in nodes_in(value) if isinstance(node, ast.Attribute)}
    loops = [one for one in inner if isinstance(one, (ast.For, ast.AsyncFor, ast.While))]
    for node in nodes_in(where):
        if not isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)) or not isinstance(node.ctx, (ast.Store, ast.Del)):
            continue
        stored = node.value if isinstance(node, ast.Subscript) else node               # of rows["path"] = x: what holds the rows
        if ((isinstance(stored, ast.Name) and stored.id in names) or (isinstance(stored, ast.Attribute) and stored.attr in members)) and (
                write.lineno < node.lineno <= removal.lineno or any(one.lineno <= node.lineno <= (one.end_lineno or 0) for one in loops)):
            return True
    return False
