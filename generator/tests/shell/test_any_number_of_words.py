"""Globs and arrays that are filled in several ways: how many words they are is known only when it runs, so they decide no test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

ACT = "act() { if [ \"$1\" = force ]; then rm -rf /srv/forced; else rm -rf /srv/soft; fi; }\n"
BOTH = ["filesystem delete /srv/forced !", "filesystem delete /srv/soft !"]


@pytest.mark.parametrize("text", [
    "x=$(echo /srv/f/*)\nif [ -z \"$x\" ]; then rm -rf /srv/a; fi",
    "x=$(printf '%s ' /srv/f/*)\n[ -n \"$x\" ] || rm -rf /srv/a",
    "x=( /srv/f/* )\nif [ \"${x[*]}\" = '' ]; then rm -rf /srv/a; fi",
    "x=( \"$HOME\"/*.gz )\n[ -z \"${x[*]}\" ] && rm -rf /srv/a",
    "set -- /srv/f/*\nif [ -z \"$1\" ]; then rm -rf /srv/a; fi",
    "set -- /srv/f/*\nif [ \"$1\" != '/srv/f/*' ]; then rm -rf /srv/a; fi",
    "empty() { [ -z \"$1\" ] && rm -rf /srv/a; }\nempty /srv/f/[a-z]*",
])
def test_a_glob_decides_nothing(text: str, trace: Callable) -> None:
    assert trace("#!/bin/bash\n" + text).told() == ["filesystem delete /srv/a !"]


@pytest.mark.parametrize("text", [
    "x=$(echo '/srv/f/*')\nif [ -z \"$x\" ]; then rm -rf /srv/a; fi",
    "x=$(echo /srv/f)\nif [ -z \"$x\" ]; then rm -rf /srv/a; fi",
    "set -- /srv/f\nif [ -z \"$1\" ]; then rm -rf /srv/a; fi",
    "set -- '/srv/*'\nif [ -z \"$1\" ]; then rm -rf /srv/a; fi",
])
def test_words_that_are_known_do(text: str, trace: Callable) -> None:
    assert trace("#!/bin/bash\n" + text).told() == []


@pytest.mark.parametrize("text", [
    ACT + "args=()\n[ -n \"$X\" ] && args+=(force)\nact \"${args[@]}\"",
    ACT + "if [ -n \"$X\" ]; then args=(force); else args=(--now); fi\nact \"${args[@]}\"",
    ACT + "args=()\nif [ -n \"$X\" ]; then args+=(force); fi\nset -- \"${args[@]}\"\nact \"$@\"",
    ACT + "words=(go)\nif [ -n \"$X\" ]; then words=(\"$@\"); elif [ -n \"$Y\" ]; then words=(go force); fi\nact \"${words[@]:1}\"",
])
def test_elements_that_may_be_missing_decide_nothing(text: str, trace: Callable) -> None:
    assert sorted(trace("#!/bin/bash\n" + text).told()) == BOTH


def test_the_same_holds_in_another_script(trace: Callable) -> None:
    text = "#!/bin/bash\nargs=()\n[ -n \"$X\" ] && args+=(force)\n./act.sh \"${args[@]}\"\n"
    assert sorted(trace(text, {"act.sh": "#!/bin/bash\n" + ACT + "act \"$@\"\n"}).told()) == BOTH


def test_elements_that_are_always_there_decide(trace: Callable) -> None:
    assert trace("#!/bin/bash\n" + ACT + "args=(force)\nact \"${args[@]}\"").told() == BOTH[:1]
    assert trace("#!/bin/bash\n" + ACT + "args=(go force)\nact \"${args[@]:1}\"").told() == BOTH[:1]


def test_a_branch_for_such_a_word_knows_it(trace: Callable) -> None:
    text = "#!/bin/bash\ngo() { case $1 in a|b) rm -rf \"/srv/$1\" ;; esac; }\nw=()\n[ -n \"$X\" ] && w+=(c)\ngo \"${w[@]}\"\n"
    assert sorted(trace(text).told()) == ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]
