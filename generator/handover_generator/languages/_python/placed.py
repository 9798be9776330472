"""Modules that are found beside a file only where it runs: a recipe of an image puts both into one folder, or something unseen does."""

from __future__ import annotations

import posixpath

from handover_generator.analysis.folders import is_test, is_vendored
from handover_generator.analysis.image_files import ImageFiles
from handover_generator.model.tracing import Tools


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
