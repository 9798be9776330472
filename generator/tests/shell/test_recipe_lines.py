"""What one line of a recipe asks, keeps and says stands before the lines behind it, as each runs only where the last went well."""

from __future__ import annotations

from collections.abc import Callable

import pytest

ASKED = "read -p 'Sure? ' answer && [ \"$$answer\" = y ]"


def makefile(*lines: str, more: str = "") -> dict[str, str]:
    return {"Makefile": "reset:" + more + "\n" + "".join(f"\t{line}\n" for line in lines)}


@pytest.mark.parametrize("line", [
    "@read -p 'Sure? ' answer && [ \"$$answer\" = y ]",
    "@echo -n 'Sure? [y/N] ' && read answer && [ $${answer:-N} = y ]",
    "@read -p 'Sure? ' answer; if [ \"$$answer\" != y ]; then echo stopped; exit 1; fi",
    "@read -p 'Sure? ' answer; [ \"$$answer\" = y ] || exit 1",
])
def test_a_question_in_the_first_line(line: str, trace: Callable) -> None:
    assert trace("make reset", makefile(line, "dropdb shop")).guards("database delete shop") == ["confirm"]


@pytest.mark.parametrize("line", [
    "-read -p 'Sure? ' answer && [ \"$$answer\" = y ]",                                # whatever is said, make goes on
    "@read -p 'Sure? ' answer; if [ \"$$answer\" != y ]; then exit 0; fi",             # the shell ends well, and the next line runs
    "@read -p 'Sure? ' answer; if [ \"$$answer\" = y ]; then rm -rf /srv/x; fi",
])
def test_a_question_that_holds_nothing_back(line: str, trace: Callable) -> None:
    assert trace("make reset", makefile(line, "dropdb shop")).guards("database delete shop") == []


def test_a_question_in_what_a_target_needs(trace: Callable) -> None:
    files = makefile("dropdb shop", more=" confirm")
    files["Makefile"] += f"confirm:\n\t@{ASKED}\n"
    assert trace("make reset", files).guards("database delete shop") == ["confirm"]


def test_copies_and_checks_of_the_lines_before(trace: Callable) -> None:
    traced = trace("make reset", makefile("pg_dump shop > /backup/shop.sql", "[ $$(hostname) = pilot1 ]", "dropdb shop"))
    assert set(traced.guards("database delete shop")) == {"backup", "env_check"}


def test_what_is_said_before(trace: Callable) -> None:
    act = trace("make reset", makefile("@echo Dropping the shop", "dropdb shop")).act("database delete shop")
    assert [guard.kind.value for guard in act.guards] == ["output"]


def test_nothing_runs_behind_a_line_that_fails(trace: Callable) -> None:
    assert trace("make reset", makefile("@echo 'use reset-pilot instead'; exit 1", "dropdb shop")).told() == []
    assert trace("make reset", makefile("@false", "dropdb shop")).told() == []
    assert trace("make reset", makefile("-@false", "dropdb shop")).told() == ["database delete shop !"]


def test_variables_and_folders_of_a_line_are_its_own(trace: Callable) -> None:
    assert trace("make reset", makefile("cd /srv && X=a && rm $$X", "rm ./b")).told() == ["filesystem delete /srv/a !", "filesystem delete b !"]


def test_a_question_of_just(trace: Callable) -> None:
    files = {"justfile": "[confirm(\"Drop it all?\")]\nreset: tell\n  dropdb shop\n\ntell:\n  rm /srv/x\n\n[private]\nother:\n  rm /srv/y\n"}
    traced = trace("just reset", files)
    assert traced.guards("database delete shop") == traced.guards("filesystem delete /srv/x") == ["confirm"]
    assert "asks: Drop it all?" in {guard.detail for guard in traced.act("database delete shop").guards}
    assert trace("just other", files).guards("filesystem delete /srv/y") == []


def test_questions_and_conditions_of_a_taskfile(trace: Callable) -> None:
    files = {"Taskfile.yml": """\
version: "3"
tasks:
  reset:
    prompt: Drop it all?
    preconditions:
      - sh: test "$(hostname)" = pilot1
    cmds:
      - dropdb shop
  careless:
    cmds:
      - cmd: read -p 'Sure? ' answer && [ "$answer" = y ]
        ignore_error: true
      - dropdb shop
"""}
    assert trace("task reset", files).guards("database delete shop") == ["confirm", "env_check"]
    assert trace("task careless", files).guards("database delete shop") == []


@pytest.mark.parametrize(("lines", "told"), [
    (["rm -rf /srv/site", "mv /srv/site_new /srv/site"], "filesystem delete /srv/site"),
    (["rm -rf /srv/site", "cp -r new /srv/site"], "filesystem delete /srv/site"),
    (["rm -rf /srv/site", "mkdir /srv/site"], "filesystem delete /srv/site !"),
    (["mv /srv/site_new /srv/site", "rm -rf /srv/site"], "filesystem delete /srv/site !"),
    (["rm -rf /srv/site", "mv /srv/other /srv/site/other"], "filesystem delete /srv/site !"),
    (["rm -rf /srv/site", "if [ -d new ]; then mv new /srv/site; fi"], "filesystem delete /srv/site !"),          # perhaps nothing does
    (["rm -rf /srv/site", "ls", "ls", "mv new /srv/site"], "filesystem delete /srv/site !"),                    # much may fail before
])
def test_what_a_line_behind_puts_in_its_place(lines: list[str], told: str, trace: Callable) -> None:
    assert told in trace("make reset", makefile(*lines)).told()
