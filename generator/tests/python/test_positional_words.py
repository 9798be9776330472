"""Programs that pick what they do by a word on their command line, without sub-commands of a library."""

from __future__ import annotations

import pytest

from handover_generator.analysis.walk import Walked

ACTS = "if action == 'wipe':\n    shutil.rmtree('/srv/wipe')\nelif action == 'clean':\n    shutil.rmtree('/srv/clean')\n"
OPTPARSE = "import optparse, shutil\np = optparse.OptionParser()\np.add_option('-d', '--db')\noptions, args = p.parse_args()\naction = args[0]\n" + ACTS
CHOICES = ("import argparse, shutil\np = argparse.ArgumentParser()\np.add_argument('-d', '--db')\n"
           "p.add_argument('what', choices=['wipe', 'clean'])\naction = p.parse_args().what\n" + ACTS)
SECOND = CHOICES.replace("p.add_argument('what'", "p.add_argument('wipe')\np.add_argument('what'")
BOTH = {"/srv/wipe", "/srv/clean"}


def removed(walked: Walked) -> set[str | None]:
    return {e.target for e in walked.effects if e.action.value == "delete"}


def run(trace, program: str, words: str) -> set[str | None]:
    return removed(trace(f"#!/bin/sh\npython act.py {words}\n", {"act.py": program}, path="run.sh"))


@pytest.mark.parametrize("program", [OPTPARSE, CHOICES], ids=["optparse", "choices"])
def test_the_word_that_is_given_is_what_is_done(trace, program: str) -> None:
    assert run(trace, program, "clean 3") == {"/srv/clean"}
    assert run(trace, program, "-d \"$DB\" clean") == {"/srv/clean"}
    assert run(trace, program, "-d=x wipe") == {"/srv/wipe"}


@pytest.mark.parametrize("program", [OPTPARSE, CHOICES], ids=["optparse", "choices"])
@pytest.mark.parametrize("words", ["", "$WHAT", "\"$1\" wipe", "--db wipe"])
def test_without_a_word_it_may_be_any(trace, program: str, words: str) -> None:
    assert run(trace, program, words) == BOTH


def test_a_word_in_another_place_decides_nothing(trace) -> None:
    assert run(trace, SECOND, "wipe $1") == BOTH
    assert run(trace, OPTPARSE.replace("args[0]", "args[1]"), "wipe $1") == BOTH
    assert run(trace, CHOICES.replace("choices=", "nargs='*', choices=").replace(".what\n", ".what[0]\n"), "wipe") == BOTH


def test_an_argument_that_stands_for_itself_is_told_without_dashes(trace) -> None:
    walked = trace("import argparse, os\np = argparse.ArgumentParser()\np.add_argument('out_file')\np.add_argument('--all', action='store_true')\n"
                   "args = p.parse_args()\nif os.path.exists(args.out_file) and args.all:\n    os.remove(args.out_file)\n")
    assert [(effect.target, effect.condition) for effect in walked.effects] == [("${out_file}", "if out_file exists and --all")]
