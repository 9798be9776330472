"""Files of recipes: which recipes people run by name, what each does alone, and where it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from handover_generator.languages import go_task, just, make
from handover_generator.model.inventory import Command
from handover_generator.model.source import NO_RECIPES, RECIPES, Module, SourceFile

Recipes = Callable[[str, Mapping[str, str]], dict[str, Command]]
Told = Callable[[Command], list[str]]

MAKEFILE = """\
# What we run from day to day.

include ops/more.mk
DB = shop

.PHONY: reset confirm clean all
all: reset clean
reset: confirm  ## Throw the database away
	dropdb $(DB)
	python tools/seed.py
confirm:
	@read -p 'Sure? ' answer && [ "$$answer" = y ]
# Take away what was built
clean:
	rm -rf build /srv/cache
build/page.html: page.txt
	cp page.txt build/page.html
%.css: %.scss
	sassc $< $@
.DEFAULT:
	rm /srv/y
"""
MAKEFILES = {"Makefile": MAKEFILE, "ops/more.mk": "ship:\n\tscp build/page.html app1:/srv\n",
             "tools/seed.py": "import os\nos.remove('/srv/seeded')\n", "page.txt": ""}
JUSTFILE = """\
# Drop it
reset name="shop": _stop
  dropdb {{name}}

_stop:
  rm /srv/a

[private]
hidden:
  rm /srv/b
"""
TASKFILE = """\
version: "3"
tasks:
  reset:
    desc: Drop it
    deps: [stop]
    cmds: [dropdb shop]
  stop:
    internal: true
    cmds: [rm /srv/a]
