"""What is removed after it was copied: ``s3.copy_object(CopySource=old, ...)``, then ``s3.delete_object(Key=old)``. That moves it; nothing is lost.

The copy has to come first whenever the removal is reached: it stands in a block around that one, by itself, and where it fails nothing is removed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.syntax import nodes_in, remembered

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Frame

_SOURCES = {
    "copy_object": ("CopySource", None), "copy_from": ("CopySource", 0), "copy": ("CopySource", 0), "copy_blob": ("blob", 0),
    "copy_key": ("src_key_name", 2), "start_copy_from_url": ("source_url", 0), "begin_copy_from_url": ("source_url", 0), "rewrite": ("source", 0),
    "copy2": ("src", 0), "copyfile": ("src", 0), "copytree": ("src", 0), "upload_file": ("Filename", 0), "upload_from_filename": ("filename", 0),
    "fput_object": ("file_path", 2),
}
"""Calls that copy, each with the argument that says what: by name, and by place."""
_KEYS = ("Key", "key", "blob", "blob_name", "path", "name", "object_name")
_NAMED = frozenset({"Object", "ObjectSummary", "blob", "get_blob", "Blob", "get_key", "Key", "new_key", "lookup", "get_blob_client", "Path"})
"""Calls that give the object whose name is their last argument."""
_LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_MOST_STEPS = 4


def is_moved_away(frame: Frame, removal: ast.AST) -> bool:
    """Whether what a call removes was copied before, in the same function."""
    where = frame.function.node if frame.function is not None else frame.module.tree
    copies = _copies(where)
    if not copies or not isinstance(removal, ast.Call):
        return False
    assigned = _assigned(where)
    removed = {ast.dump(one) for key in _keys(removal, assigned) for one in _said(key, assigned)}
    blocks = blocks_of(where)
    around = blocks.get(id(removal))
    return around is not None and any(
        call.lineno < removal.lineno and comes_first(blocks[id(call)], around) and not removed.isdisjoint(_parts(source, assigned))
        and not _set_between(where, source, call.lineno, removal) for call, source in copies if id(call) in blocks)


@remembered
def _copies(where: ast.AST) -> tuple[tuple[ast.Call, ast.expr], ...]:
    """The copies that are statements of their own, each with what says the source."""
    found = []
    for node in nodes_in(where):
        value = node.value if isinstance(node, (ast.Expr, ast.Assign)) else None
        value = value.value if isinstance(value, ast.Await) else value
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _SOURCES:
            name, place = _SOURCES[value.func.attr]
            source = next((one.value for one in value.keywords if one.arg == name), None)
            if source is None and place is not None and len(value.args) > place:
                source = value.args[place]
            if source is not None:
                found.append((value, source))
    return tuple(found)


@remembered
def _assigned(where: ast.AST) -> dict[str, ast.expr]:
    """What the names hold that are given something once."""
    given: dict[str, list[ast.expr | None]] = {}
    for node in nodes_in(where):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            given.setdefault(node.targets[0].id, []).append(node.value)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
            given.setdefault(node.id, []).append(None)
    once = {name: next(filter(None, values), None) for name, values in given.items() if len(values) == 2 and None in values}
    return {name: value for name, value in once.items() if value is not None and not isinstance(value, ast.Constant)}


@remembered
def blocks_of(where: ast.AST) -> dict[int, tuple[tuple[ast.AST, str], ...]]:
    """The blocks that each call stands in, from outside: what they are of, and which of its blocks."""
    found: dict[int, tuple[tuple[ast.AST, str], ...]] = {}
    waiting: list[tuple[ast.AST, tuple[tuple[ast.AST, str], ...]]] = [(where, ())]
    while waiting:
        node, around = waiting.pop()
        if isinstance(node, ast.Call):
            found[id(node)] = around
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                block = (*around, (node, name)) if value and isinstance(value[0], (ast.stmt, ast.excepthandler)) else around
                waiting += [(one, block) for one in value if isinstance(one, ast.AST)]
            elif isinstance(value, ast.AST):
                waiting.append((value, around))
    return found


def comes_first(copy: tuple[tuple[ast.AST, str], ...], removal: tuple[tuple[ast.AST, str], ...]) -> bool:
    """Whether the copy was made whenever the removal is reached."""
    return all(block in removal or (block[1] == "body" and _has_run(block[0])) for block in copy)


def _has_run(owner: ast.AST) -> bool:
    """Whether a block has run to its end where what follows it is reached: of ``with``, and of a ``try`` that goes on only without an error."""
    if isinstance(owner, (ast.Try, ast.TryStar)):
        return all(handler.body and isinstance(handler.body[-1], _LEAVES) for handler in owner.handlers)
    return isinstance(owner, (ast.With, ast.AsyncWith))


def _keys(removal: ast.Call, assigned: dict[str, ast.expr]) -> Iterator[ast.expr]:
    """What says which thing a call removes: an argument, or what the method is called on."""
    named = [one.value for one in removal.keywords if one.arg in _KEYS]
    if named or removal.args:
        yield from named or removal.args[:1]
        return
    if isinstance(removal.func, ast.Attribute):
        of = removal.func.value
        yield of
        made = assigned.get(of.id) if isinstance(of, ast.Name) else of
        if isinstance(made, ast.Call) and made.args and isinstance(made.func, (ast.Name, ast.Attribute)) and (
                made.func.id if isinstance(made.func, ast.Name) else made.func.attr) in _NAMED:
            yield made.args[-1]


def _said(value: ast.expr, assigned: dict[str, ast.expr]) -> Iterator[ast.expr]:
    """An expression, and what a name stands for."""
    for _ in range(_MOST_STEPS):
        yield value
        if not isinstance(value, ast.Name) or value.id not in assigned:
            return
        value = assigned[value.id]


def _parts(source: ast.expr, assigned: dict[str, ast.expr]) -> set[str]:
    """Everything that the source of a copy is made of."""
    found: set[str] = set()
    for one in _said(source, assigned):
        for node in nodes_in(one):
            if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant)):
                found.update(ast.dump(inner) for inner in _said(node, assigned))
    return found


def _set_between(where: ast.AST, source: ast.expr, begin: int, removal: ast.Call) -> bool:
    """Whether a member or item that names what is removed gets another value between the copy and the removal."""
    used = {ast.dump(node) for node in nodes_in(removal) if isinstance(node, (ast.Attribute, ast.Subscript))}
    for node in nodes_in(where) if used else ():
        if isinstance(node, (ast.Assign, ast.AugAssign)) and begin < node.lineno < removal.lineno:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, (ast.Attribute, ast.Subscript)) and ast.dump(target).replace("Store()", "Load()") in used:
                    return True
    return False
