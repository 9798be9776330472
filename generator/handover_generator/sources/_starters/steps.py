"""The folder that a step of a workflow runs its commands in, and the variables that are set for it."""

from __future__ import annotations

import re

from handover_generator.regexes import regex

_WORD = regex(r"working[-_]?[dD]irectory")
_FOLDER = regex(r"(?m)^[ \t]*(?:-[ \t]+)?working[-_]?[dD]irectory:[ \t]*[\"']?(\$\{\{[^}\n]*\}\}[^\s\"'#]*|[^\s\"'#]+)")
_ITEM = regex(r"(?m)^([ \t]*)-[ \t]+[A-Za-z][\w-]*:")
_DEFAULTS = regex(r"(?m)^([ \t]*)defaults:[ \t]*\n(?:\1[ \t]+[^\n]*\n){0,4}?\1[ \t]+working-directory:[ \t]*[\"']?([^\s\"'#]+)")
_OUTSIDE = regex(r"\A(?:\$\{\{[^}]*\}\}|\$\([^)]*\)|\$\{?\w+\}?|~)/?")
_STEP = 4000                            # characters of one step, on each side


def folder_of(text: str, offset: int) -> str | None:
    """The folder, seen from the top of the repository, that the step at this place names as its working directory, or else the workflow's
    ``defaults``; without one, and for one that only a run knows, None.
    """
    if _WORD.search(text) is None:
        return None
    found = _FOLDER.search(_step(text, offset))
    if found is not None:
        return _seen(found.group(1))
    defaults = [match.group(2) for match in _DEFAULTS.finditer(text, 0, offset)]
    return _seen(defaults[-1]) if defaults else None                 # a job's own, or the workflow's


def set_for(text: str, offset: int, variable: str) -> str | None:
    """What a variable of the environment is for the step at this place: as the step itself says, or else the one value that the file gives it; None
    where it gives none, several, or one that only a run knows.
    """
    said = re.compile(rf"(?m)^[ \t]*{re.escape(variable)}:[ \t]+[\"']?([^\s\"'#]+)")
    for part in (_step(text, offset), text):
        values = set(said.findall(part))
        if values:
            return _seen(values.pop()) if len(values) == 1 else None
    return None


def _step(text: str, offset: int) -> str:
    """The item of a list that this place is in."""
    first = max(0, offset - _STEP)
    first = text.rfind("\n", 0, first) + 1
    line_end = text.find("\n", offset)
    heads = list(_ITEM.finditer(text, first, line_end if line_end >= 0 else len(text)))
    if not heads:
        return ""
    head = heads[-1]
    end = re.compile(rf"(?m)^[ \t]{{0,{len(head.group(1))}}}[^\s#]").search(text, head.end(), offset + _STEP)
    return text[head.start():end.start() if end is not None else offset + _STEP]


def _seen(folder: str) -> str | None:
    inside = _OUTSIDE.sub("", folder, count=1)
    return None if "$" in inside or inside.startswith("/") else inside.strip("/")
