"""Makefiles: each target that people run by name (``make reset-db``)."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.analysis.folders import interpreter_language
from handover_generator.analysis.makefile_reading import read_makefile
from handover_generator.analysis.recipe_files import MAKEFILES
from handover_generator.languages import _recipes
from handover_generator.model.source import SourceFile
from handover_generator.model.tracing import Tools


def claims(file: SourceFile) -> bool:
    """Whether make reads a file without being told to, or by its first line (``#!/usr/bin/make -f``)."""
    return file.name in MAKEFILES or (file.first_line.startswith("#!") and interpreter_language(file.first_line) == "Make")


def entries(path: str, tools: Tools) -> Sequence[_recipes.Entry]:
    """The targets of a Makefile and of those that it includes."""

    def text_of(other: str) -> str | None:
        file = tools.files.get(other)
        return file.text or "" if file is not None else None

    return [_recipes.Entry(goal.name, goal.at, goal.says) for goal in read_makefile(text_of(path) or "", path, text_of).goals()]


def words(path: str, name: str) -> Sequence[str]:
    """The command line of a target. A file of another name runs where it is called from."""
    folder, _, own = path.rpartition("/")
    if own not in MAKEFILES:
        return ("make", "-f", path, name)
    return ("make", "-C", folder, "-f", own, name) if folder else ("make", "-f", own, name)


LANGUAGE = _recipes.language(_recipes.Tool(language="make", entries=entries, words=words), claims,
                             lambda text, path: bool(read_makefile(text, path).goals()))
