"""``run(*words)`` and ``[*words, path]`` where the words are one of several lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked


def _targets(walked: Walked) -> list[str]:
    return [str(effect.target) for effect in walked.effects if effect.destructive]


@pytest.mark.parametrize("code", [
    "for words in (['rm', '/srv/a'], ['rm', '-f', '/srv/b']):\n    subprocess.run([*words])",
    "words = ['rm', '/srv/a'] if sys.argv else ['rm', '-f', '/srv/b']\nsubprocess.run([*words])",
    "def go(*words):\n    subprocess.run(words)\nfound = []\nfound.append(('rm', '/srv/a'))\nfound.append(('rm', '/srv/b'))\n"
    "for one in found:\n    go(*one)",
    "if sys.argv:\n    found = [('/srv/a',)]\nelse:\n    found = [('/srv/b', True)]\nfor one in found:\n    shutil.rmtree(*one)",
])
def test_each_of_several_lists_is_used(trace: Callable[..., Walked], code: str) -> None:
    walked = trace(f"import shutil, subprocess, sys\n{code}\n")
    assert _targets(walked) == ["/srv/a", "/srv/b"]
    assert not walked.unknowns


@pytest.mark.parametrize(("code", "told"), [
    ("words = ['/srv/a']\nshutil.rmtree(*words)", ["/srv/a"]),
    ("first, words = ['rm', '-r'], ['/srv/a']\nsubprocess.run([*first, *words, '/srv/b'])", ["/srv/a", "/srv/b"]),
    ("def go(*words):\n    shutil.rmtree(*words)\ngo('/srv/a')", ["/srv/a"]),
])
def test_one_list_is_one_call(trace: Callable[..., Walked], code: str, told: list[str]) -> None:
    assert _targets(trace(f"import shutil, subprocess\n{code}\n")) == told


def test_a_command_of_each_list_is_started(trace: Callable[..., Walked]) -> None:
    files = {"shop/__init__.py": "", "shop/management/__init__.py": "", "shop/management/commands/__init__.py": "",
             "shop/management/commands/wipe.py": "import shutil\nfrom django.core.management.base import BaseCommand\nclass Command(BaseCommand):\n"
             "    def handle(self, **options):\n        shutil.rmtree('/srv/a')\n"}
    code = "import sys\nfrom django.core.management import call_command\nif sys.argv:\n    found = [('check',), ('wipe',)]\n" \
           "else:\n    found = [('wipe', '--all')]\nfor one in found:\n    call_command(*one)\n"
    walked = trace(code, files)
    assert _targets(walked) == ["/srv/a"]
    assert not walked.unknowns
