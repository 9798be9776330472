"""Fingerprints: what they leave out, and that they are the same in every run of the program."""

from __future__ import annotations

import os
import subprocess
import sys

from handover_generator.analysis._fingerprints import Fingerprint, Hand
from handover_generator.analysis._tokens import tokens_of

_TEXT = "import shutil\n\ndef clear(place):\n    shutil.rmtree(place)\n    print('gone', place)\n"
_PROGRAM = """
from handover_generator.analysis._fingerprints import Hand
from handover_generator.analysis._tokens import tokens_of
print(Hand().print_of(tokens_of({text!r}, "python")).runs.hex())
"""


def _print(text: str, language: str = "python") -> Fingerprint:
    return Hand().print_of(tokens_of(text, language))


def test_names_strings_and_comments_do_not_count() -> None:
    renamed = _TEXT.replace("place", "folder").replace("'gone'", "'away'").replace("\n\n", "\n# a copy\n")
    assert _print(renamed) == _print(_TEXT)
    assert _print(_TEXT.replace("rmtree", "copytree")).runs != _print(_TEXT).runs
    assert "rmtree" in _print(_TEXT).words
    assert "place" not in _print(_TEXT).words
    assert _print(_TEXT).lines == 4


def test_the_same_whichever_texts_came_before() -> None:
    hand = Hand()
    hand.print_of(tokens_of("x = 1\ny = [x, 2]\n", "python"))
    assert hand.print_of(tokens_of(_TEXT, "python")) == _print(_TEXT)


def test_the_same_in_every_run_of_the_program() -> None:
    runs = {subprocess.run([sys.executable, "-c", _PROGRAM.format(text=_TEXT)], env=os.environ | {"PYTHONHASHSEED": seed}, check=True,
                           capture_output=True, text=True).stdout.strip() for seed in ("1", "2")}
    assert runs == {_print(_TEXT).runs.hex()}


def test_a_text_shorter_than_a_run_is_one_run_as_written() -> None:
    assert _print("reboot\n", "shell").counted().total() == 1
    assert _print("reboot\n", "shell") == _print("# now\nreboot\n", "shell")
    assert _print("reboot\n", "shell").runs != _print("poweroff\n", "shell").runs
    assert _print("", "shell").counted().total() == 1
