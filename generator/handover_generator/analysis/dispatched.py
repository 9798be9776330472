"""Scripts that a program starts by their names: ``import_string("scripts.edits.%s.make_edits" % name)``."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from handover_generator.analysis.folders import script_folder
from handover_generator.model.source import SourceFile
from handover_generator.regexes import regex

_ASKING = ("import_string", "import_from_string", "resolve_name", "locate", "import_by_path")
_ASKS = regex(rf"\b(?:{'|'.join(_ASKING)})\(")
_NAMED = regex(r"[\"']((?:\w+\.)+)(?:%\(?\w*\)?s|\{[^{}\n]*\})\.(\w+)[\"']")
_USAGE = regex(r"\b(?:fab|inv|invoke|manage\.py|runscript)[ \t]+(?:[\w.-]+[: \t=])?((?:\w+\.)+\w+)(?![\w.(])")


def dispatched(files: Mapping[str, SourceFile]) -> dict[str, str]:
    """Python files in a folder of scripts that have the function which a program asks modules of that folder for, by a name that it is given.

    Returns:
        Path -> the file that starts it: its own, where its text says how it is started by its dotted name ("fab run_script:scripts.merge").
    """
    found: dict[str, str] = {}
    for starter, file in files.items():
        text = (file.text or "") if starter.endswith(".py") else ""
        if script_folder(starter) is not None and any(_is_called(starter, match.group(1)) for match in _USAGE.finditer(text)):
            found.setdefault(starter, starter)
        for match in _NAMED.finditer(text) if _asks(text) else ():
            folder, function = match.group(1).rstrip(".").replace(".", "/"), match.group(2)
            defines = re.compile(rf"^(?:async )?def {function}\(", re.MULTILINE)
            for path, one in files.items():
                outer = posixpath.dirname(path)
                if path.endswith(".py") and (outer == folder or outer.endswith("/" + folder)) and script_folder(path) is not None and (
                        defines.search(one.text or "")):
                    found.setdefault(path, starter)
    return found


def _asks(text: str) -> bool:
    # Nearly no file holds any of the words, and to look for a plain word is ten times as quick as for an expression.
    return any(f"{name}(" in text for name in _ASKING) and _ASKS.search(text) is not None


def _is_called(path: str, dotted: str) -> bool:
    plain = dotted.replace(".", "/") + ".py"
    return path == plain or path.endswith("/" + plain)
