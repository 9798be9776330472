"""Kinds of files that start scripts: a new one is a new file, and where two fit, the order decides."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from handover_generator import registry
from handover_generator.sources import starters
from handover_generator.sources._starters import kinds

MANUAL = Path(__file__).parents[3] / "CONTRIBUTING.md"
SCRIPTS = {"ops/purge.sh": "#!/bin/sh\nrm -rf /srv/old\n"}
JOBBER = """version: 1.4
jobs:
  OldFiles:
    cmd: ops/purge.sh
    time: '0 0 3 * * *'
    onError: Continue
    notifyOnError: [ops/purge.sh]
"""


def _forget() -> None:
    for remembered in (registry.modules, registry.members, starters._kinds, starters._finders):
        remembered.cache_clear()


@pytest.fixture
def dropped_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Puts a file into the folder of kinds, as far as the registry can tell."""

    def drop(name: str, code: str) -> None:
        (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
        monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
        _forget()

    yield drop
    monkeypatch.undo()
    for name in [name for name in sys.modules if name.startswith(f"{kinds.__name__}.") and _lies_in(sys.modules[name], tmp_path)]:
        del sys.modules[name]
    _forget()


def _lies_in(module: ModuleType, folder: Path) -> bool:
    return (module.__file__ or "").startswith(str(folder))


def test_the_kind_that_is_shown_works_once_it_lies_there(started: Callable[..., list[str]], dropped_in: Callable[[str, str], None]) -> None:
    texts = {**SCRIPTS, "deploy/.jobber": JOBBER}
    assert started("ops/purge.sh", texts) == []
    (code,) = (block for block in re.findall(r"```python\n(.*?)```", MANUAL.read_text(encoding="utf-8"), flags=re.DOTALL) if "\nSTARTER = " in block)
    dropped_in("jobber", code)
    assert started("ops/purge.sh", texts) == ["deploy/.jobber:4 cron 0 0 3 * * * jobber"]


def test_what_finds_starters_by_itself_is_asked_of_every_text(started: Callable[..., list[str]], dropped_in: Callable[[str, str], None]) -> None:
    dropped_in("marked", '''
from handover_generator.model.inventory import Starter
from handover_generator.sources._starters.kind import StarterKind

def _find(searched):
    for number, row in enumerate(searched.lines.rows, 1):
        if row.startswith("PURGES"):
            yield "ops/purge.sh", Starter(path=searched.path, line=number, kind="script", detail=searched.language or "")

STARTER = StarterKind(find=_find)
''')
    texts = {**SCRIPTS, "lib/a.py": "x = 1\nPURGES = True\n", "README.md": "PURGES\n", "node_modules/b/c.js": "PURGES\n"}
    assert started("ops/purge.sh", texts) == ["README.md:1 script", "lib/a.py:2 script Python"]


def test_the_smallest_order_has_the_file(started: Callable[..., list[str]], dropped_in: Callable[[str, str], None]) -> None:
    code = '''
from handover_generator.sources._starters.context import Context
from handover_generator.sources._starters.kind import StarterKind

STARTER = StarterKind(fits=lambda path, text: path == "Makefile", read=lambda path, lines: lambda number: Context("script", detail="ours"), order={})
'''
    texts = {**SCRIPTS, "Makefile": "purge:\n\tops/purge.sh\n"}
    assert started("ops/purge.sh", texts) == ["Makefile:2 make target purge"]
    dropped_in("a_later_one", code.format(30))
    assert started("ops/purge.sh", texts) == ["Makefile:2 make target purge"]
    dropped_in("b_earlier_one", code.format(10))
    assert started("ops/purge.sh", texts) == ["Makefile:2 script ours"]
