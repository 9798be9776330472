"""What a Makefile does for targets that only who asks for them knows, and names of targets that functions make."""

from __future__ import annotations

import pytest

from handover_generator.analysis.makefile_reading import read_makefile


def _told(text: str) -> dict[str, list[str]]:
    """The goals of a Makefile with the commands of each."""
    read = read_makefile(text, "Makefile")
    return {goal.name: [variant[0].render() for line in read.recipe(goal.name, {}, lambda _: False)[0] for variant in line.variants]
            for goal in read.goals()}


@pytest.mark.parametrize(("text", "told"), [
    ("drop-%:\n\tdropdb $*\n", {"drop-%": ["dropdb %"]}),
    ("all: run\n-include made.mk\nflags/%.done: flags/.keep\n\trm -rf /srv/$*\nflags/.keep:\n\tmkdir flags\n",
     {"flags/%.done": ["mkdir flags", "rm -rf /srv/%"]}),
    ("drop-%: check\n\tdropdb $*\ncheck:\n\tls\n", {"drop-%": ["ls", "dropdb %"], "check": ["ls"]}),
])
def test_a_pattern_that_no_rule_of_the_file_names(text: str, told: dict[str, list[str]]) -> None:
    assert _told(text) == told


@pytest.mark.parametrize("text", [
    "%.o: %.c\n\tcc $<\n",
    "%:\n\trm -rf $@\n",
    "drop-%:\n\techo\nall: drop-one\n",
    ".PHONY: drop-one\ndrop-%:\n\techo\n",
    "drop-%: check\n",
])
def test_a_pattern_that_builds_or_that_a_rule_names_is_asked_for_by_nobody(text: str) -> None:
    assert not any("%" in goal for goal in _told(text))


def test_a_function_in_the_name_of_a_target_is_one_word() -> None:
    text = ("ID := $(shell cat /proc/sys/kernel/random/boot_id)\nFLAGS = flags.$(ID)\n$(FLAGS)/latest : $(FLAGS)/.keep | x\n\tmv $@~ $@\n"
            "$(FLAGS)/.keep:\n\ttouch $@\nx:\n\tls\n")
    read = read_makefile(text, "Makefile")
    name = "flags.$(shell cat /proc/sys/kernel/random/boot_id)/"
    assert list(read.rules) == [f"{name}latest", f"{name}.keep", "x"]
    assert read.rules[f"{name}latest"][0].needs == [f"{name}.keep", "x"]
    assert _told(text)[f"{name}latest"] == ["touch flags.${make shell}/.keep", "ls", "mv flags.${make shell}/latest~ flags.${make shell}/latest"]


def test_names_with_a_function_that_never_ends() -> None:
    assert list(read_makefile("a $(shell " + "( " * 20_000 + ":\n\tls\n", "Makefile").rules)[:1] == ["a"]
