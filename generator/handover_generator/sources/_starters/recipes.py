"""Recipes of make, just and task, where a line names one as something to run: ``make reset-db`` starts the Makefile there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from handover_generator.analysis.recipe_files import RecipeFiles
from handover_generator.regexes import regex
from handover_generator.sources._starters.names import Mention

_WORDS = r"((?:[\"']?,?[ \t]+[\"']?[\w./:=@%+-]+)+)"
_RUNS: dict[str, re.Pattern[str]] = {
    "make": regex(r"(?<![\w./$-])(?<!\$\()g?make\b" + _WORDS),
    "just": regex(r"(?<![\w./$-])just\b" + _WORDS),
    "task": regex(r"(?<![\w./$-])(?:go-)?task\b" + _WORDS),
}
_WORD = regex(r"[\w./:=@%+-]+")
_FOLDER = ("-C", "--directory", "-d", "--dir", "--working-directory")
_FILE = ("-f", "--file", "--makefile", "--justfile", "-t", "--taskfile")
_CHANGED = regex(r"(?:\bcd|\bpushd|working[-_]directory:)[ \t]+[\"']?([\w./-]+)")
_MOST = 200
"""Letters of the line before a mention in which a change of folder is looked for."""


def mentions(path: str, text: str, recipes: RecipeFiles) -> Iterator[Mention]:
    """Where a text runs a recipe of one of the files."""
    for tool, files in recipes.items():
        if f"{tool} " not in text and f'{tool}"' not in text and f"{tool}'" not in text:
            continue
        for match in _RUNS[tool].finditer(text):
            folder, file, names = _said(_WORD.findall(match.group(1)))
            if not names:
                continue
            before = text[max(0, match.start() - _MOST) : match.start()].rpartition("\n")[2]
            for start in _starts(path, before, folder):
                found = _held(files, posixpath.normpath(posixpath.join(start, file)) if file else "", start)
                if found is not None and not found[1].isdisjoint(names):
                    yield from (Mention(found[0], match.start(), "task", name) for name in dict.fromkeys(names) if name in found[1])
                    break


def _held(files: Mapping[str, tuple[str, frozenset[str]]], file: str, folder: str) -> tuple[str, frozenset[str]] | None:
    if file:
        return next((held for held in files.values() if held[0] == file), None)
    return files.get("" if folder == "." else folder)


def _said(words: list[str]) -> tuple[str, str, list[str]]:
    """The folder and the file that a command line names, and its other words but options and settings."""
    folder = file = ""
    names: list[str] = []
    rest = iter([part for word in words for part in (word.split("=", 1) if word.startswith("--") else [word])])
    for word in rest:
        if word in _FOLDER:
            folder = next(rest, "")
        elif word in _FILE:
            file = next(rest, "")
        elif not word.startswith("-") and "=" not in word:
            names.append(word.rstrip(".,:"))
    return folder, file, names


def _starts(path: str, before: str, folder: str) -> list[str]:
    """The folders in which a line may mean its command to run, the likeliest first."""
    own = posixpath.dirname(path)
    changed = [match.group(1) for match in _CHANGED.finditer(before)][-1:]
    bases = [base for each in changed if not each.startswith("/") for base in (posixpath.join(own, each), each)] or [own, ""]
    return list(dict.fromkeys(posixpath.normpath(posixpath.join(base, folder)) for base in bases))
