"""A link that is removed: what it leads to stays. So it is with what holds nothing."""

from __future__ import annotations

import pytest

HEAD = "import os, sys\nfrom pathlib import Path\np = Path('/srv/a')\nq = '/srv/a'\n"


@pytest.mark.parametrize("text", [
    "if p.is_symlink():\n    p.unlink()", "if os.path.islink(q):\n    os.remove(q)", "if os.path.islink('/srv/a') and sys.argv[1:]:\n    os.unlink('/srv/a')",
    "if not p.is_symlink():\n    print(1)\nelse:\n    p.unlink()"])
def test_it_was_found_to_be_one(trace, text: str) -> None:
    assert [(effect.action.value, effect.destructive) for effect in trace(f"{HEAD}{text}\n").effects] == [("delete", False)]


@pytest.mark.parametrize(("text", "told"), [
    ("if not p.is_symlink():\n    p.unlink()", "if p is no link"), ("if os.path.islink(q):\n    os.remove('/srv/b')", "if q is a link"),
    ("if os.path.islink(q) or sys.argv[1:]:\n    os.remove(q)", "if q is a link or sys.argv[1:]"),
    ("if p.exists():\n    p.unlink()", "if p exists"), ("if p.is_symlink():\n    print(1)\nelse:\n    p.unlink()", "if p is no link")])
def test_it_may_be_something_else(trace, text: str, told: str) -> None:
    assert [(effect.destructive, effect.condition) for effect in trace(f"{HEAD}{text}\n").effects] == [(True, told)]


@pytest.mark.parametrize("text", [
    "if os.path.getsize(q) == 0:\n    os.remove(q)", "if os.stat(q).st_size == 0:\n    os.unlink(q)", "if p.stat().st_size == 0:\n    p.unlink()",
    "if not os.listdir(q):\n    shutil.rmtree(q)", "if len(os.listdir(q)) == 0:\n    shutil.rmtree(q)", "if not any(p.iterdir()):\n    shutil.rmtree(p)",
    "if os.path.isfile(q) and os.path.getsize(q) == 0:\n    os.remove(q)", "if os.listdir(q):\n    print(1)\nelse:\n    shutil.rmtree(q)"])
def test_it_was_found_to_hold_nothing(trace, text: str) -> None:
    assert [effect.destructive for effect in trace(f"import shutil\n{HEAD}{text}\n").effects if effect.action.value == "delete"] == [False]


@pytest.mark.parametrize("text", [
    "if os.path.getsize(q) > 0:\n    os.remove(q)", "if os.path.getsize(q) == 0:\n    os.remove('/srv/b')", "if os.listdir(q):\n    shutil.rmtree(q)",
    "if os.path.getsize(q) == 0 or sys.argv[1:]:\n    os.remove(q)", "if os.path.getsize(q):\n    os.remove(q)"])
def test_it_may_hold_something(trace, text: str) -> None:
    assert [effect.destructive for effect in trace(f"import shutil\n{HEAD}{text}\n").effects if effect.action.value == "delete"] == [True]
