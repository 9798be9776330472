"""Classes of the repository with a type in brackets: ``Store[int]`` is made and called like ``Store``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import UNKNOWN, Api, Cls, Func, Seq, Values, join

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Frame
    from handover_generator.languages._python.program import ClassInfo

_PLAIN = frozenset({"ABCMeta", "type", "GenericMeta", "ModelMetaclass"})
"""Classes of classes that leave the brackets to types."""

_ROWS = ("peewee.", "playhouse.", "pony.")
"""Packages whose tables are asked for a row that way."""


def of_type(frame: Frame, value: Cls, key: Values, node: ast.AST) -> Values:
    """``cls[key]``: the class itself, unless it says what it makes of the brackets."""
    own = value.info.find("__class_getitem__")
    if own is not None:
        return join(*(frame.call_value(Func(function.info, value, function.closure), Arguments([key]), node)
                      for function in own[1] if isinstance(function, Func))) or UNKNOWN
    if any(base.path.startswith(_ROWS) for base in value.info.external_bases()):
        return UNKNOWN
    return (value,) if all(_leaves_brackets(cls) for cls in value.info.linear()) else UNKNOWN


def typed(name: str, key: Values) -> Values:
    """The classes that ``Annotated[Session, ...]`` stands for, and ``Optional[Session]`` or ``Union[...]``."""
    held = [join(*(value.items[:1] if name == "Annotated" else value.items)) if isinstance(value, Seq) and value.exact else (value,) for value in key]
    return tuple(value for value in join(*held) if isinstance(value, (Api, Cls)))


def _leaves_brackets(cls: ClassInfo) -> bool:
    return all(keyword.arg != "metaclass" or ast.unparse(keyword.value).rpartition(".")[2] in _PLAIN for keyword in cls.node.keywords)
