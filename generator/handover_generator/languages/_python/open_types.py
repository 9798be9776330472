"""Annotations that name no type: ``Any``, a type variable, ``Callable``. Which function is called is not told by "any function"."""

from __future__ import annotations

_OPEN = tuple(f"{package}.{name}" for package in ("typing", "typing_extensions")
              for name in ("TypeVar()", "ParamSpec()", "NewType()", "Any", "AnyStr", "Callable"))
_FUNCTIONS = ("collections.abc.Callable", "types.FunctionType", "types.MethodType", "types.LambdaType")


def names_no_type(path: str) -> bool:
    """Whether what is known under a ``path`` outside of the repository, where an annotation stands, leaves open what the value is."""
    return path.startswith(_OPEN) or path in _FUNCTIONS
