"""What lists and dictionaries hold, where only an annotation tells, or where only one of many is known."""

from __future__ import annotations

import pytest

_HEAD = "import sys\nfrom collections import defaultdict\nfrom pathlib import Path\nfrom other import found\n"


@pytest.mark.parametrize("code", [
    "def clean(files: list[Path]):\n    for file in files[1:]:\n        file.unlink()\nclean(found())\n",
    "def clean(groups: dict[str, list[Path]]):\n    for name, files in groups.items():\n        for file in files[1:]:\n            file.unlink()\nclean(found())\n",
    "def twice() -> dict[str, list[Path]]:\n    return {name: files for name, files in found().items()}\nfor files in twice().values():\n    files[0].unlink()\n",
    "def clean(files: list[Path]):\n    for file in files:\n        file.unlink()\nclean([one for one in found()])\n",
    "groups = defaultdict(list)\nfor path in Path('/srv').rglob('*'):\n    groups[path.name].append(path)\nfor files in groups.values():\n"
    "    for file in files[1:]:\n        file.unlink()\n",
    "files = [Path(name) for name in sys.argv]\nfor file in files[2:]:\n    file.unlink()\n",
])
def test_files_of_which_only_the_kind_is_known_are_deleted(trace, code: str) -> None:
    walked = trace(_HEAD + code)
    assert {(effect.resource, effect.action.value) for effect in walked.effects if effect.destructive} == {("filesystem", "delete")}
    assert not any("unlink" in (unknown.detail or "") for unknown in walked.unknowns)


@pytest.mark.parametrize("code", [
    "def clean(files: list[Path]):\n    for file in files:\n        file.unlink()\nclean([])\n",                                   # known to be empty
    "def clean(files: list[Path]):\n    for file in files[1:]:\n        file.unlink()\nclean([Path('/srv/a')])\n",                 # the first is left
    "def clean(names: list[Path]):\n    for name in names:\n        name.append(1)\nclean([[]])\n",                               # known to be something else
])
def test_what_is_known_goes_before_an_annotation(trace, code: str) -> None:
    assert not [effect for effect in trace(_HEAD + code).effects if effect.destructive]


_ROWS = """
from collections.abc import Generator, Iterable
from typing import Any, TypeVar
from auditlog.models import LogEntry
T = TypeVar("T")
"""


@pytest.mark.parametrize(("takes", "gives"), [
    ("Iterable[T]", "Generator[T, None, None]"), ("Iterable[Any]", "Iterable[Any]"), ("list[T]", "list[T]"), ("T", "T"), ("list", "list"),
])
def test_a_name_for_any_type_says_nothing(trace, takes: str, gives: str) -> None:
    told = f"def told(rows: {takes}) -> {gives}:\n    for row in rows:\n        yield row\n"
    walked = trace(f"{_ROWS}{told}for entry in told(LogEntry.objects.all()):\n    entry.delete()\n")
    assert {(effect.action.value, effect.target) for effect in walked.effects} == {("read", "LogEntry"), ("delete", "LogEntry")}


def test_a_name_for_any_type_is_no_object(trace) -> None:
    walked = trace("from typing import TypeVar\nfrom other import found\nT = TypeVar('T')\ndef clean(row: T):\n    row.delete()\nclean(found())\n")
    assert not any("TypeVar" in (unknown.detail or "") for unknown in walked.unknowns)
    assert walked.unknowns
