"""Names that are changed without being written: ``globals().update(loaded)``, ``vars(settings)[name] = value``.

What they held before decides nothing.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import Map, Mod, Values
from handover_generator.model.text import Hole, Text

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Frame

_CHANGE = frozenset({"update", "setdefault", "__setitem__", "pop", "clear"})
_ANY = Text((Hole("unknown", "name"),))


def called_to_change(frame: Frame, node: ast.Call, arguments: Arguments) -> None:
    """``vars(settings).update(loaded)``: each name that is not known to stay may be another thing from here on."""
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in _CHANGE:
        return
    owners = _names_of(frame, node.func.value)
    if not owners:
        return
    given = arguments.get(0) if node.func.attr == "update" else None
    if given and len(given) == 1 and isinstance(known := given[0], Map) and not known.rest and not arguments.keywords:
        for name, values in known.entries:
            frame.store_member(owners, name, values)
    else:
        frame.store_any(owners, _ANY)


def changed_item(frame: Frame, target: ast.Subscript, key: str | None, values: Values) -> None:
    """``globals()[name] = value``."""
    owners = _names_of(frame, target.value)
    if owners and key is not None:
        frame.store_member(owners, key, values)
    elif owners:
        frame.store_any(owners, _ANY)


def changed_by_stars(frame: Frame) -> None:
    """``from local import *`` of a module that is not here: it may give any name of this one something else."""
    frame.store_any((Mod(frame.module),), _ANY)


def _names_of(frame: Frame, node: ast.expr) -> Values:
    """Whose names a dictionary of names is; nothing where it is none."""
    if isinstance(node, ast.Attribute) and node.attr == "__dict__":
        return frame.eval(node.value)
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("globals", "locals", "vars")):
        return ()
    if node.func.id == "vars" and len(node.args) == 1:
        return frame.eval(node.args[0])
    if not node.args and (node.func.id == "globals" or frame.function is None):
        return (Mod(frame.module),)
    return ()
