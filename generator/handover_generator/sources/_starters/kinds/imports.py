"""Python files that import a script's module: they use it, which is weaker than starting it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from handover_generator.model.inventory import Starter
from handover_generator.regexes import regex
from handover_generator.sources._starters.kind import Row, Searched, StarterKind
from handover_generator.sources._starters.names import Names

_IMPORT = regex(
    r"^[ \t]*(?:>>> )?(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+(\([^)]{0,4000}\)|[^\n#;]+)|import[ \t]+([\w., \t]+))", re.MULTILINE)
_DOTTED = regex(r"([\w.]+)(?:[ \t]+as[ \t]+\w+)?")
_ITEM = regex(r"(\w+)(?:[ \t]+as[ \t]+\w+)?")
_NOTE = regex(r"#[^\n]*")


def imported(path: str, text: str, names: Names) -> Iterator[tuple[str, int]]:
    """(candidate, offset) of every import in a text, a Python file or a manual that quotes one."""
    folder = posixpath.dirname(path)
    for match in _statements(text):
        origin, what, plain = match.groups()
        if plain is not None:
            for dotted in _DOTTED.findall(plain):
                yield from _hit(names.module(dotted, path), match.start(3), path)
            continue
        yield from _hit(_module(origin, folder, path, names), match.start(1), path)
        for item in _ITEM.finditer(_NOTE.sub(lambda note: " " * len(note.group(0)), what) if "#" in what else what):
            joined = origin + ("" if origin.endswith(".") else ".") + item.group(1)
            yield from _hit(_module(joined, folder, path, names), match.start(2) + item.start(1), path)


def _statements(text: str) -> Iterator[re.Match[str]]:
    """What ``_IMPORT`` finds in a text, one behind the other; only lines with the word are tried, which is most of the speed."""
    end = 0                                    # of the last statement, or of the last line that is none
    word = text.find("import")
    while word >= 0:
        start = text.rfind("\n", 0, word) + 1
        if start >= end:
            match = _IMPORT.match(text, start)
            if match is not None:
                yield match
            end = match.end() if match is not None else word + 1
        word = text.find("import", max(end, word + 1))


def _module(dotted: str, folder: str, path: str, names: Names) -> str | None:
    stripped = dotted.lstrip(".")
    levels = len(dotted) - len(stripped)
    if not levels:
        return names.module(stripped, path)
    for _ in range(levels - 1):
        folder = posixpath.dirname(folder)
    relative = stripped.replace(".", "/")
    found = posixpath.join(folder, relative + ".py") if relative else posixpath.join(folder, "__init__.py")
    return found if found in names.candidates else None


def _hit(candidate: str | None, offset: int, path: str) -> Iterator[tuple[str, int]]:
    if candidate is not None and candidate != path:
        yield candidate, offset


def _find(searched: Searched) -> Iterator[Row]:
    if searched.language == "Python" or (searched.prose and "import " in searched.text):
        kind = "docs" if searched.prose else "tests" if searched.test else "import"
        for candidate, offset in imported(searched.path, searched.text, searched.names):
            yield candidate, Starter(path=searched.path, line=searched.lines.number(offset), kind=kind, detail="imports it")


STARTER = StarterKind(find=_find)
