"""Makefiles that nobody writes: they end, and say what was not followed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handover_generator.analysis.makefile_reading import read_makefile
from handover_generator.analysis.recipe_files import recipe_files
from handover_generator.analysis.walk import Walked
from handover_generator.languages._recipes import MAX_RECIPES
from handover_generator.model.inventory import Command
from handover_generator.model.source import SourceFile

Recipes = Callable[[str, Mapping[str, str]], dict[str, Command]]
LEVELS = "".join(f"V{level} = {f'$(V{level + 1})' * 50}\n" for level in range(12))


@pytest.mark.parametrize("text", [
    LEVELS + "all:\n\techo $(V0)\n",                                           # 50 times 50 times 50 ...
    LEVELS + "$(V0): x\n\ttrue\nall:\n\ttrue\n",
    "A = $(A) $(A)\nall:\n\techo $(A)\n",
    "all:\n\techo " + "$(if " * 3_000 + ")" * 3_000 + "\n",
    "all:\n\techo " + "$(call all,$(call all," * 500 + "))" * 500 + "\n",
    "x" + " " * 200_000 + "\nall:\n\ttrue\n",
    "all:\n\ttrue \\\n" + "\ttrue \\\n" * 20_000,
    "all: all b\nb: all\n\ttrue\n",
    "%: %.x\n\ttrue\n%.x: %\n\ttrue\nall: a\n\ttrue\n",
    "include Makefile Makefile ./Makefile\nall:\n\ttrue\n",
    "".join(f"ifdef X{level}\nA{level} = $(A{level + 1})\n" for level in range(2_000)) + "endif\n" * 2_000 + "all:\n\techo $(A0)\n",
    "".join(f"ifeq ($(A),{each})\nA = {each}\nelse " for each in range(1_000)) + "ifdef B\nendif\nall:\n\techo $(A)\n",
    "ifeq " + "(" * 50_000 + "\nendif\nall:\n\ttrue\n",
    "ifeq" + " " * 200_000 + "x\nendif\nall:\n\ttrue\n",
    "ifdef A\nall: a\nendif\nifndef A\nall: b\nendif\na: b\nb: a\n\ttrue\nall:\n\ttrue\n",
    "define x\nother:\n\ttrue\nendef\n" * 1_000 + "all:\n\ttrue\n",
])
def test_it_ends(text: str, recipes: Recipes) -> None:
    assert "all" in recipes("Makefile", {"Makefile": text})


def test_a_macro_without_end_takes_the_rest_as_make_stops_there(recipes: Recipes) -> None:
    assert recipes("Makefile", {"Makefile": "define x\nall:\n\ttrue\n"}) == {}


@pytest.mark.parametrize(("number", "told"), [(MAX_RECIPES, []), (MAX_RECIPES + 1, ["budget"])])
def test_more_recipes_than_are_followed(number: int, told: list[str], walked: Callable[[str, Mapping[str, str]], Walked]) -> None:
    text = "".join(f"t{each}:\n\ttouch /srv/{each}\n" for each in range(number))
    assert [unknown.kind for unknown in walked("Makefile", {"Makefile": text}).unknowns] == told


LINES = st.sampled_from(["ifdef a\n", "ifeq ($(a),b)\n", "ifneq (a,b)\n", "else\n", "else ifdef b\n", "endif\n", "a = b\n", "a ?= $(b)\n", "b += a\n",
                         "a: b\n", "b:\n", "\t$(a) $(b)\n", "$(error x)\n", "include a\n", "a b: %: a-%\n", "%: b\n", "\trm $@\n"])


@given(st.one_of(st.text(alphabet="ab%$(){}:=?+\\#; \t\n@-.,", max_size=120), st.lists(LINES, max_size=20).map("".join)))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text(text: str) -> None:
    makefile = read_makefile(text, "Makefile", {"a": text, "b": ""}.get)
    for goal in makefile.goals():
        lines, _ = makefile.recipe(goal.name, {}, {"a", "b"}.__contains__)
        assert all(1 <= line.at.line <= text.count("\n") + 1 for line in lines)
    files = {name: SourceFile(path=name, blob="", size=len(text), text=text) for name in ("Makefile", "justfile", "sub/Taskfile.yml")}
    assert set(recipe_files(files)) <= {"make", "just", "task"}