"""


def test_the_targets_of_a_makefile(recipes: Recipes, told: Told) -> None:
    found = recipes("Makefile", MAKEFILES)
    assert {name: told(command) for name, command in found.items()} == {
        "all": ["database delete shop !", "filesystem delete /srv/cache !", "filesystem delete /srv/seeded !", "filesystem delete build"],
        "reset": ["database delete shop !", "filesystem delete /srv/seeded !"],
        "confirm": [],
        "clean": ["filesystem delete /srv/cache !", "filesystem delete build"],          # its own recipe makes what lies in build
        "build/page.html": ["filesystem write build/page.html"],
        "ship": ["remote-host write app1:/srv"],
    }


def test_where_a_target_is_written_and_what_is_said_of_it(recipes: Recipes) -> None:
    found = recipes("Makefile", MAKEFILES)
    assert {name: (str(command.at.path), command.at.line, command.says) for name, command in found.items() if command.says} == {
        "reset": ("Makefile", 8, "Throw the database away"), "clean": ("Makefile", 14, "Take away what was built")}
    assert (found["ship"].at.path, found["ship"].at.line) == ("ops/more.mk", 1)


def test_a_trail_begins_at_the_line_of_the_recipe(recipes: Recipes) -> None:
    effect = next(effect for effect in recipes("Makefile", MAKEFILES)["reset"].effects if effect.target == "/srv/seeded")
    assert [(step.path, step.line, step.name) for step in effect.via] == [("Makefile", 10, "seed.py")]
    assert {guard.kind.value for guard in effect.guards} == {"confirm"}


@pytest.mark.parametrize(("path", "text"), [
    ("sub/Makefile", "clear:\n\trm -rf ../data/*\n\tpython tool.py\nother:\n\ttrue\n"),
    ("sub/justfile", "clear:\n  rm -rf ../data/*\n  python tool.py\n"),
])
def test_a_recipe_runs_in_the_folder_of_its_file(path: str, text: str, recipes: Recipes) -> None:
    effects = recipes(path, {path: text, "sub/tool.py": "import os\nos.remove('x')\n"})["clear"].effects
    assert {(effect.target, effect.at.path) for effect in effects if effect.destructive} == {("data/*", path), ("x", "sub/tool.py")}


@pytest.mark.parametrize(("path", "text", "line"), [("justfile", JUSTFILE, 2), ("Taskfile.yml", TASKFILE, 3)])
def test_what_is_hidden_runs_only_for_others(path: str, text: str, line: int, recipes: Recipes, told: Told) -> None:
    found = recipes(path, {path: text})
    assert {name: (command.says, command.at.line, told(command)) for name, command in found.items()} == {
        "reset": ("Drop it", line, ["database delete shop !", "filesystem delete /srv/a !"])}


def test_a_file_that_make_is_told_by_its_first_line(recipes: Recipes, told: Told) -> None:
    text = "#!/usr/bin/make -f\n%:\n\tdh $@\noverride_dh_clean:\n\trm -rf /srv/left\n\tdh_clean\nbinary:\n\ttrue\n"
    found = recipes("debian/rules", {"debian/rules": text})
    assert told(found["override_dh_clean"]) == ["filesystem delete /srv/left !"]


@pytest.mark.parametrize(("language", "path", "text", "starts"), [
    (make, "Makefile", "a:\n\ttrue\n", RECIPES),
    (make, "Makefile", "CFLAGS = -O2\nexport CFLAGS\n", NO_RECIPES),
    (make, "Makefile", "%.o: %.c\n\tcc $<\n", NO_RECIPES),
    (make, "Makefile", "", NO_RECIPES),
    (just, "justfile", "a:\n  true\n", RECIPES),
    (just, "justfile", "x := 'a'\n_a:\n  true\n", NO_RECIPES),
    (go_task, "Taskfile.yml", "tasks: {a: {cmds: [ls]}}", RECIPES),
    (go_task, "Taskfile.yml", "tasks: [", NO_RECIPES),
    (go_task, "Taskfile.yml", "tasks: {a: {cmds: [ls], internal: true}}", NO_RECIPES),
])
def test_a_file_without_recipes_for_people(language: object, path: str, text: str, starts: str) -> None:
    module = language.LANGUAGE.read(SourceFile(path=path, blob="", size=len(text), text=text))  # type: ignore[attr-defined]
    assert isinstance(module, Module)
    assert module.starts == (starts,)


@pytest.mark.parametrize("path", ["Makefile.in", "Makefile.am", "lib.mk", "Makefile.txt", "Justfile.md", "my-justfile", "Taskfile", "makefile.py"])
def test_files_that_no_tool_finds_by_itself(path: str) -> None:
    file = SourceFile(path=path, blob="", size=4, text="a:\n\ttrue\n")
    assert not any(language.LANGUAGE.claims(file) for language in (make, just, go_task))


@pytest.mark.parametrize(("text", "purpose"), [
    ("# What we run from day to day.\n\na:\n\ttrue\n", "What we run from day to day."),
    ("# Builds it\na:\n\ttrue\n", None),                                            # speaks of the target below it
    ("#\n# Makes the shop\n#\n\n# The database\nDB = shop\na:\n\ttrue\n", "Makes the shop"),
    ("a:\n\ttrue\n", None),
])
def test_what_a_makefile_says_of_itself(text: str, purpose: str | None) -> None:
    file = SourceFile(path="Makefile", blob="", size=len(text), text=text)
    module = make.LANGUAGE.read(file)
    assert isinstance(module, Module)
    said = make.LANGUAGE.header(file, module).purpose
    assert (said.text if said is not None else None) == purpose


def test_each_line_of_a_long_recipe_has_its_place(recipes: Recipes) -> None:
    makefile = "reset:\n\tset -e; \\\n\tdropdb shop; \\\n\tif [ -d /srv/a ]; then \\\n\t  rm -rf /srv/a; \\\n\tfi\nother:\n\ttrue\n"
    found = recipes("Makefile", {"Makefile": makefile})["reset"]
    assert {(effect.target, effect.at.line) for effect in found.effects} == {("shop", 3), ("/srv/a", 5)}
    justfile = "reset name:\n  #!/usr/bin/env bash\n\n  dropdb {{name}}\n  ssh app1 <<END\n  rm -rf /srv/a\n  rm -rf /srv/b\n  END\n"
    found = recipes("ops/justfile", {"ops/justfile": justfile})["reset"]
    assert {(effect.target, effect.at.line) for effect in found.effects if effect.destructive} == {("${name}", 4), ("/srv/a", 6), ("/srv/b", 7)}


@pytest.mark.parametrize("compiled", ["cc main.o -o $(EXEC)", "$(CC) main.o $(LDFLAGS) -o shop -v", "GOOS=linux go build -o ./shop .",
                                      "clang++ -O2 -o shop a.cpp"])
def test_what_a_compiler_wrote_is_made_again(compiled: str, recipes: Recipes, told: Told) -> None:
    text = f"EXEC = shop\nall: main.o\n\t{compiled}\nclean:\n\trm -f $(EXEC)\nwipe:\n\trm -f shop data\n"
    found = recipes("Makefile", {"Makefile": text})
    assert told(found["clean"]) == ["filesystem delete shop"]
    assert "filesystem delete data !" in told(found["wipe"])


@pytest.mark.parametrize("other", ["tar -o shop x", "cc main.o; sort -o shop x", "echo cc main.o"])
def test_what_no_compiler_wrote_is_lost(other: str, recipes: Recipes, told: Told) -> None:
    text = f"all: main.o\n\t{other}\nclean:\n\trm -f shop\n"
    assert "filesystem delete shop !" in told(recipes("Makefile", {"Makefile": text})["clean"])
