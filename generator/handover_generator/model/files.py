"""The files of a repository, and what may be asked of all of them at once.

A question is text (``"at bin/run.sh"``), so that what was asked can be kept beside what followed from it, and asked again of other files.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType

from handover_generator.model.source import SourceFile

SITE_MARKER = ".handover-site"
"""The file that shows a folder to be a site of ours: the writer replaces only such folders, and a walk passes them over."""
MOST_LINKS = 8
_OF_PACKAGES = frozenset({"__init__.py", "__main__.py"})


def at(path: str) -> str:
    """The question whether there is a file of this path."""
    return "at " + path


def called(name: str) -> str:
    """The question for all files of this name. A name with '/' at its end is that of a package: for the folders of that name with Python
    somewhere in them, and for the files that make packages of them.
    """
    return "called " + name


def linked(path: str) -> str:
    """The question for the file that a symbolic link of this path, or one among its folders, leads to inside the repository."""
    return "linked " + path


def like(pattern: str) -> str:
    """The question for all paths in which a regular expression is found."""
    return "like " + pattern


class Files(Mapping[str, SourceFile]):
    """Path to file. Answers are in the order of paths.

    Args:
        files: all listed files by path.
        links: where symbolic links lead that stay inside, by path; nothing is listed under those.
    """

    def __init__(self, files: Mapping[str, SourceFile], links: Mapping[str, str] = MappingProxyType({})) -> None:
        self._files = files
        self._links = links
        self._named: dict[str, list[str]] = {}
        self._found: dict[str, tuple[str, ...]] = {}
        self._ways: Mapping[str, Callable[[str], tuple[str, ...]]] = {"at": self._at, "called": self._called, "like": self._like,
                                                                      "linked": self._linked}

    @property
    def unwatched(self) -> Mapping[str, SourceFile]:
        """The same files for whoever notes what is read and asked otherwise."""
        return self._files

    def called(self, name: str) -> tuple[str, ...]:
        """The answer to that question."""
        return self.answer(called(name))

    def behind(self, path: str) -> str | None:
        """The listed file that a path names, itself or through a symbolic link; None where there is none."""
        return path if path in self else self.through_link(path)

    def through_link(self, path: str) -> str | None:
        """The listed file that a path leads to through a symbolic link in it; None where there is none."""
        return next(iter(self.answer(linked(path))), None) if self._links else None

    def like(self, pattern: str) -> tuple[str, ...]:
        """The answer to that question."""
        return self.answer(like(pattern))

    def matching(self, pattern: str) -> tuple[str, ...]:
        """The paths that a pattern of the shell stands for: ``*`` and ``?`` within one folder, ``**/`` for any number of folders."""
        pieces = {"**/": r"(?:[^/]+/)*", "*": r"[^/]*", "?": r"[^/]"}
        inside = "".join(pieces.get(mark) or re.escape(mark) for mark in re.findall(r"\*\*/|.", pattern, re.DOTALL))
        return self.like(rf"\A{inside}\Z")

    def answer(self, question: str) -> tuple[str, ...]:
        """The paths that answer a question of this module; none for any other text."""
        kind, _, what = question.partition(" ")
        way = self._ways.get(kind)
        return way(what) if way is not None else ()

    @cached_property
    def _paths(self) -> list[str]:
        return sorted(self._files)

    def _at(self, path: str) -> tuple[str, ...]:
        return (path,) if path in self._files else ()

    def _called(self, name: str) -> tuple[str, ...]:
        if not self._named:
            self._named = _by_name(self._paths)
        return tuple(self._named.get(name, ()))

    def _linked(self, path: str) -> tuple[str, ...]:
        for _ in range(MOST_LINKS):                      # of those that lead to each other
            ends = [index for index, sign in enumerate(path) if sign == "/"] + [len(path)]
            end = next((each for each in ends if path[:each] in self._links), None)
            if end is None:
                return self._at(path)
            path = self._links[path[:end]] + path[end:]
        return ()

    def _like(self, pattern: str) -> tuple[str, ...]:
        found = self._found.get(pattern)
        if found is None:
            seek = re.compile(pattern)
            found = self._found[pattern] = tuple(filter(seek.search, self._paths))
        return found

    def __getitem__(self, path: str) -> SourceFile:
        return self._files[path]

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


class WatchedFiles(Files):
    """Files that tell what is read of them.

    Args:
        files: all listed files by path.
        read: is told each path that was looked into.
        asked: is told each question about all files; to go through all paths is one, too.
        links: where symbolic links lead.
    """

    def __init__(self, files: Mapping[str, SourceFile], read: Callable[[str], None], asked: Callable[[str], None],
                 links: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(files, links)
        self._read = read
        self._asked = asked

    def answer(self, question: str) -> tuple[str, ...]:
        """As for all files."""
        self._asked(question)
        return super().answer(question)

    def __getitem__(self, path: str) -> SourceFile:
        file = self._files.get(path)
        if file is None:
            self._asked(at(path))
            raise KeyError(path)
        self._read(path)
        return file

    def __contains__(self, path: object) -> bool:
        self._asked(at(str(path)))
        return path in self._files

    def __iter__(self) -> Iterator[str]:
        self._asked(like(""))
        return iter(self._files)


def _by_name(paths: Iterable[str]) -> dict[str, list[str]]:
    """The answers to ``called``, from all paths in their order."""
    named: dict[str, list[str]] = {}
    folders: set[str] = set()
    for path in paths:
        folder, name = posixpath.split(path)
        named.setdefault(name, []).append(path)
        if name in _OF_PACKAGES:
            named.setdefault(posixpath.basename(folder) + "/", []).append(path)
        while name.endswith(".py") and folder and folder not in folders:
            folders.add(folder)
            named.setdefault(posixpath.basename(folder) + "/", []).append(folder + "/")
            folder = posixpath.dirname(folder)
    return named
