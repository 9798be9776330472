"""What make gives to the shells of its recipes: one shell for all lines, and the variables that it exports."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from handover_generator.analysis.makefile_reading import read_makefile
from handover_generator.model.behaviour import GuardKind
from handover_generator.model.inventory import Command

Recipes = Callable[[str, Mapping[str, str]], dict[str, Command]]

CHILD = {"wipe.sh": "#!/bin/sh\ndropdb $DB\n"}


def _losses(command: Command) -> dict[str | None, str | None]:
    return {effect.target: effect.condition for effect in command.effects if effect.destructive}


def _kinds(command: Command) -> set[tuple[str, bool]]:
    (loss,) = [effect for effect in command.effects if effect.destructive]
    return {(guard.kind.value, guard.strong) for guard in loss.guards if guard.kind is not GuardKind.OUTPUT}


@pytest.mark.parametrize(("text", "lost"), [
    ("export DB = shop\nreset:\n\tdropdb $$DB\n", "shop"),
    ("export DB := shop\nreset:\n\tdropdb \"$${DB}\"\n", "shop"),
    ("DB = shop\nexport DB\nreset:\n\tdropdb $$DB\n", "shop"),
    ("NAME = shop\nDB = $(NAME)_old\nexport NAME DB\nreset:\n\tdropdb $$DB\n", "shop_old"),
    ("DB = shop\nexport\nreset:\n\tdropdb $$DB\n", "shop"),
    ("DB = shop\n.EXPORT_ALL_VARIABLES:\nreset:\n\tdropdb $$DB\n", "shop"),
    ("DB = shop\nexport $(shell sed 's/=.*//' .env)\nreset:\n\tdropdb $$DB\n", "shop"),
    ("reset: export DB = shop\nreset:\n\tdropdb $$DB\n", "shop"),
    ("export DB ?= shop\nreset:\n\tdropdb $$DB\n", "${DB}"),
    ("DB = shop\nreset:\n\tdropdb $$DB\n", "${DB}"),                                   # not exported
    ("DB = shop\nexport\nunexport DB\nreset:\n\tdropdb $$DB\n", "${DB}"),
    ("export DB = $(shell cat name)\nreset:\n\tdropdb $$DB\n", "${DB}"),
    ("export DB\nreset:\n\tdropdb $$DB\n", "${DB}"),                                   # whatever the environment has
])
def test_exported_variables_are_those_of_the_shells(recipes: Recipes, text: str, lost: str) -> None:
    assert list(_losses(recipes("Makefile", {"Makefile": text, **CHILD})["reset"])) == [lost]


def test_what_the_environment_may_set_has_its_default(recipes: Recipes) -> None:
    (loss,) = recipes("Makefile", {"Makefile": "export DB ?= shop\nreset:\n\tdropdb $$DB\n"})["reset"].effects
    assert loss.what == "drops ${DB} (by default shop)"


def test_each_value_of_an_exported_variable_is_told_under_its_condition(recipes: Recipes) -> None:
    text = "ifeq ($(ENV),production)\nexport DB = main\nelse\nexport DB = test\nendif\nreset:\n\tdropdb $$DB\n"
    assert _losses(recipes("Makefile", {"Makefile": text})["reset"]) == {"main": "$ENV is production", "test": "$ENV is not production"}


def test_what_stands_on_the_command_line_is_exported(recipes: Recipes) -> None:
    text = "all:\n\t$(MAKE) reset DB=shop\nreset:\n\tdropdb $$DB\n"
    found = recipes("Makefile", {"Makefile": text})
    assert _losses(found["all"]) == {"shop": None}
    assert _losses(found["reset"]) == {"${DB}": None}


@pytest.mark.parametrize(("text", "needed"), [
    ("export DB = shop\nreset:\n\t./wipe.sh\n", False), ("DB = shop\nreset:\n\t./wipe.sh\n", True),
    ("export DB = shop\nexport HOST = a\nunexport DB\nreset:\n\t./wipe.sh\n", True),
    ("DB = shop\n.EXPORT_ALL_VARIABLES:\nreset:\n\tcd . && test -f x && sh ./wipe.sh\n", False),
])
def test_a_script_that_is_started_needs_none_of_them(walked: Callable, text: str, needed: bool) -> None:
    needs = {need.name for need in walked("Makefile", {"Makefile": text, **CHILD}).needs if need.kind == "env"}
    assert ("DB" in needs) is needed


def test_a_line_that_asks_still_stands_before_the_next(recipes: Recipes) -> None:
    text = 'export DB = shop\nreset:\n\t@read -p "drop $$DB? " a; [ "$$a" = y ]\n\tdropdb $$DB\n'
    assert _kinds(recipes("Makefile", {"Makefile": text})["reset"]) == {("confirm", True)}


ONE = '.ONESHELL:\nreset:\n\tread -p "sure? " answer\n\t# a remark\n\n\tif [ "$$answer" != y ]; then exit 0; fi\n\tcd /srv/shop\n\trm -r data\n'


def test_one_shell_runs_all_lines(recipes: Recipes) -> None:
    found = recipes("Makefile", {"Makefile": ONE})["reset"]
    assert _losses(found) == {"/srv/shop/data": None}
    assert _kinds(found) == {("confirm", True)}
    assert [effect.at.line for effect in found.effects if effect.destructive] == [8]


def test_else_each_line_has_a_shell_of_its_own(recipes: Recipes) -> None:
    found = recipes("Makefile", {"Makefile": ONE.replace(".ONESHELL:\n", "")})["reset"]
    assert _losses(found) == {"data": None}
    assert ("confirm", True) not in _kinds(found)


def test_statements_may_go_over_several_lines(recipes: Recipes) -> None:
    text = ".ONESHELL:\nreset:\n\t@for x in a b; do\n\t  dropdb $$x\n\tdone\n"
    assert _losses(recipes("Makefile", {"Makefile": text})["reset"]) == {"a": None, "b": None}


@pytest.mark.parametrize(("flags", "strong"), [("", False), (".SHELLFLAGS = -ec\n", True), (".SHELLFLAGS = -eu -o pipefail -c\n", True)])
def test_a_line_that_fails_ends_it_only_where_the_shell_is_told_so(recipes: Recipes, flags: str, strong: bool) -> None:
    text = f'{flags}.ONESHELL:\nSHELL = /bin/bash\nreset:\n\tread -p "sure? " answer\n\t[ "$$answer" = y ]\n\tdropdb shop\n'
    assert (("confirm", True) in _kinds(recipes("Makefile", {"Makefile": text})["reset"])) is strong


def test_what_counts_under_a_condition_stays_apart(recipes: Recipes) -> None:
    text = ".ONESHELL:\nreset:\n\tdropdb a\nifdef ALL\n\tdropdb b\nendif\n"
    assert _losses(recipes("Makefile", {"Makefile": text})["reset"]) == {"a": None, "b": "$ALL is set"}


def test_another_program_than_a_shell_has_its_lines_apart() -> None:
    read = read_makefile(".ONESHELL:\nSHELL = /usr/bin/python3\nreset:\n\timport os\n\tos.remove('a')\n", "Makefile")
    assert [command.text for command in read.rules["reset"][0].commands] == ["import os", "os.remove('a')"]
