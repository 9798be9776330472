"""Of what a program has checked out just now nothing is lost."""

from __future__ import annotations

import pytest

_THROWN = """subprocess.check_call(["git", "reset", "--hard", "x"], cwd="/srv/shop")
subprocess.check_call(["git", "-C", "/srv/shop", "clean", "-fdx"])
shutil.rmtree("/srv/shop")
"""


def _lost(walked) -> set[tuple[str, str | None]]:
    return {(effect.resource, effect.target) for effect in walked.effects if effect.destructive}


@pytest.mark.parametrize("words", ['"git", "clone", "--depth", "1", url, "/srv/shop"', '"git", "-C", "/srv/all", "worktree", "add", "/srv/shop", "main"'])
def test_a_fresh_checkout_has_nothing_to_lose(trace, words):
    walked = trace(f"import shutil, subprocess, sys\nurl = sys.argv[1]\nsubprocess.check_call([{words}])\n{_THROWN}")
    assert _lost(walked) == set()


def test_nor_has_one_that_is_made_in_the_folder_where_the_command_runs(trace):
    line = 'subprocess.check_call(["git", "clone", "https://h/ada/shop.git"], cwd="/srv")'
    assert _lost(trace(f"import shutil, subprocess\n{line}\n{_THROWN}")) == set()


@pytest.mark.parametrize("line", [
    'if not os.path.exists("/srv/shop"):\n    subprocess.check_call(["git", "clone", url, "/srv/shop"])',
    'subprocess.check_call(["git", "clone", url, "/srv/other"])', 'subprocess.check_call(["git", "fetch", url, "/srv/shop"])', "pass",
])
def test_one_that_may_have_been_there_has(trace, line):
    walked = trace(f"import os, shutil, subprocess, sys\nurl = sys.argv[1]\n{line}\n{_THROWN}")
    assert _lost(walked) == {("vcs", "/srv/shop"), ("filesystem", "/srv/shop")}
