"""Files that a function removes and writes anew further down: ``if exists("a.csv"): remove("a.csv")``, then ``open("a.csv", "w")``. That does what
the opening alone would do; nothing more is lost.

The same expression must be meant and keep its value in between, and nothing may leave the function on the way from the one to the other. Only what
lies where the program is run counts (``"a.csv"``, not ``"/srv/a.csv"``): elsewhere the file that is removed may be another's.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.moved_away import blocks_of
from handover_generator.languages._python.same_file import called, is_plain, removed_by, said_by
from handover_generator.languages._python.syntax import nodes_in, remembered

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Frame

_OPENS = frozenset({"open", "ZipFile", "TarFile", "GzipFile", "BZ2File", "LZMAFile", "fdopen"})
_WRITES = frozenset({
    "write_text", "write_bytes", "save", "savefig", "urlretrieve", "download_file", "download_to_filename", "get_contents_to_filename", "fget_object",
    "to_csv", "to_excel", "to_json", "to_parquet", "to_pickle", "to_file", "write_file",
})
"""Calls that leave a whole file under the name that they are given."""
_COPIES = frozenset({"copyfile", "copy2", "copy", "move"})
"""The same, but the first that they are given is what they read."""
_LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_EXITS = frozenset({"exit", "quit", "_exit", "abort"})
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_ENTERED = (ast.With, ast.AsyncWith, ast.Try)


def is_made_anew(frame: Frame, removal: ast.AST) -> bool:
    """Whether what a call removes is written anew whenever the removal has been reached."""
    if not isinstance(removal, ast.Call) or (removed := removed_by(removal)) is None or not (isinstance(removed, ast.Constant) or is_plain(removed)):
        return False
    where = frame.function.node if frame.function is not None else frame.module.tree
    blocks, dumped = blocks_of(where), ast.dump(removed)
    around = blocks.get(id(removal))
    return around is not None and any(
        write.lineno > removal.lineno and id(write) in blocks and _comes_later(around, blocks[id(write)])
        and any(ast.dump(one) == dumped for one in _into(write)) and not _turns_away(where, removed, removal, write)
        for write in _writes(where))


@remembered
def _writes(where: ast.AST) -> tuple[ast.Call, ...]:
    """The calls that write a file anew."""
    return tuple(node for node in nodes_in(where) if isinstance(node, ast.Call) and _writes_anew(node))


def _into(write: ast.Call) -> list[ast.expr]:
    """Everything that may say which file a call writes."""
    return list(write.args[1:]) if called(write) in _COPIES else said_by(write)


def _writes_anew(call: ast.Call) -> bool:
    name = called(call)
    if name not in _OPENS:
        return name in _WRITES or name in _COPIES
    named = [one.value for one in call.keywords if one.arg == "mode"]
    return any(isinstance(mode, ast.Constant) and isinstance(mode.value, str) and mode.value[:1] in ("w", "x") for mode in (*named, *call.args[:2]))


def _comes_later(removal: tuple[tuple[ast.AST, str], ...], write: tuple[tuple[ast.AST, str], ...]) -> bool:
    """Whether the write is come to whenever the removal was, and once for each."""
    return all(block in removal or (block[1] == "body" and isinstance(block[0], _ENTERED)) for block in write) and not any(
        isinstance(owner, _LOOPS) and (owner, name) not in write for owner, name in removal)


def _turns_away(where: ast.AST, removed: ast.expr, removal: ast.Call, write: ast.Call) -> bool:
    """Whether something between the two leaves, or gives the name another value."""
    names = {node.id for node in nodes_in(removed) if isinstance(node, ast.Name)}
    members = {node.attr for node in nodes_in(removed) if isinstance(node, ast.Attribute)}
    for node in nodes_in(where):
        if not removal.lineno < getattr(node, "lineno", 0) <= write.lineno:
            continue
        if isinstance(node, _LEAVES) or (isinstance(node, ast.Call) and called(node) in _EXITS):
            return True
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, (ast.Store, ast.Del)) and (
                node.id in names if isinstance(node, ast.Name) else node.attr in members):
            return True
    return False
