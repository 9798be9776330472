"""Regular expressions that are compiled when they are first used.

To compile all of a program's expressions takes a tenth of a run after a small change, which uses few of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from re import compile as regex
else:
    _METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")

    class _Waiting:
        """Stands for ``re.compile(...)``. Its methods are those of the compiled expression, put in place by the first look at any of them."""

        __slots__ = ("_flags", "pattern", *_METHODS)

        def __init__(self, written: str | bytes, flags: int) -> None:
            self.pattern = written
            self._flags = flags

        def __getattr__(self, name: str) -> Any:
            compiled = re.compile(self.pattern, self._flags)
            for method in _METHODS:
                setattr(self, method, getattr(compiled, method))
            return getattr(compiled, name)

    def regex(written: str | bytes, flags: int = 0) -> _Waiting:
        """As ``re.compile``; a mistake in ``written`` is raised at the first use."""
        return _Waiting(written, flags)


__all__ = ["regex"]
