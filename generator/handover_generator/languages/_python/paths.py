"""Paths that are made from others by their name: ``path.with_suffix(".json")``, ``path.relative_to(root)``."""

from __future__ import annotations

import posixpath

from handover_generator.languages._python.strings import join_path, parent
from handover_generator.languages._python.values import Api, Value
from handover_generator.model.files import Files
from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

_SUFFIX = regex(r"(?<=[^/])\.[^./]*\Z")
_SOMETHING = Text((Hole("unknown", "name"),))
PATH = "pathlib.Path()"
PATHS = frozenset({"pathlib.Path", "pathlib.PosixPath", "pathlib.WindowsPath"})
"""The classes of paths that can do something."""
REMADE = frozenset(("with_suffix", "with_stem", "relative_to"))
"""Methods of a path whose argument is a part of the outcome, or what is taken from it; never the path."""


def is_path(value: Value) -> bool:
    """Whether a value is a path of which the text is known as far as it can be."""
    return isinstance(value, Api) and value.path == PATH and value.made_with is not None


def remade(method: str, path: Text | None, given: Text) -> Text:
    """What one of these methods makes of a path; None for one that is not known."""
    whole = path or _SOMETHING
    if method == "relative_to":
        return _below(given, whole)
    last = whole.parts[-1]
    suffix = _SUFFIX.search(last) if isinstance(last, str) else None
    if method == "with_stem":
        return join_path([parent(whole), Text.join("", [given, Text.of(suffix.group() if suffix else "")])])
    stem = Text.of(*whole.parts[:-1], last[:suffix.start()]) if suffix is not None and isinstance(last, str) else whole
    return Text.join("", [stem, given])


def _below(folder: Text, whole: Text) -> Text:
    """What is left of a path without its folder."""
    count = len(folder.parts)
    if not count or whole.parts[:count - 1] != folder.parts[:-1] or len(whole.parts) < count:
        return _SOMETHING
    end, start = folder.parts[-1], whole.parts[count - 1]
    rest = whole.parts[count:]
    if isinstance(end, str) and isinstance(start, str) and start.startswith(end.rstrip("/") + "/"):
        return Text.of(start[len(end.rstrip("/")) + 1:], *rest)
    if end == start and rest and isinstance(rest[0], str) and rest[0].startswith("/"):
        return Text.of(rest[0][1:], *rest[1:])
    return _SOMETHING


def statements_at(text: Text | None, files: Files) -> str | None:
    """The only file of statements whose path ends like one whose folder is known only when it runs: ``${ROOT}/sql/refresh.sql``. None where a
    person names the folder.
    """
    if text is None or len(text.parts) != 2 or not isinstance(folder := text.parts[0], Hole) or folder.kind not in ("unknown", "env"):
        return None
    tail = text.parts[1]
    if not isinstance(tail, str) or not tail.startswith("/") or not tail.endswith(".sql"):
        return None
    tail = posixpath.normpath(tail)
    ends = [path for path in files.called(posixpath.basename(tail)) if ("/" + path).endswith(tail)]
    return ends[0] if len(ends) == 1 else None
