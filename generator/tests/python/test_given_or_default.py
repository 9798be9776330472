"""A loop over what a person gives, or over a constant where nobody gives anything: a test of the constant decides nothing for what is given."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

OPTPARSE = "import optparse, os, sys\noptions, files = optparse.OptionParser().parse_args()\n"
ARGPARSE = "import argparse, os\np = argparse.ArgumentParser()\np.add_argument('files', nargs='*')\nfiles = p.parse_args().files\n"
REMOVED = "for one in files:\n    if one is not None:\n        os.remove(one)\n"


def _removed(script: str, trace: Callable[..., Walked]) -> list[str | None]:
    return [effect.target for effect in trace(script).effects if effect.action == "delete"]


@pytest.mark.parametrize(("script", "targets"), [
    (f"{OPTPARSE}if len(files) == 0:\n    files = [None]\n{REMOVED}", [None]),
    (f"{ARGPARSE}if not files:\n    files = [None]\n{REMOVED}", ["${--files}"]),
    (f"{ARGPARSE}for one in files or ['-']:\n    if one == '-':\n        print(one)\n    else:\n        os.remove(one)\n", ["${--files}", "-"]),
    (f"{ARGPARSE}for one in files or ['/srv/a', '/srv/b']:\n    os.remove(one)\n", ["${--files}", "/srv/a", "/srv/b"]),
])
def test_what_is_given_is_gone_through_too(script: str, targets: list[str | None], trace: Callable[..., Walked]) -> None:
    assert sorted(_removed(script, trace), key=str) == sorted(targets, key=str)


@pytest.mark.parametrize("script", [
    f"import os\nfiles = [None]\n{REMOVED}",
    f"{ARGPARSE}files = [None]\n{REMOVED}",
    f"{ARGPARSE}files = [None] if files else [None]\n{REMOVED}",
])
def test_a_constant_alone_decides(script: str, trace: Callable[..., Walked]) -> None:
    assert _removed(script, trace) == []


def test_members_of_one_kind_are_all_that_there_is(trace: Callable[..., Walked]) -> None:
    assert _removed("import os\nfiles = []\nfor name in ('a', 'b'):\n    files.append(name)\nfor one in files:\n    os.remove(one)\n", trace) == ["a", "b"]
