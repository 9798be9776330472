"""Where files of the repository lie inside the images that are built from it: what COPY and ADD say, and what folders and names suggest."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from handover_generator.model.source import SourceFile
from handover_generator.records import record
from handover_generator.regexes import regex

_RECIPE = regex(r"(?:\A|/)(?:[\w-]+[._-])?(?:Dockerfile|Containerfile)(?:[._-][\w.-]+)?\Z", re.IGNORECASE)
_ORDER = regex(r"\s*(COPY|ADD|WORKDIR|FROM)\s+(.*)", re.IGNORECASE | re.DOTALL)
_FLAG = regex(r"--[\w-]+(?:=\S*)?\s+")
# Every project has files of these names: alone they prove nothing.
_COMMON = frozenset(("run", "setup", "install", "start", "stop", "init", "build", "deploy", "update", "test", "tests", "main", "common", "utils",
                     "env", "config", "functions", "activate", "profile"))
_SHELL = (".sh", ".bash", ".ksh", ".zsh", ".inc", ".functions", ".shlib")


@record(frozen=True, slots=True)
class Copied:
    """One source of a COPY: ``source`` is as written, ``target`` an absolute path inside the image, ``exact`` where it is a file's whole name."""

    recipe: str
    source: str
    target: str
    exact: bool


def is_recipe(path: str) -> bool:
    """Whether a path is a recipe of a container image by its name."""
    return bool(_RECIPE.search(path)) and not path.endswith((".md", ".dockerignore"))


def copied(recipe: str, text: str) -> Iterator[Copied]:
    """What a recipe copies from the build context, in order."""
    folder = "/"
    for order in re.sub(r"\\\r?\n", " ", text).split("\n"):
        match = _ORDER.match(order)
        if match is None:
            continue
        word, rest = match.group(1).upper(), match.group(2).strip()
        if word == "FROM":
            folder = "/"
        elif word == "WORKDIR":
            folder = posixpath.join(folder, rest.strip("\"'"))
        elif "--from" not in rest:
            words = _words(_FLAG.sub("", rest))
            for source in words[:-1]:
                if "://" not in source and "$" not in words[-1]:
                    yield Copied(recipe, source, posixpath.join(folder, words[-1]), not words[-1].endswith("/") and len(words) == 2)


def _words(rest: str) -> list[str]:
    if rest.startswith("["):
        try:
            listed = json.loads(rest)
        except ValueError:
            listed = []
        return [word for word in listed if isinstance(word, str)]
    return [word.strip("\"'") for word in rest.split()]


class ImageFiles:
    """Finds the repository file behind an absolute path inside an image.

    Args:
        files: all listed files by path.
    """

    def __init__(self, files: Mapping[str, SourceFile]) -> None:
        self._files = files

    def find(self, path: str, recipe: str | None = None) -> str | None:
        """The repository file at ``path`` inside an image; None where none is known.

        Args:
            path: absolute, normal.
            recipe: only this image; every recipe of the repository counts where it is None.
        """
        for copy in self._copies:
            if recipe is None or copy.recipe == recipe:
                for candidate in _candidates(copy, path):
                    if candidate in self._files:
                        return candidate
        return None

    def source(self, copy: Copied) -> str | None:
        """The one file that a recipe copies by its name."""
        ways = (posixpath.join(posixpath.dirname(copy.recipe), copy.source), copy.source)
        return next((way for way in map(posixpath.normpath, ways) if way in self._files), None)

    def by_name(self, path: str) -> str | None:
        """The only file of that name, for a shell script or library that something else than a recipe puts in its place."""
        name = posixpath.basename(path)
        clear = path.startswith("/") and name.endswith(_SHELL) and name.partition(".")[0] not in _COMMON
        found = self._by_name.get(name, ()) if clear else ()
        return found[0] if len(found) == 1 else None

    def ending(self, tail: str) -> list[str]:
        """Every file of the repository whose path ends with these folders and this name, but for one that is the tail itself."""
        return [path for path in self._by_name.get(posixpath.basename(tail), ()) if path.endswith("/" + tail)]

    @property
    def _copies(self) -> tuple[Copied, ...]:
        for path in self._recipes:
            self._files.get(path)                      # each answer is read from the recipes, for whoever notes what is looked into
        return self._all_copies

    @cached_property
    def _recipes(self) -> tuple[str, ...]:
        return tuple(path for path in sorted(self._files) if is_recipe(path))

    @cached_property
    def _all_copies(self) -> tuple[Copied, ...]:
        return tuple(copy for path in self._recipes for copy in copied(path, self._files[path].text or ""))

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        named: dict[str, list[str]] = {}
        for path in sorted(self._files):
            named.setdefault(posixpath.basename(path), []).append(path)
        return named


def _candidates(copy: Copied, path: str) -> Iterator[str]:
    """The repository paths that a copy may have put at ``path``: the build context is the recipe's folder or the root of the repository."""
    target = posixpath.normpath(copy.target)
    source = copy.source.removeprefix("./").strip("/")
    source = "" if source == "." else source
    inside = path[len(target):].lstrip("/") if path.startswith(target.rstrip("/") + "/") or target == "/" else None
    named: list[str] = []
    if path == target and copy.exact:
        named.append(source)
    if inside:
        named.append(posixpath.join(source, inside))             # a folder: what is in it
        if inside == posixpath.basename(source):
            named.append(source)                                 # a file, copied into a folder
    for name in named:
        yield posixpath.normpath(posixpath.join(posixpath.dirname(copy.recipe), name))
        yield posixpath.normpath(name)
