"""Modules that a repository brings along for Ansible: a task that bears the name of one runs it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from handover_generator.regexes import regex
from handover_generator.sources._starters.names import Mention, Names

_KEY = regex(r"([ \t]*(?:-[ \t]+)?)([a-z_]\w*):")
FOLDER = "library"
"""Where Ansible looks for them, beside a playbook and in a role."""


def own_modules(path: str, text: str, names: Names) -> Iterator[Mention]:
    """Where a task of a playbook, or of a role, is one of the modules beside it."""
    offset = 0
    column = -1                                            # of the keys of the task that a line belongs to
    for row in text.split("\n"):
        key = _KEY.match(row)
        if key is not None:
            here = key.end(1)
            column = here if key.group(1).strip() else -1 if here < column else column
            if here == column:
                for candidate in names.by_name.get(key.group(2) + ".py", ()):
                    if _lies_there(candidate, path):
                        yield Mention(candidate, offset + here, "module")
        offset += len(row) + 1


def _lies_there(candidate: str, path: str) -> bool:
    holder, _, folder = posixpath.dirname(candidate).rpartition("/")
    return folder == FOLDER and (not holder or path.startswith(holder + "/"))
