"""Members of enumerations. Each is read as its value; one whose methods are asked for is an instance of its class."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import LIMIT, Cls, Func, Inst, Str, Values
from handover_generator.model.text import Text

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Frame
    from handover_generator.languages._python.program import ClassInfo

_KINDS = ("Enum", "Flag", "Choices")


def is_enumeration(info: ClassInfo) -> bool:
    """Whether a class is made from one of the standard library or of Django."""
    return any(base.path.startswith(("enum.", "django.")) and base.path.endswith(_KINDS) for base in info.external_bases())


def each_member(members: Frame, info: ClassInfo) -> Values:
    """What a loop over an enumeration goes through; any instance, where there are many."""
    names = [name for name, values in info.attributes.items() if not name.startswith("_") and not any(isinstance(v, Func) for v in values)]
    return tuple(_member(members, info, name) for name in names) if 0 < len(names) <= LIMIT else (Inst(info),)


def member_at(members: Frame, info: ClassInfo, key: Values) -> Values:
    """``Mode[key]``."""
    name = literal(key)
    return (_member(members, info, name),) if name is not None and name in info.attributes else each_member(members, info)


def method_of_member(members: Frame, name: str, node: ast.AST) -> Values | None:
    """``Mode.RESET.act``: the method of the class of a member that was read as its value; None where it is none."""
    place = node.value if isinstance(node, ast.Attribute) else None
    if not isinstance(place, ast.Attribute) or not isinstance(place.value, ast.Name):
        return None
    found = next((value.info for value in members.lookup(place.value.id) or () if isinstance(value, Cls)), None)
    if found is None or not is_enumeration(found) or found.find(name) is None or place.attr not in found.attributes:
        return None
    return members.member((_member(members, found, place.attr),), name, node)


def _member(members: Frame, info: ClassInfo, name: str) -> Inst:
    """The instance that a name of an enumeration stands for, which knows its name and its value."""
    made = Inst(info, f"member {name}")
    for key, values in (("value", info.attributes[name]), ("name", (Str(Text.of(name)),))):
        members.engine.layer.put(info.module, info.heap, (made.site, key), values)
    return made
