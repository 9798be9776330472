"""Objects that become text: printing one, or putting it into another text, calls its ``__str__`` or ``__repr__``."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from handover_generator.languages._python.values import Inst, Seq, Values

if TYPE_CHECKING:
    from handover_generator.languages._python.class_members import ClassMembers
    from handover_generator.languages._python.program import ClassInfo

_STR, _REPR = "__str__", "__repr__"
_BEHIND = {"__format__": _STR, _STR: _REPR}
_MOST_MEMBERS = 8


def special_method(info: ClassInfo, name: str) -> str:
    """The method that Python calls for ``name``: where the class has none of that name, the one behind it."""
    while name in _BEHIND and info.find(name) is None:
        name = _BEHIND[name]
    return name


def as_text(frame: ClassMembers, values: Values, node: ast.AST, method: str = _STR) -> None:
    """The methods run by which each object among the values becomes text; of a list it is the ``__repr__`` of its members."""
    for value in values:
        if isinstance(value, Inst):
            frame.dunder(value, special_method(value.info, method), node, [])
        elif isinstance(value, Seq):
            for member in value.items[:_MOST_MEMBERS]:
                as_text(frame, tuple(one for one in member if isinstance(one, Inst)), node, _REPR)


def each_as_text(frame: ClassMembers, several: Iterable[Values], node: ast.AST) -> None:
    """The same of several arguments."""
    for values in several:
        as_text(frame, values, node)


def parts_as_text(frame: ClassMembers, values: Values, node: ast.AST) -> None:
    """The same of what stands behind ``%``: an object, or a tuple of what is put in."""
    for value in values:
        each_as_text(frame, value.items[:_MOST_MEMBERS] if isinstance(value, Seq) else ((value,),), node)
