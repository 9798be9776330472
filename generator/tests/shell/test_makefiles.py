"""How make finds the recipe of a target: by a pattern, in a file that is included, by a static pattern."""

from __future__ import annotations

from collections.abc import Callable

import pytest

MAKEFILE = """include common.mk
-include mk/*.local.mk missing.mk
SERVICES = web worker
up.%: check
	docker compose up -d $*
FIRST = web
up.all: up.$(FIRST)
	@echo done
down-%-now:
	dropdb $*
check:
	ls /srv
$(SERVICES): %: mk/%.txt
	rm -rf /srv/$*/$@
%.out: %.in
	rm -rf /srv/in
%.page: %.page.j2
	rm -rf /srv/page
front.page: extra
extra:
.PHONY: loud.x
loud.%:
	rm -rf /srv/loud
"""
FILES = {"Makefile": MAKEFILE, "common.mk": "clean: wipe\nwipe:\n\trm -rf $(WHERE)\nWHERE = /srv/w\n", "front.page.j2": "",
         "sh/Makefile": "include ../common.mk\n"}


@pytest.mark.parametrize(("goal", "told"), [
    ("up.web", ["container write web"]),
    ("down-web-now", ["database delete web !"]),
    ("clean", ["filesystem delete /srv/w !"]),
    ("-C sh clean", ["filesystem delete /srv/w !"]),
    ("web", ["filesystem delete /srv/web/web !"]),
    ("front.page", ["filesystem delete /srv/page !"]),
    ("a.out", ["filesystem delete /srv/in !"]),                               # asked for by name
])
def test_the_recipe_that_make_takes(goal: str, told: list[str], trace: Callable) -> None:
    traced = trace(f"make {goal}", FILES)
    assert traced.told() == told
    assert traced.unknowns() == []


def test_what_a_target_needs_is_made_by_a_pattern(trace: Callable) -> None:
    traced = trace("make up.all", FILES)
    assert [told.split(" ")[:2] for told in traced.told()] == [["container", "write"]]


@pytest.mark.parametrize("goal", ["up.", "common", "missing.mk", "loud.x"])
def test_what_no_pattern_makes(goal: str, trace: Callable) -> None:
    traced = trace(f"make {goal}", FILES)
    assert traced.told() == []


def test_the_shortest_rest_is_taken(trace: Callable) -> None:
    text = "up.%:\n\ttouch /srv/all\nup.db.%:\n\ttouch /srv/db\nup.db.main:\n\ttouch /srv/main\n"
    assert trace("make up.db.x", {"Makefile": text}).told() == ["filesystem write /srv/db"]
    assert trace("make up.db.main", {"Makefile": text}).told() == ["filesystem write /srv/main"]
    assert trace("make up.x", {"Makefile": text}).told() == ["filesystem write /srv/all"]


def test_a_variable_in_what_a_pattern_stands_for_is_no_command(trace: Callable) -> None:
    text = "all: up.$(rm)\nup.%:\n\tdocker compose up -d $* $@\n"
    traced = trace("make all", {"Makefile": text})
    assert traced.unknowns() == []
    assert all(told.startswith("container write") for told in traced.told())


def test_files_that_include_each_other_end(trace: Callable) -> None:
    files = {"Makefile": "include b.mk\na:\n\trm -rf /srv/a\n", "b.mk": "include Makefile\ninclude b.mk\n"}
    assert trace("make a", files).told() == ["filesystem delete /srv/a !"]


def test_a_file_that_a_line_before_made_is_no_loss(trace: Callable) -> None:
    text = "probe:\n\ttouch /srv/t\n\tls /srv/t\n\trm /srv/t\nlog:\n\techo x >> /srv/t\n\trm /srv/t\nother:\n\ttouch /srv/t\n\trm /srv/u\n"
    assert trace("make probe", {"Makefile": text}).told() == ["filesystem write /srv/t", "filesystem delete /srv/t"]
    assert trace("make log", {"Makefile": text}).told() == ["filesystem write /srv/t", "filesystem delete /srv/t !"]
    assert trace("make other", {"Makefile": text}).told() == ["filesystem write /srv/t", "filesystem delete /srv/u !"]


@pytest.mark.parametrize(("words", "told", "unknowns"), [
    ("$TARGET", [], ["dynamic-command"]),
    ('"$@"', [], ["dynamic-command"]),
    ("wipe-$STAGE", ["filesystem delete /srv/test !", "filesystem delete /srv/live !"], ["dynamic-command"]),
    ("${TARGET:-up}", ["filesystem write /srv/up"], []),
    ("WHERE=$DIR up", ["filesystem write /srv/up"], []),
    ("-j$JOBS up", ["filesystem write /srv/up"], []),
    ("", ["filesystem delete /srv/first !"], []),
    ("all-of-it", ["filesystem delete /srv/x !", "filesystem write /srv/y"], []),
])
def test_targets_that_only_a_run_knows(words: str, told: list[str], unknowns: list[str], trace: Callable) -> None:
    text = ("first:\n\trm -rf /srv/first\nup:\n\ttouch /srv/up\nwipe-test:\n\trm -rf /srv/test\nwipe-live:\n\trm -rf /srv/live\n"
            "define wiped\n# of one\n@rm -rf /srv/$(1)\ntouch /srv/y\nendef\nall-of-it:\n\t$(call wiped,x)\n")
    traced = trace(f"make {words}", {"Makefile": text})
    assert sorted(traced.told()) == sorted(told)
    assert traced.unknowns() == unknowns


def test_a_recipe_of_more_commands_than_are_told_says_so(trace: Callable) -> None:
    traced = trace("make all", {"Makefile": "all:\n" + "".join(f"\ttouch /srv/{number}\n" for number in range(201))})
    assert traced.unknowns() == ["budget"]
    assert trace("make all", {"Makefile": "all:\n" + "".join(f"\ttouch /srv/{number}\n" for number in range(200))}).unknowns() == []
