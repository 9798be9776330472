"""Make says where it runs as ``$(CURDIR)`` and ``$(shell pwd)``: the folder of its file, told as paths of the repository are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from handover_generator.model.inventory import Command

Recipes = Callable[[str, Mapping[str, str]], dict[str, Command]]
Told = Callable[[Command], list[str]]


@pytest.mark.parametrize("here", ["$(CURDIR)", "${CURDIR}", "$(shell pwd)", "$(PWD)", "$(HERE)", "$(abspath .)"])
def test_a_path_that_begins_with_it(here: str, recipes: Recipes, told: Told) -> None:
    text = f"HERE := $(shell  pwd -P)\nDATA = {here}/data\nclear:\n\trm -rf $(DATA)/old\n\tcd /srv && rm -rf \"{here}/new\"\n\t{here}/tool.sh\n"
    for folder in ("", "sub/"):
        found = recipes(folder + "Makefile", {folder + "Makefile": text, folder + "tool.sh": "rm -rf /srv/q\n"})
        assert told(found["clear"]) == ["filesystem delete /srv/q !", f"filesystem delete {folder}data/old !", f"filesystem delete {folder}new !"]


@pytest.mark.parametrize(("line", "expected"), [
    ("curl -T a http://x/$(CURDIR)/b", "http write http://x/${CURDIR}/b"),
    ("psql -c \"COPY a TO '$(CURDIR)/b.csv'\"", "filesystem write ${CURDIR}/b.csv"),
    ("rm -rf /srv$(CURDIR)", "filesystem delete /srv${CURDIR} !"),
])
def test_inside_of_a_word_it_is_called_by_its_variable(line: str, expected: str, recipes: Recipes, told: Told) -> None:
    assert expected in told(recipes("sub/Makefile", {"sub/Makefile": f"go:\n\t{line}\n"})["go"])


def test_another_folder_is_not_it(recipes: Recipes, told: Told) -> None:
    text = "A = $(shell pwd | cut -c1-3)\nB = $(realpath ..)\ngo:\n\trm -rf $(A)/x $(B)/y\n"
    assert told(recipes("Makefile", {"Makefile": text})["go"]) == ["filesystem delete ${make shell}/x !", "filesystem delete ../y !"]
