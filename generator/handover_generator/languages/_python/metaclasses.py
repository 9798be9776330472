"""Classes that are made by a class of the repository (``metaclass=``, ``__metaclass__``): what that does with each of them, such as to keep it in
a table from which another part of the program takes all.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.values import Cls, Func, Map, Seq, Str, Values, join
from handover_generator.model.text import Text

if TYPE_CHECKING:
    from handover_generator.languages._python.class_members import ClassMembers
    from handover_generator.languages._python.definitions import Definitions

_STATED = "__metaclass__"
"""The attribute under which Python 2 finds it, and this reading in any case: heirs of a class are made by the same."""
_MADE = "@made"
"""The key under which the members of a class that is being made hold it."""
_ADDS = ("with_metaclass", "add_metaclass")
_MAKES = ("__new__", "__init__")


def bases_of(node: ast.ClassDef) -> list[ast.expr]:
    """The bases of a class as written: those of ``six.with_metaclass(Meta, Base)`` are what stands behind the first."""
    return [base for given in node.bases for base in (given.args[1:] if _adds(given) and isinstance(given, ast.Call) else [given])]


def make_class(frame: Definitions, cls: ClassInfo, node: ast.ClassDef) -> None:
    """Have a class made by its metaclass, where that is one of the repository."""
    stated = next((keyword.value for keyword in node.keywords if keyword.arg == "metaclass"), None)
    for given in (*node.bases, *node.decorator_list):
        if stated is None and _adds(given) and isinstance(given, ast.Call) and given.args:
            stated = given.args[0]
    if stated is not None:
        frame.engine.layer.put(frame.module, cls.attributes, _STATED, frame.eval(stated))
    found = cls.find(_STATED)
    for value in found[1] if found is not None else ():
        if not isinstance(value, Cls) or value.info is cls:
            continue
        members = Map((*cls.attributes.items(), (_MADE, (Cls(cls),))))
        made: list[Values] = [(Str(Text.of(cls.name)),), (Seq(tuple((Cls(base),) for base in cls.bases)),), (members,)]
        for name in _MAKES:
            hook = value.info.find(name)
            for function in hook[1] if hook is not None else ():
                if isinstance(function, Func):
                    maker = Func(function.info, None if name == "__new__" else Cls(cls), function.closure)
                    frame.call_value(maker, Arguments([(value,), *made] if name == "__new__" else made), node)


def of_metaclass(frame: ClassMembers, cls: ClassInfo, name: str, node: ast.AST) -> Values:
    """What a class has of the class that made it, as methods of its own (``Kind.by_value(3)``); nothing where that is none of the repository, or has
    no such method.
    """
    stated = cls.find(_STATED)
    out: list[Values] = []
    for maker in stated[1] if stated is not None else ():
        found = maker.info.find(name) if isinstance(maker, Cls) and maker.info is not cls else None
        for method in found[1] if found is not None else ():
            if not isinstance(method, Func) or method.info.is_static:
                continue
            bound = Func(method.info, maker if method.info.is_class_method else Cls(cls), method.closure)
            out.append(frame.call_value(bound, Arguments(), node) if method.info.is_property else (bound,))
    return join(*out) if out else ()


def made_by_type(node: ast.Call, arguments: Arguments) -> Values | None:
    """What ``super().__new__(...)`` gives in a metaclass, and ``type.__new__(...)``: the class that is being made. None for any other call."""
    if not isinstance(node.func, ast.Attribute) or node.func.attr != "__new__" or not arguments.positional:
        return None
    return next((held for value in arguments.positional[-1] if isinstance(value, Map) and (held := value.get(_MADE)) is not None), None)


def _adds(node: ast.expr) -> bool:
    name = node.func if isinstance(node, ast.Call) else None
    return (name.attr if isinstance(name, ast.Attribute) else name.id if isinstance(name, ast.Name) else "") in _ADDS
