"""Scripts that a program starts by their names: ``import_string("scripts.edits.%s.make_edits" % name)``."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from handover_generator.analysis.folders import script_folder
from handover_generator.model.source import SourceFile
from handover_generator.regexes import regex

_NAMED = regex(r"\b(?:import_string|import_from_string|resolve_name|locate|import_by_path)\(\s*[fF]?[\"']((?:\w+\.)+)"
               r"(?:%\(?\w*\)?s|\{[^{}\n]*\})\.(\w+)[\"']")


def dispatched(files: Mapping[str, SourceFile]) -> dict[str, str]:
    """Python files in a folder of scripts that have the function which a program asks modules of that folder for, by a name that it is given.

    Returns:
        Path -> the file that starts it.
    """
    found: dict[str, str] = {}
    for starter, file in files.items():
        text = file.text if starter.endswith(".py") else None
        for match in _NAMED.finditer(text) if text is not None and "import" in text else ():
            folder, function = match.group(1).rstrip(".").replace(".", "/"), match.group(2)
            defines = re.compile(rf"^(?:async )?def {function}\(", re.MULTILINE)
            for path, one in files.items():
                outer = posixpath.dirname(path)
                if path.endswith(".py") and (outer == folder or outer.endswith("/" + folder)) and script_folder(path) is not None and (
                        defines.search(one.text or "")):
                    found.setdefault(path, starter)
    return found
