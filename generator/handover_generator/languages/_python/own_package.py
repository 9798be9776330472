"""A repository that is a package itself: its top folder holds an ``__init__.py``, and its modules import each other by the name that the folder has
where it is checked out (``import shop.core.rows`` is ``core/rows.py``). That name stands in no path; the settings tell it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set

from handover_generator.model.tracing import Reads, Tools, noted
from handover_generator.regexes import regex

_TOP = "__init__.py"
_TELLING = r"\A(?:(?:manage|wsgi|asgi|settings|setup|celery\w*)\.py|settings/\w+\.py)\Z"
_NAMED = regex(r"[\"']([A-Za-z]\w*)\.(\w+)(?:\.\w+)*[\"']")
_LEAST = 2
"""How many modules of the top folder the settings must name so: one may be chance."""


class OwnPackage:
    """The name under which a repository imports itself, read once."""

    def __init__(self, tools: Tools, folders: Set[str]) -> None:
        self.tools = tools
        self._folders = folders
        self._read: tuple[frozenset[str], Reads] | None = None

    def rest(self, name: str) -> str | None:
        """What a dotted name says below the top folder ('' for the package itself); None where it does not begin with the repository's name."""
        if _TOP not in self.tools.files:
            return None
        first, _, rest = name.partition(".")
        return rest if first in self._names() else None

    def _names(self) -> frozenset[str]:
        if self._read is None:
            with noted(self.tools) as reads:
                seen: dict[str, set[str]] = defaultdict(set)
                for path in self.tools.files.like(_TELLING):
                    for first, second in _NAMED.findall(self.tools.files[path].text or ""):
                        if second in self._folders or f"{second}.py" in self.tools.files:
                            seen[first].add(second)
                self._read = frozenset(first for first, seconds in seen.items() if len(seconds) >= _LEAST), reads
        self.tools.reads.add(self._read[1])
        return self._read[0]
