"""Records: dataclasses to the type checker, and at run time msgspec's Structs, which are made, compared and hashed in C.

A scan makes hundreds of thousands of values and compares them more often still, and defines some two hundred kinds of them before it starts. A
Struct takes a thirtieth of the time to define, a half to make and a quarter to compare (docs/decisions/0018-records-are-structs.md). ``record``
takes the options of ``dataclasses.dataclass``; fields are told by annotations, defaults and ``field(default=..., default_factory=...)``.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, is_dataclass
from dataclasses import fields as _fields
from dataclasses import replace as _replace
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from dataclasses import dataclass as record
    from dataclasses import field, replace
else:
    from dataclasses import field

    _KIND = type(msgspec.Struct)
    _OWN = ("__dict__", "__weakref__")

    def record(*, frozen: bool = False, eq: bool = True, order: bool = False, kw_only: bool = False, slots: bool = False) -> Any:
        """As ``dataclasses.dataclass``. A record without slots has room for what ``cached_property`` keeps."""

        def decorate(cls: type) -> type:
            made = {name: value for name, value in vars(cls).items() if isinstance(value, Field)}
            if any(not (value.compare and value.init) for value in made.values()):
                # A Struct is told apart by all its fields.
                return dataclass(eq=eq, order=order, kw_only=kw_only, slots=slots, unsafe_hash=frozen and eq)(cls)
            body = {name: value for name, value in vars(cls).items() if name not in _OWN}
            for name, value in made.items():
                if value.default_factory is not MISSING:
                    body[name] = msgspec.field(default_factory=value.default_factory)
                elif value.default is not MISSING:
                    body[name] = value.default
                else:
                    del body[name]
            return _KIND(cls.__name__, (msgspec.Struct,), body, frozen=frozen, eq=eq, order=order, kw_only=kw_only, dict=not slots)

        return decorate

    def replace(value: Any, /, **changes: Any) -> Any:
        """As ``dataclasses.replace``."""
        return msgspec.structs.replace(value, **changes) if isinstance(value, msgspec.Struct) else _replace(value, **changes)


def settle(value: Any, name: str, settled: object) -> None:
    """Set a field that the others decide, in ``__post_init__``: a frozen record keeps everybody else from it."""
    msgspec.structs.force_setattr(value, name, settled)


_NAMES: dict[type, tuple[str, ...]] = {}


def field_names(kind: type) -> tuple[str, ...]:
    """The names of a record's fields; none for any other type."""
    if issubclass(kind, msgspec.Struct):
        return kind.__struct_fields__
    if kind not in _NAMES:
        _NAMES[kind] = tuple(told.name for told in _fields(kind)) if is_dataclass(kind) else ()
    return _NAMES[kind]


__all__ = ["field", "field_names", "record", "replace", "settle"]
