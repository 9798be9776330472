"""The files of recipes in a repository, and what people can run of each by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handover_generator.analysis.makefile_reading import read_makefile
from handover_generator.analysis.task_files import go_task, just
from handover_generator.model.source import SourceFile

MAKEFILES = frozenset(("GNUmakefile", "makefile", "Makefile"))
"""What make reads without being told to."""
RecipeFiles = Mapping[str, Mapping[str, tuple[str, frozenset[str]]]]
"""Tool, then folder, to the file there and the names of its recipes."""


def recipe_files(files: Mapping[str, SourceFile]) -> dict[str, dict[str, tuple[str, frozenset[str]]]]:
    """All files of recipes that their tool finds by itself; of several in one folder, the one that it takes."""

    def text_of(path: str) -> str | None:
        file = files.get(path)
        return file.text or "" if file is not None else None

    def goals(path: str, text: str) -> frozenset[str]:
        return frozenset(goal.name for goal in read_makefile(text, path, text_of).goals())

    found: dict[str, dict[str, tuple[str, frozenset[str]]]] = {}
    for path in sorted(files):
        folder, _, name = path.rpartition("/")
        tool, names_of = _BY_NAME.get(name, ("make", goals) if name in MAKEFILES else (None, goals))
        text = files[path].text if tool is not None else None
        if tool is not None and text and folder not in found.setdefault(tool, {}):
            found[tool][folder] = path, names_of(path, text)
    return found


def _reading(read: Callable[[str], Mapping[str, object]]) -> Callable[[str, str], frozenset[str]]:
    return lambda path, text: frozenset(read(text))


_BY_NAME: dict[str, tuple[str | None, Callable[[str, str], frozenset[str]]]] = {
    name: (tool, _reading(format_.FILE.read)) for tool, format_ in (("just", just), ("task", go_task)) for name in format_.FILE.names}
