"""Classes of the repository that are a kind of list or set: what is put into their objects is what going through them gives."""

from __future__ import annotations

import ast

from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.values import Inst

MEMBERS = "[]"
"""The name under which an object keeps its members."""
INTO_LISTS = frozenset({"append", "appendleft", "extend", "insert", "add", "update"})
_LISTS = frozenset({"list", "set", "deque", "UserList", "MutableSequence", "OrderedSet"})


def base_names(info: ClassInfo) -> set[str]:
    """The last names of all bases that a class and those above it are written with, built-in ones among them."""
    bases = [base.value if isinstance(base, ast.Subscript) else base for cls in info.linear() for base in cls.node.bases]
    return {base.attr if isinstance(base, ast.Attribute) else base.id for base in bases if isinstance(base, (ast.Attribute, ast.Name))}


def is_own_list(value: Inst) -> bool:
    """Whether an object is of a class made from a list or a set."""
    return not _LISTS.isdisjoint(base_names(value.info))
