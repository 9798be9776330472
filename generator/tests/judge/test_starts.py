"""Scripts that were seen to run others while their calls were followed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from handover_generator.analysis.starts import with_followed_starts
from handover_generator.model.behaviour import Need
from handover_generator.model.inventory import Dependencies, Script, Starter
from handover_generator.model.location import Location
from handover_generator.model.source import SourceFile
from handover_generator.records import replace


def running(make: SimpleNamespace, path: str, *needs: Need) -> Script:
    return replace(make.script(path=path), dependencies=Dependencies(scripts=needs))


def run(what: str, by: str) -> Need:
    return Need(kind="script", name=what, at=Location(by, 4))


def test_who_runs_a_script_is_among_its_starters(make: SimpleNamespace) -> None:
    first, second = with_followed_starts([running(make, "a.sh", run("db/b.py", "a.sh")), make.script(path="db/b.py")], {})
    assert second.called_from == (Starter(path="a.sh", line=4, kind="script"),)
    assert first.called_from == make.script(path="a.sh").called_from


def test_what_is_known_or_far_away_is_not_told_again(make: SimpleNamespace) -> None:
    known = replace(make.script(path="b.py"), called_from=(Starter(path="a.sh", line=9, kind="script"),))
    assert with_followed_starts([running(make, "a.sh", run("b.py", "a.sh")), known], {})[1] is known
    assert with_followed_starts([running(make, "a.sh", run("b.py", "lib/c.sh")), known], {})[1] is known


def started_by(make: SimpleNamespace, text: str, *more: Script, by: str = "lib.sh") -> tuple[Starter, ...]:
    caller = running(make, "menu.sh", run("apps/shrink.sh", by), *(run(other.path, "menu.sh") for other in more))
    files = {"menu.sh": SourceFile(path="menu.sh", blob="0" * 40, size=len(text), text=text)}
    return with_followed_starts([caller, make.script(path="apps/shrink.sh"), *more], files)[1].called_from


@pytest.mark.parametrize("text", ["#!/bin/sh\nrun_part shrink\n", "# shrink\nrun 'shrink.sh'\n", "\ndo_it apps/shrink.sh\n"])
def test_a_function_of_a_library_that_is_told_its_name(make: SimpleNamespace, text: str) -> None:
    assert started_by(make, text) == (Starter(path="menu.sh", line=2, kind="script"),)


@pytest.mark.parametrize("text", [
    "run_part other\n", "# run shrink\n", "run shrink-all\n", "run unshrink\n", "run shrink.py\n", "run shrink_it\n"])
def test_a_script_that_does_not_name_it(make: SimpleNamespace, text: str) -> None:
    assert started_by(make, text) == ()


def test_what_another_script_starts_is_started_by_that_one(make: SimpleNamespace) -> None:
    between = running(make, "b.sh", run("apps/shrink.sh", "b.sh"))
    assert [starter.path for starter in started_by(make, "run b.sh\necho then shrink\n", between, by="b.sh")] == ["b.sh"]


def test_what_names_it_is_the_file_in_which_it_is_named(make: SimpleNamespace) -> None:
    """A program takes in the commands of a file in a module that is no script itself; where that is one, it tells so itself."""
    program = running(make, "shop/__main__.py", run("shop/users.py", "shop/cli.py"), run("shop/lists.py", "bin/a.sh"))
    told = with_followed_starts([program, make.script(path="bin/a.sh"), make.script(path="shop/lists.py"), make.script(path="shop/users.py")], {})
    starters = {script.path: [starter.path for starter in script.called_from] for script in told}
    assert {path: named for path, named in starters.items() if named} == {"shop/users.py": ["shop/cli.py"]}


def test_a_script_by_the_command_that_it_is_installed_as(make: SimpleNamespace) -> None:
    caller = running(make, "boot.py", run("jobs/tidy_up.py", "lib/osi.py"))
    text = 'TIDY = "{}/tidy-up".format(BIN)\nrun([TIDY])\n'
    files = {"boot.py": SourceFile(path="boot.py", blob="0" * 40, size=len(text), text=text)}
    told = with_followed_starts([caller, make.script(path="jobs/tidy_up.py")], files)[1].called_from
    assert told == (Starter(path="boot.py", line=1, kind="script"),)


def test_a_message_that_names_a_script_is_no_start_where_it_is_run(make: SimpleNamespace) -> None:
    said = replace(make.script(path="b.py"), called_from=(Starter(path="a.sh", line=2, kind="docs"), Starter(path="README.md", line=1, kind="docs")))
    told = with_followed_starts([running(make, "a.sh", run("b.py", "a.sh")), said], {})[1].called_from
    assert told == (Starter(path="README.md", line=1, kind="docs"), Starter(path="a.sh", line=4, kind="script"))


@pytest.mark.parametrize(("path", "text", "line"), [
    ("shop/jobs/tidy-up.py", ". bin/lib.sh\nrun_python shop.jobs.tidy-up \"$@\"\n", 2), ("src/shop/jobs/go.py", "run_python shop.jobs.go\n", 1),
    ("shop/jobs/__main__.py", "run_python shop.jobs --all\n", 1)])
def test_a_module_by_its_name(make: SimpleNamespace, path: str, text: str, line: int) -> None:
    caller = running(make, "bin/run.sh", run(path, "bin/lib.sh"))
    files = {"bin/run.sh": SourceFile(path="bin/run.sh", blob="0" * 40, size=len(text), text=text)}
    assert with_followed_starts([caller, make.script(path=path)], files)[1].called_from == (Starter(path="bin/run.sh", line=line, kind="script"),)


@pytest.mark.parametrize("text", [
    "run_python shop.jobs.tidy_all\n", "run_python other.shop.jobs.tidy\n", "# shop.jobs.tidy\n", "run_python jobs.tidy.all\n"])
def test_another_module(make: SimpleNamespace, text: str) -> None:
    caller = running(make, "bin/run.sh", run("shop/jobs/tidy.py", "bin/lib.sh"))
    files = {"bin/run.sh": SourceFile(path="bin/run.sh", blob="0" * 40, size=len(text), text=text)}
    assert with_followed_starts([caller, make.script(path="shop/jobs/tidy.py")], files)[1].called_from == ()


def test_a_loader_is_told_where_only_tests_name_a_script(make: SimpleNamespace) -> None:
    tested = replace(make.script(path="jobs/b.py"), called_from=(Starter(path="tests/test_b.py", line=1, kind="tests"),))
    told = with_followed_starts([running(make, "run.py", run("jobs/b.py", "lib/loading.py")), tested], {})[1].called_from
    assert [starter.path for starter in told] == ["tests/test_b.py", "lib/loading.py"]
    imported = replace(tested, called_from=(Starter(path="run.py", line=1, kind="import"),))
    assert with_followed_starts([running(make, "run.py", run("jobs/b.py", "lib/loading.py")), imported], {})[1] is imported
