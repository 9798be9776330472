"""Modules that are found beside a file only where it runs: a recipe of an image puts both into one folder, or something unseen does; or what
installs the repository calls its folder of sources otherwise (``shop.tools.store.rows`` is ``src/store/rows.py``).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property

from handover_generator.analysis.folders import is_test, is_vendored
from handover_generator.analysis.image_files import ImageFiles
from handover_generator.model.tracing import Tools
from handover_generator.regexes import regex

_DECLARES = regex(r"(?:\A|/)(?:[\w.-]*requirements[\w.-]*\.(?:txt|in)|requirements/[\w.-]+\.(?:txt|in)|pyproject\.toml|setup\.(?:py|cfg)|Pipfile"
                  r"|environment\.ya?ml|poetry\.lock|uv\.lock)\Z")
"""Files that say what is installed from elsewhere."""
_LEAST_NAMED = 2
"""Parts of a module's name that its path must have, so that it is no other of the same name."""


class Placed:
    """Finds the file of a module by where recipes put it, else by its name alone."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self._images = ImageFiles(tools.files)

    def find(self, name: str, importer: str) -> str | None:
        """The file of the module ``name`` for the file ``importer``: in the same folder of an image, or else the only one of so clear a name."""
        relative = name.replace(".", "/")
        for candidate in (f"{relative}.py", f"{relative}/__init__.py"):
            if (found := self._images.beside(candidate, importer)) is not None:
                return found
        alone = [path for path in self.tools.files.called(f"{name}.py") if not is_vendored(path) and not is_test(path) and path != importer]
        return alone[0] if len(alone) == 1 and "_" in name.strip("_") and posixpath.dirname(alone[0]) else None

    def renamed(self, name: str, importer: str) -> str | None:
        """The file of the module ``name`` in a folder above the file ``importer`` that is called otherwise where it is installed. None for what is
        installed from elsewhere.
        """
        parts = name.split(".")
        if len(parts) <= _LEAST_NAMED or self._is_declared(parts[0]):
            return None
        for begin in range(1, len(parts) - _LEAST_NAMED + 1):
            relative = "/".join(parts[begin:])
            for folder in _above(importer):
                for candidate in (f"{folder}{relative}.py", f"{folder}{relative}/__init__.py"):
                    if candidate in self.tools.files and candidate != importer:
                        return candidate
        return None

    def _is_declared(self, root: str) -> bool:
        named = re.escape(root)
        return root.lower() in self._declared and re.search(
            rf"^[ \t-]*{named}[ \t]*(?:[=<>~!\[;#@]|$)|[\"']{named}[ \t]*[=<>~!\[;\"']", self._declared, re.IGNORECASE | re.MULTILINE) is not None

    @cached_property
    def _declared(self) -> str:
        return "\n".join(self.tools.files[path].text or "" for path in self.tools.files if _DECLARES.search(path)).lower()


def _above(path: str) -> Iterator[str]:
    """The folders that a file lies in, innermost first, with a slash behind each; the top is ""."""
    folder = posixpath.dirname(path)
    while folder:
        yield f"{folder}/"
        folder = posixpath.dirname(folder)
    yield ""
