"""Folders that a project puts on Python's search path for all of its code: where ``manage.py`` or the settings say so.

Whatever runs in such a project runs after them, a management command in another folder as well.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from handover_generator.model.tracing import Reads, Tools, noted
from handover_generator.regexes import regex

_EARLY = r"(?:\A|/)(?:(?:manage|wsgi|asgi|settings)\.py|settings/\w+\.py)\Z"
_EDIT = regex(r"^\s*sys\.path\.(?:insert|append)\(.*[\"'](?:[^\"']*\})?/?([\w./-]*\w)/?[\"']\W*$", re.MULTILINE)


class SearchPath:
    """What the early modules of a repository's projects put on the path, read once."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self._read: tuple[tuple[str, ...], Reads] | None = None

    def folders(self, holding_python: set[str]) -> tuple[str, ...]:
        """Folders of the repository, in the order of the files that name them. Of a path that is computed, its last part counts, in the
        nearest folder above the file that has one of that name.
        """
        if self._read is None:
            with noted(self.tools) as reads:
                self._read = tuple(dict.fromkeys(self._named(holding_python))), reads
        self.tools.reads.add(self._read[1])
        return self._read[0]

    def _named(self, holding_python: set[str]) -> Iterator[str]:
        for path in self.tools.files.like(_EARLY):
            for named in _EDIT.findall(self.tools.files[path].text or ""):
                folder = posixpath.dirname(path)
                while (inside := posixpath.normpath(posixpath.join(folder, named))) not in holding_python and folder:
                    folder = posixpath.dirname(folder)
                if inside in holding_python:
                    yield inside
