"""Applications of a project that are called like a package everybody knows: which of the two an import means."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from handover_generator.model.tracing import Reads, Tools, noted
from handover_generator.regexes import regex

_APPS = r"(?:\A|/)\w+/apps\.py\Z"
_COMMANDS = "/management/commands/"
_NAMED = regex(r"^\s+name\s*(?::\s*str\s*)?=\s*[\"'](\w+)[\"']")


class OwnApplications:
    """The folders that hold a project's applications, as Python's search path has them."""

    def __init__(self, tools: Tools, paths: set[str]) -> None:
        self.tools = tools
        self._paths = paths
        self._projects = tuple(sorted({posixpath.dirname(path) for path in paths if posixpath.basename(path) == "manage.py"}))
        self._read: tuple[dict[str, tuple[str, ...]], Reads] | None = None

    def folders(self, name: str, importer: str) -> Iterator[str]:
        """The folders in which what is imported as ``name`` would be the project's own for a file, surest first: beside ``manage.py``, for Python
        looks there before it looks for what is installed; where an application says that it is called so (``class ShopConfig(AppConfig): name =
        "shop"``); and for an application's own commands, where they ask for a module of it, the folder of the application.
        """
        first, dot, _ = name.partition(".")
        for project in self._projects:
            if _is_below(importer, project) and posixpath.join(project, first, "__init__.py") in self._paths:
                yield project
        for folder in self._stated().get(first, ()):
            if _is_below(importer, self._project_of(folder)):
                yield folder
        before, found, _ = importer.partition(f"/{first}{_COMMANDS}")
        if found and dot:
            yield before

    def _project_of(self, folder: str) -> str:
        """The nearest folder of a ``manage.py`` above a folder, else the folder itself."""
        above = [project for project in self._projects if _is_below(f"{folder}/", project)]
        return max(above, key=len) if above else folder

    def _stated(self) -> dict[str, tuple[str, ...]]:
        """The folders of the applications that say what they are called where it is the name of their folder alone."""
        if self._read is None:
            with noted(self.tools) as reads:
                found: dict[str, tuple[str, ...]] = {}
                for path in self.tools.files.like(_APPS):
                    folder, _, name = posixpath.dirname(path).rpartition("/")
                    text = self.tools.files[path].text or ""
                    if folder and "AppConfig" in text and name in (one for line in text.splitlines() for one in _NAMED.findall(line)):
                        found[name] = (*found.get(name, ()), folder)
                self._read = found, reads
        self.tools.reads.add(self._read[1])
        return self._read[0]


def _is_below(path: str, folder: str) -> bool:
    return not folder or path.startswith(folder + "/")
