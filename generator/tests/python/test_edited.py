"""Switches that people turn by editing the file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_WIPE = "shutil.rmtree('/srv/data')"


def _told(walked: Walked) -> list[tuple[str, bool | None]]:
    return [(guard.kind.value, guard.default_on) for effect in walked.effects if effect.destructive for guard in effect.guards] or (
        [("", None)] if any(effect.destructive for effect in walked.effects) else [])


@pytest.mark.parametrize("code", [
    f"DRY_RUN = True\ndef main():\n    if not DRY_RUN:\n        {_WIPE}\nmain()",
    f"DRY_RUN: bool = True\nif DRY_RUN:\n    print('a')\nelse:\n    {_WIPE}",
    f"COMMIT = False\nif COMMIT and len(sys.argv) > 1:\n    {_WIPE}",
    f"dry_run = True\ndef wipe(dry_run):\n    if dry_run:\n        return\n    {_WIPE}\nwipe(dry_run=dry_run)",
    f"SIMULATE = True\nSIMULATE or {_WIPE}",
])
def test_what_waits_for_an_edit_is_told_with_its_switch(trace: Callable[..., Walked], code: str) -> None:
    assert _told(trace(f"import shutil, sys\n{code}\n")) == [("dry_run", True)]


def test_a_switch_of_another_file(trace: Callable[..., Walked]) -> None:
    files = {"shop/__init__.py": "", "shop/config.py": "DRY_RUN = True\n"}
    assert _told(trace(f"import shutil\nfrom shop.config import DRY_RUN\nif not DRY_RUN:\n    {_WIPE}\n", files)) == [("dry_run", True)]


@pytest.mark.parametrize(("code", "told"), [
    (f"DRY_RUN = False\nif not DRY_RUN:\n    {_WIPE}", [("", None)]),
    (f"COLOUR = False\nif COLOUR:\n    {_WIPE}", []),
    (f"def wipe(dry_run):\n    if not dry_run:\n        {_WIPE}\nwipe(dry_run=True)", []),
    (f"dry_run = False\nif '--dry' in sys.argv:\n    dry_run = True\nif not dry_run:\n    {_WIPE}", [("dry_run", False)]),
    (f"DRY_RUN = True\ndef off():\n    global DRY_RUN\n    DRY_RUN = False\noff()\nif not DRY_RUN:\n    {_WIPE}", [("dry_run", False)]),
])
def test_what_is_no_such_switch(trace: Callable[..., Walked], code: str, told: list[tuple[str, bool | None]]) -> None:
    assert _told(trace(f"import shutil, sys\n{code}\n")) == told


@pytest.mark.parametrize(("code", "condition"), [
    (f"DRY_RUN = True\nif not DRY_RUN:\n    {_WIPE}", "if DRY_RUN is edited to False"),
    (f"COMMIT = False\nif COMMIT:\n    {_WIPE}", "if COMMIT is edited to True"),
    (f"DRY_RUN = True\nif DRY_RUN:\n    {_WIPE}", "if DRY_RUN is True"),
])
def test_the_edit_is_told(trace: Callable[..., Walked], code: str, condition: str) -> None:
    assert [effect.condition for effect in trace(f"import shutil\n{code}\n").effects] == [condition]


@pytest.mark.parametrize("code", [
    f"TOKEN = ''\nif not TOKEN:\n    print('fill in')\n    sys.exit(1)\n{_WIPE}",
    f"TOKEN = None\ndef main():\n    if TOKEN is None:\n        raise SystemExit('fill in')\n    {_WIPE}\nmain()",
    f"SITES = []\ndef main():\n    if len(SITES) == 0:\n        return\n    {_WIPE}\nmain()",
    f"HOSTS: dict = {{}}\nif HOSTS:\n    pass\nelse:\n    sys.exit('fill in')\n{_WIPE}",
])
def test_a_blank_that_a_file_leaves_for_decides_nothing(trace: Callable[..., Walked], code: str) -> None:
    assert _told(trace(f"import shutil, sys\n{code}\n")) == [("", None)]


@pytest.mark.parametrize("code", [
    f"TOKEN = 'x'\nif TOKEN:\n    sys.exit(1)\n{_WIPE}",
    f"TOKEN = ''\nif not TOKEN:\n    print('none')\nelse:\n    {_WIPE}",
    f"token = ''\nif not token:\n    sys.exit(1)\n{_WIPE}",
    f"TOKEN = ''\nTOKEN = None\nif not TOKEN:\n    sys.exit(1)\n{_WIPE}",
])
def test_what_else_is_known_decides(trace: Callable[..., Walked], code: str) -> None:
    assert _told(trace(f"import shutil, sys\n{code}\n")) == []
