"""Conditionals of a Makefile, and variables that the environment may set: what is told under which condition, and what is decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from handover_generator.analysis._make_conditions import Clause, Conditionals, Question, in_words, stop
from handover_generator.analysis.makefile_reading import read_makefile
from handover_generator.analysis.walk import Walked
from handover_generator.model.inventory import Command

Recipes = Callable[[str, Mapping[str, str]], dict[str, Command]]
Told = Callable[[Command], list[str]]
Walk = Callable[[str, Mapping[str, str]], Walked]

PLACES = """\
ifeq ($(ENV),production)
  DB = main
else ifeq ($(ENV),staging)
  DB = stage
else
  DB = test
endif
reset:
\tdropdb $(DB)
"""


def _losses(command: Command) -> dict[str | None, str | None]:
    return {effect.target: effect.condition for effect in command.effects if effect.destructive}


def test_each_value_of_a_variable_is_told_under_its_condition(recipes: Recipes) -> None:
    assert _losses(recipes("Makefile", {"Makefile": PLACES})["reset"]) == {
        "main": "$ENV is production", "stage": "$ENV is staging", "test": "$ENV is not production and $ENV is not staging"}


@pytest.mark.parametrize(("words", "target"), [("ENV=production reset", "main"), ("reset ENV=staging", "stage"), ("reset ENV=", "test")])
def test_the_command_line_decides(words: str, target: str, walked: Walk) -> None:
    found = walked("run.sh", {"run.sh": f"#!/bin/sh\nmake {words}\n", "Makefile": PLACES})
    assert [(effect.target, effect.condition) for effect in found.effects if effect.destructive] == [(target, None)]


@pytest.mark.parametrize(("condition", "losses"), [
    ("ifeq ($(X),a)", {"one": "$X is a", "two": "$X is not a"}),
    ("ifneq (a,${X})", {"one": "$X is not a", "two": "$X is a"}),
    ("ifeq '$(X)' \"a\"", {"one": "$X is a", "two": "$X is not a"}),
    ("ifeq ($(strip $(X)),a)   # words", {"one": "$X is a", "two": "$X is not a"}),
    ("ifdef X", {"one": "$X is set", "two": "$X is not set"}),
    ("ifndef X", {"one": "$X is not set", "two": "$X is set"}),
    ("ifneq (,$(filter $(X),a b))", {"one": "$X is one of a, b", "two": "$X is not one of a, b"}),
    ("ifneq ($(filter a b,$(X)),)", {"one": "$X is one of a, b", "two": "$X is not one of a, b"}),
    ("ifneq ($(findstring prod,$(X)),)", {"one": "prod is in $X", "two": "prod is not in $X"}),
    ("ifneq (,$(wildcard .env))", {"one": ".env is there", "two": ".env is not there"}),
    ("ifeq ($(shell uname -s), Linux)", {"one": "$(uname -s) is Linux", "two": "$(uname -s) is not Linux"}),
    ("ifeq (,$(shell id -u deploy))", {"one": "$(id -u deploy) is empty", "two": "$(id -u deploy) is not empty"}),
    ("ifeq ($(KNOWN),a)", {"one": None}),
    ("ifeq ($(KNOWN),b)", {"two": None}),
    ("ifdef KNOWN", {"one": None}),
    ("ifndef NOTHING", {"one": None}),
    ("ifeq ($(USUAL),b)", {"one": "$USUAL is b", "two": "$USUAL is not b"}),
])
def test_what_a_conditional_decides(condition: str, losses: dict[str, str | None], recipes: Recipes) -> None:
    text = f"KNOWN = a\nNOTHING =\nUSUAL ?= a\n{condition}\ngo:\n\tdropdb one\nelse\ngo:\n\tdropdb two\nendif\n"
    assert _losses(recipes("Makefile", {"Makefile": text})["go"]) == losses
    inside = f"KNOWN = a\nNOTHING =\nUSUAL ?= a\ngo:\n{condition}\n\tdropdb one\nelse\n\tdropdb two\nendif\n"
    assert _losses(recipes("Makefile", {"Makefile": inside})["go"]) == losses


@pytest.mark.parametrize(("text", "losses"), [
    ("A = x\nifdef L\nA = y\nendif\ngo:\n\tdropdb $(A)\n", {"x": "$L is not set", "y": "$L is set"}),
    ("ifdef L\nA = y\nendif\ngo:\n\tdropdb a$(A)\n", {"a": "$L is not set", "ay": "$L is set"}),
    ("ifdef L\nA = y\nendif\nA ?= x\ngo:\n\tdropdb $(A)\n", {"${A}": "$L is not set", "y": "$L is set"}),
    ("ifdef L\nA = y\nendif\nA = x\ngo:\n\tdropdb $(A)\n", {"x": None}),                                     # what stands below counts
    ("ifdef L\nA = y\nB = 1\nelse\nA = z\nB = 2\nendif\ngo:\n\tdropdb $(A)$(B)\n", {"y1": "$L is set", "z2": "$L is not set"}),
    ("ifdef L\nA = y\nendif\nC = db-$(A)\nA ?= x\ngo:\n\tdropdb $(C)\n", {"db-${A}": "$L is not set", "db-y": "$L is set"}),
    ("ifdef L\nA = y\nelse\nA = y\nendif\ngo:\n\tdropdb $(A)\n", {"y": None}),                               # either way the same
    ("ifdef L\nO = -e\nendif\nifdef M\nO += -f\nendif\nO += --if-exists\ngo:\n\tdropdb $(O) shop\n", {"shop": None}),     # whatever holds
    ("ifdef L\nA = y\nelse\nA = z\nendif\nifdef L\ngo:\n\tdropdb $(A)\nendif\n", {"y": "$L is set"}),
    ("ifdef L\nifndef L\nA = y\nendif\nendif\ngo:\n\tdropdb a$(A)\n", {"a${A}": None}),                      # never
    ("go: A = own\nifdef L\nA = y\nendif\ngo:\n\tdropdb $(A)\n", {"own": None}),
    ("ifdef L\ngo: more\nendif\ngo:\n\ttrue\nmore:\n\tdropdb m\n", {"m": "$L is set"}),
    ("".join(f"ifdef L{each}\nA += y{each}\nendif\n" for each in range(6)) + "go:\n\tdropdb x$(A)\n", {"x${A}": None}),      # too many ways to tell
])
def test_variables_that_depend_on_conditions(text: str, losses: dict[str, str | None], recipes: Recipes) -> None:
    assert _losses(recipes("Makefile", {"Makefile": text})["go"]) == losses


@pytest.mark.parametrize(("setting", "command", "told", "needs"), [
    ("DB ?= pilot", "dropdb $(DB)", ["database delete ${DB} !"], {("DB", "pilot")}),
    ("export DB?=pilot", "dropdb ${DB}", ["database delete ${DB} !"], {("DB", "pilot")}),
    ("DB ?= pilot\nDB ?= other", "dropdb $(DB)", ["database delete ${DB} !"], {("DB", "pilot")}),
    ("BASE ?= pilot\nDB ?= $(BASE)", "dropdb $(DB)", ["database delete ${DB} !"], {("DB", "pilot")}),
    ("DB ?= pilot\nDB = main", "dropdb $(DB)", ["database delete main !"], set()),
    ("DB = main\nDB ?= pilot", "dropdb $(DB)", ["database delete main !"], set()),
    ("", "dropdb $(DB)", ["database delete ${DB} !"], {("DB", None)}),
    ("", "dropdb $(HOME)", ["database delete ${HOME} !"], set()),
    ("DROP ?= dropdb", "$(DROP) shop", ["database delete shop !"], set()),                                # which program that is, is told
    ("DROP ?= dropdb", "cd /srv && sudo $(DROP) shop", ["database delete shop !"], set()),
    ("DROP ?= dropdb\nRUN = $(DROP) --if-exists", "$(RUN) shop", ["database delete shop !"], set()),
    ("MANAGE ?= docker compose run --rm web python manage.py", "$(MANAGE) flush --noinput", ["database delete default !"], set()),
    ("FORCE ?= --noinput", "python manage.py flush $(FORCE)", ["database delete default !"], set()),
])
def test_a_variable_that_the_environment_may_set(setting: str, command: str, told: list[str], needs: set[tuple[str, str | None]],
                                                 recipes: Recipes, walked: Walk) -> None:
    texts = {"Makefile": f"{setting}\ngo:\n\t{command}\n", "manage.py": "import django\n"}
    found = recipes("Makefile", texts)["go"]
    assert [f"{effect.resource} delete {effect.target} !" for effect in found.effects if effect.destructive] == told
    assert {(need.name, need.default) for need in walked("Makefile", texts).needs if need.kind == "env"} == needs


def test_what_a_variable_usually_is_stands_beside_it(recipes: Recipes) -> None:
    effect, = recipes("Makefile", {"Makefile": "DB ?= pilot\ngo:\n\tdropdb shop-$(DB)\n"})["go"].effects
    assert effect.what == "drops shop-${DB} (by default shop-pilot)"


def test_what_is_added_under_a_condition_is_added_then(recipes: Recipes) -> None:
    text = "A = x\nifdef L\nA += y\nendif\nA += z\ngo:\n\ttouch $(A)\n"
    assert {effect.target: effect.condition for effect in recipes("Makefile", {"Makefile": text})["go"].effects} == {
        "x": None, "y": "$L is set", "z": None}


def test_a_variable_of_the_command_line_stands_before_the_usual_one(walked: Walk) -> None:
    found = walked("run.sh", {"run.sh": "#!/bin/sh\nmake go DB=main\n", "Makefile": "DB ?= pilot\ngo:\n\tdropdb $(DB)\n"})
    assert [effect.target for effect in found.effects] == ["main"]


def test_a_question_counts_for_the_lines_under_its_condition(recipes: Recipes) -> None:
    text = ("ifdef LIVE\ngo:\n\t@read -p 'Sure? ' a && [ \"$$a\" = y ]\n\tdropdb main\nelse\ngo:\n\tdropdb test\nendif\n"
            "each:\nifdef LIVE\n\t@read -p 'Sure? ' a && [ \"$$a\" = y ]\nendif\n\tdropdb each\n")
    found = recipes("Makefile", {"Makefile": text})
    asked = {effect.target: [guard.kind.value for guard in effect.guards] for name in ("go", "each") for effect in found[name].effects}
    assert asked == {"main": ["confirm"], "test": [], "each": []}


@pytest.mark.parametrize(("condition", "checked"), [
    ("ifeq ($(ENV),production)", True), ("ifneq ($(ENV),test)", True), ("ifndef NAME", False), ("ifeq ($(shell hostname),x)", False),
])
def test_where_make_stops_before_it_runs_anything(condition: str, checked: bool, recipes: Recipes) -> None:
    text = f"{condition}\n$(error not here)\nendif\ngo:\n\tdropdb main\n"
    effect, = recipes("Makefile", {"Makefile": text})["go"].effects
    assert any(guard.kind.value == "env_check" for guard in effect.guards) is checked


@pytest.mark.parametrize("line", ["else:", "elsewhere = 1", "iffy: a", "ifeq: a", "endifs", "endif-x: y", "if [ a ]"])
def test_what_only_looks_like_a_conditional(line: str) -> None:
    assert not Conditionals().take(line, {})


def test_a_conditional_without_end_reaches_no_further_than_its_file() -> None:
    makefile = read_makefile("include a.mk\nZ = 1\n", "Makefile", {"a.mk": "ifdef Q\nY = 1\n"}.get)
    assert [(one.condition != ()) for name in ("Y", "Z") for one in makefile.settings[name]] == [True, False]


def test_more_ends_than_conditionals() -> None:
    assert read_makefile("endif\nelse\nendif\ngo:\n\ttrue\n", "Makefile").first == "go"


@pytest.mark.parametrize(("left", "right", "same", "line"), [
    ("$(ENV)", "prod", True, 'if [ "${ENV}" = "prod" ]; then exit 1; fi'), ("$(ENV)", "", False, 'if [ "${ENV}" != "" ]; then exit 1; fi'),
    ("$(ENV)", "a b", True, None), ("$(shell id)", "", True, None), ("$(ENV)", '"; rm x', True, None), ("$(A.B)", "", True, None),
])
def test_a_stop_as_a_shell_asks_it(left: str, right: str, same: bool, line: str | None) -> None:
    assert stop((Clause(Question(left, right), same),)) == line


def test_a_stop_without_condition_is_none() -> None:
    assert stop(()) is None


def test_a_side_too_long_to_read_is_cut() -> None:
    assert [len(words) for words in in_words((Clause(Question("$(" + "x" * 500 + ")", ""), True),))] == [len(" is not set") + 60]
