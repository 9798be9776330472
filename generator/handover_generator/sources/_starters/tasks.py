"""Mentions of tasks: ``invoke deploy``, ``fab -H web1 restart``. They start the file that holds the tasks of a folder."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from handover_generator.regexes import regex

_RUNNERS = {"invoke": "tasks", "inv": "tasks", "fab": "fabfile"}
_COLLECTION = regex(r"(?:\A|.*/)(tasks|fabfile)(?:/__init__)?\.py\Z")
_CALL = regex(r"(?:^[ \t]*(?:(?:-|\$|run:|@|RUN|CMD)[ \t]*)*|[;&|`(\[\"'][ \t]*|\b(?:exec|sudo|time|run)[ \t]+)(invoke|inv|fab)((?:[ \t]+-[^\s`;&|]+"
              r"(?:[ \t]+[\w.,@/-]+(?=[ \t]+[a-z]))?)*)[ \t]+[a-z][\w.-]*(?=[ \t]*(?:$|[-<{;&|`\"'\\#)]|\w+:))", re.MULTILINE)
_FOLDERS = regex(r"(?:-c|-r|--search-root|-f|--fabfile)\b")


class TaskFiles:
    """The files of a repository that hold tasks, by what runs them."""

    def __init__(self, candidates: Iterable[str]) -> None:
        self._found: dict[str, list[str]] = {}
        for path in sorted(candidates):
            match = _COLLECTION.match(path)
            if match is not None:
                self._found.setdefault(match.group(1), []).append(path)

    def mentions(self, path: str, text: str) -> Iterator[tuple[str, int]]:
        """(file of tasks, offset) of each call in ``text``, the text of ``path``: of its own folder, or one above, or the only one."""
        if not self._found or not any(word in text for word in _RUNNERS):
            return
        for match in _CALL.finditer(text):
            files = self._found.get(_RUNNERS[match.group(1)], [])
            near = [file for file in files if path.startswith(_folder(file))]
            chosen = max(near, key=len, default=files[0] if len(files) == 1 else None)
            if chosen is not None and not _FOLDERS.search(match.group(2)):
                yield chosen, match.start(1)


def _folder(file: str) -> str:
    folder = posixpath.dirname(file.replace("/__init__.py", ".py"))
    return folder + "/" if folder else ""
