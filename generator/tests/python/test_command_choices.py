"""One of several commands is run, and which ones may be meant is only known in part."""

from __future__ import annotations

import pytest

HEAD = "import os, subprocess, sys\n"
COMPUTED = "runs a command that is computed"


@pytest.mark.parametrize("text", [
    "words = sys.argv[1:]\nif not words:\n    words = ['ls']\nsubprocess.run(words)\n",
    "words = sys.argv[1:] or ['ls']\nos.execvp(words[0], words)\n",
    "def act(words=None):\n    subprocess.run(words or ['ls'])\nact(given)\n",
])
def test_that_it_also_runs_what_it_is_given_is_told(text: str, trace) -> None:
    details = [unknown.detail for unknown in trace(HEAD + text).unknowns]
    assert any(detail.endswith(COMPUTED) for detail in details)


@pytest.mark.parametrize("text", [
    "words = ['ls'] if len(sys.argv) > 1 else ['pwd']\nsubprocess.run(words)\n",
    "words = None\nif len(sys.argv) > 1:\n    words = ['ls']\nsubprocess.run(words)\n",
])
def test_where_all_are_known_nothing_is_open(text: str, trace) -> None:
    assert trace(HEAD + text).unknowns == ()


@pytest.mark.parametrize("call", ["utils.getProcessOutput('rm', ['-rf', '/srv/a'])", "reactor.spawnProcess(None, '/bin/rm', ['rm', '-rf', '/srv/a'], {})",
                                  "utils.getProcessValue('rm', args=['-rf', '/srv/a'])"])
def test_a_program_and_the_list_of_its_words_are_one_line(call: str, trace) -> None:
    walked = trace(f"from twisted.internet import reactor, utils\n{call}\n")
    assert [(effect.action.value, effect.target) for effect in walked.effects] == [("delete", "/srv/a")]
