"""Commands that an option keeps from acting: ``--dry-run`` among their words, or ``echo`` before them, in some of the ways in which they may read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import GuardKind

_PARSED = "import argparse, os, subprocess\np = argparse.ArgumentParser()\np.add_argument('-n', '--dry-run', action='store_true')\na = p.parse_args()\n"
_KEPT = ("class Runner:\n    def __init__(self, dry_run):\n        self.dry_run = dry_run\n        self.more = ['--dry-run'] if dry_run else []\n"
         "    def run(self):\n        {}\nRunner(a.dry_run).run()\n")


def _told(walked: Walked) -> dict[str | None, list[tuple[str, bool | None]]]:
    return {effect.target: [(guard.detail, guard.default_on) for guard in effect.guards if guard.kind is GuardKind.DRY_RUN]
            for effect in walked.effects if effect.destructive}


@pytest.mark.parametrize("code", [
    "more = ['--dry-run'] if a.dry_run else []\nsubprocess.run(['rsync', '-a', '--delete', *more, '/a/', '/b/'])\n",
    "words = ['rsync', '-a', '--delete']\nif a.dry_run:\n    words.append('--dry-run')\nsubprocess.check_call(words + ['/a/', '/b/'])\n",
    _KEPT.format("subprocess.run(['rsync', '-a', '--delete', *self.more, '/a/', '/b/'])"),
    _KEPT.format("line = 'rsync -a --delete /a/ /b/' + (' --dry-run' if self.dry_run else '')\n        os.system(line)"),
])
def test_an_option_of_the_command_itself(trace: Callable[..., Walked], code: str) -> None:
    assert _told(trace(_PARSED + code)) == {"/b/": [("--dry-run may be among its options", False)]}


@pytest.mark.parametrize("code", [
    "words = ['rm', '-rf', '/srv/a']\nif a.dry_run:\n    words.insert(0, 'echo')\nsubprocess.run(words)\n",
    "line = 'rm -rf /srv/a'\nif a.dry_run:\n    line = 'echo ' + line\nos.system(line)\n",
    _KEPT.format("line = 'rm -rf /srv/a'\n        if self.dry_run:\n            line = 'echo ' + line\n        os.system(line)"),
])
def test_echo_before_it(trace: Callable[..., Walked], code: str) -> None:
    assert _told(trace(_PARSED + code)) == {"/srv/a": [("echo may stand before it", False)]}


@pytest.mark.parametrize("code", [
    "subprocess.run(['rm', '-rf', '-n' if a.dry_run else '-v', '/srv/a'])\n",                       # rm has no such option, and removes
    "subprocess.run(['rm', '-rf', '/srv/a'] if a.dry_run else ['rm', '-rf', '/srv/a', '/srv/a'])\n",
    "subprocess.run(['echo', 'done'])\nsubprocess.run(['rm', '-rf', '/srv/a'])\n",
])
def test_what_keeps_no_command_from_acting_is_none(trace: Callable[..., Walked], code: str) -> None:
    assert _told(trace(_PARSED + code))["/srv/a"] == []


def test_a_command_with_the_option_always_does_nothing(trace: Callable[..., Walked]) -> None:
    assert _told(trace(_PARSED + "subprocess.run(['rsync', '-a', '--delete', '--dry-run', '/a/', '/b/'])\n")) == {}


def test_what_follows_is_not_held_back(trace: Callable[..., Walked]) -> None:
    code = "more = ['--dry-run'] if a.dry_run else []\nsubprocess.run(['rsync', '-a', '--delete', *more, '/a/', '/b/'])\nos.remove('/srv/a')\n"
    assert _told(trace(_PARSED + code))["/srv/a"] == []
