"""What starts a script, as following the calls tells it: a name that only a change of folder makes clear is found by no search for names."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence

from handover_generator.model.inventory import Script, Starter
from handover_generator.model.source import SourceFile
from handover_generator.records import replace

_LEAST_NAME = 4


def with_followed_starts(scripts: Sequence[Script], files: Mapping[str, SourceFile]) -> list[Script]:
    """The scripts, each with the others that were seen to run it while their calls were followed, where no search had named them.

    A script that has a function of a library run it (``run_part shrink``) starts it where it says its name. Where nothing but tests names a script, a
    module of Python that is none counts, too: a program takes in the commands of other files there.
    """
    found: dict[str, dict[str, Starter]] = {}
    far: dict[str, dict[str, Starter]] = {}
    known = {script.path for script in scripts}
    for script in scripts:
        others = {need.name for need in script.dependencies.scripts}
        for need in script.dependencies.scripts:
            line = need.at.line if need.at.path == script.path else None
            if line is None and need.at.path not in others and need.name in known and need.name != script.path:
                line = _line_that_names(need.name, files.get(script.path))
            if line is not None:
                found.setdefault(need.name, {}).setdefault(script.path, Starter(path=script.path, line=line, kind="script"))
            elif need.at.path not in known and need.at.path.endswith(".py"):            # else that one tells so itself
                far.setdefault(need.name, {}).setdefault(need.at.path, Starter(path=need.at.path, line=need.at.line, kind="script"))
    told: list[Script] = []
    for script in scripts:
        named = {starter.path for starter in script.called_from if starter.kind != "docs"}      # what a message says of it is no start
        tested = all(starter.kind == "tests" for starter in script.called_from)
        seen = found.get(script.path) or (far.get(script.path, {}) if tested else {})
        new = [starter for path, starter in sorted(seen.items()) if path not in named]
        ran = {starter.path for starter in new}
        kept = tuple(starter for starter in script.called_from if starter.path not in ran)
        told.append(replace(script, called_from=(*kept, *new)) if new else script)
    return told


def _line_that_names(path: str, file: SourceFile | None) -> int | None:
    """The first line, comments apart, with the name of a file as a word, with or without its ending, the command that it is installed as, or the
    name of the module that it is.
    """
    name = posixpath.basename(path)
    stem = name.partition(".")[0]
    text = file.text if file is not None else None
    if text is None:
        return None
    names = [(name, stem), *([(name, stem.replace("_", "-"))] if "_" in stem else [])] if len(stem) >= _LEAST_NAME else []
    found = (_line_with(whole, short, text) for whole, short in (*names, *((module, module) for module in _modules(path))))
    return next((line for line in found if line is not None), None)


def _modules(path: str) -> list[str]:
    """The names under which ``python -m`` finds a file, the longest first: ``src/shop/jobs/tidy.py`` as ``shop.jobs.tidy``, from whatever folder."""
    if not path.endswith(".py"):
        return []
    parts = path.removesuffix(".py").removesuffix("/__main__").split("/")
    return [".".join(parts[first:]) for first in range(len(parts) - 1)]


def _line_with(name: str, stem: str, text: str) -> int | None:
    start = text.find(stem)
    while start >= 0:
        end = start + (len(name) if text.startswith(name, start) else len(stem))
        line = text[text.rfind("\n", 0, start) + 1 : start].lstrip()
        if not _goes_on(text[start - 1 : start]) and not _goes_on(text[end : end + 1]) and not line.startswith(("#", "//")):
            return text.count("\n", 0, start) + 1
        start = text.find(stem, end)
    return None


def _goes_on(sign: str) -> bool:
    return sign.isalnum() or sign in ("_", "-", ".") if sign else False
