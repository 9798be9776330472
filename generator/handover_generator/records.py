"""Records: dataclasses that the type checker holds to be frozen, and that cost at run time what plain ones do.

``@record(frozen=True)`` is ``@dataclass(frozen=True)`` to mypy, which sees every assignment of this program. At run time the guard is left
out: a frozen dataclass sets each field through ``object.__setattr__``, which makes a value two to three times as dear to make, and a scan makes
hundreds of thousands. Such a value is hashed and compared by its fields, as a frozen dataclass is.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass

    def record(*, frozen: bool = False, eq: bool = True, **options: Any) -> Any:
        """As ``dataclasses.dataclass``, without the guard against changes."""

        def decorate(cls: type) -> type:
            hashed = frozen and eq and "__hash__" not in cls.__dict__
            return dataclass(eq=eq, unsafe_hash=hashed, **options)(cls)

        return decorate


_NAMES: dict[type, tuple[str, ...]] = {}


def field_names(kind: type) -> tuple[str, ...]:
    """The names of a record's fields, worked out once for each class; none for any other type."""
    names = _NAMES.get(kind)
    if names is None:
        names = _NAMES[kind] = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
    return names


__all__ = ["field_names", "record"]
