"""GNU parallel: what stands before ``:::`` for each input, or inputs that are commands themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import Call

FOUND = {
    "parallel --will-cite --halt now,done=1 ::: 'rm -r /srv/a' \"A='1' mkdir /srv/b\"": ["filesystem delete /srv/a !", "filesystem write /srv/b"],
    "parallel -j4 rm ::: /srv/a /srv/b": ["filesystem delete /srv/a !", "filesystem delete /srv/b !"],
    "parallel rm /srv/{}/x ::: a": ["filesystem delete /srv/a/x !"],
    "parallel 'rm {} && touch {/}' ::: /srv/a": ["filesystem delete /srv/a !", "filesystem write ${input}"],
    "parallel rm :::: list.txt": ["filesystem delete ${input} !"],
    "parallel cp {1} {2} ::: a ::: b c": ["filesystem write ${input}"],
}


@pytest.mark.parametrize("line", FOUND)
def test_found(trace: Callable, line: str) -> None:
    assert trace(line + "\n").told() == FOUND[line]


def test_files_are_those_of_the_folder_it_runs_in(trace: Callable) -> None:
    traced = trace("(\n  cd \"$(dirname \"$0\")\"\n  parallel ::: 'python3 go.py' './stop.sh -f'\n)\n",
                   {"bin/go.py": "", "bin/stop.sh": "#!/bin/sh\nrm /srv/a\n"}, "bin/x.sh")
    assert traced.told() == ["filesystem delete /srv/a !"]
    assert "python:bin/go.py" in [event.to for event in traced.events if isinstance(event, Call)]


@pytest.mark.parametrize("line", ["parallel --halt rm echo ::: /srv/a", "parallel echo rm ::: /srv/a", "parallel ::: 'echo rm' true"])
def test_no_harm(trace: Callable, line: str) -> None:
    assert trace(line + "\n").told() == []


def test_lines_that_are_commands_are_not_known(trace: Callable) -> None:
    assert trace("cat commands.txt | parallel -j 4\n").unknowns() == ["dynamic-command"]


_WIPE = 'wipe() { rm -rf "/srv/data/$1"; }\n'


@pytest.mark.parametrize(("line", "told"), [
    ("export -f wipe\nparallel wipe ::: 1 2\n", ["filesystem delete /srv/data/1 !", "filesystem delete /srv/data/2 !"]),
    ("export -f wipe\nparallel 'wipe {}' ::: 1\n", ["filesystem delete /srv/data/1 !"]),
    ("export -f wipe\nseq 3 | xargs -I{} bash -c 'wipe {}'\n", ["filesystem delete /srv/data/${output of seq} !"]),
    ("export -f wipe\nparallel rm ::: /srv/a\n", ["filesystem delete /srv/a !"]),
])
def test_a_function_that_is_exported_is_known_to_the_shells_that_it_starts(trace, line: str, told: list[str]) -> None:
    assert trace(_WIPE + line).told() == told


def test_a_function_that_is_not_exported_is_not(trace) -> None:
    assert trace(_WIPE.replace("wipe", "tidy_up") + "parallel tidy_up ::: 1\n").told() == []
