"""Tasks of task files, run by name: what stands there under the name is told, and nothing else of the file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handover_generator.analysis.task_files import FORMATS

JUST = """\
set shell := ["bash", "-c"]
db := "shop"
where := env_var_or_default("PLACE", "/srv/here")
alias r := reset

# throw all away
[private]
@reset target="/srv/dev" *more: stop && tidy
    # nothing here
    -rm -rf {{target}} {{more}}
    dropdb {{db}}

stop:
    touch \\
      /srv/stopped

tidy: (say "/srv/said")
    rm {{ where }}/x

say what:
    touch {{what}}

two a b:
    touch {{a}}
    rm {{b}}

script:
    #!/usr/bin/env bash
    for f in a b; do
      rm /srv/$f
    done
"""
TASKFILE = """\
version: "3"
vars: {ROOT: /srv/root}
tasks:
  default: touch /srv/default
  wipe:
    desc: all of it
    deps: [stop]
    vars: {WHAT: "{{.ROOT}}/data"}
    cmds:
      - rm -rf {{.WHAT}}
      - cmd: rm {{.CLI_ARGS}}
      - task: more
        vars: {ONE: /srv/one}
  stop: {cmds: [touch /srv/stop]}
  more:
    - rm {{.ONE}}
"""
PYPROJECT = """\
[tool.pdm.scripts]
_.env_file = ".env"
seed = "touch"
both = {composite = ["seed /srv/a", "rm /srv/b"]}
pre_late = "touch /srv/before"
late = {shell = "rm /srv/late"}

[tool.poe.tasks]
clean.shell = "rm -rf /srv/poe"

[tool.hatch.envs.default.scripts]
drop = ["rm /srv/hatch", "seed /srv/z"]

[tool.hatch.envs.ops.scripts]
burn = "rm /srv/ops"

[tool.taskipy.tasks]
tidy = "rm /srv/taskipy"
"""
INCLUDING = {
    "Taskfile.yml": "includes:\n  db: ./ops/db.yml\n  more: {taskfile: ops}\ntasks:\n  all:\n    - task db:all\n    - task: more:wipe\n",
    "ops/db.yml": "tasks:\n  all: {deps: [b], cmds: [rm /srv/a]}\n  b: rm /srv/b\n",
    "ops/Taskfile.yml": "tasks: {wipe: rm /srv/c}\n",
}
COMPOSER = '{"scripts": {"wipe": ["@stop", "rm -rf /srv/php", "Shop\\\\Tasks::run"], "stop": "touch /srv/stop", "post-install-cmd": "rm /srv/no"}}'


@pytest.mark.parametrize(
    ("line", "files", "told"),
    [
        ("just reset", {"justfile": JUST}, ["write /srv/stopped", "delete /srv/dev !", "delete shop !", "write /srv/said", "delete ${PLACE}/x !"]),
        ("just db=other r /srv/a /srv/b", {"justfile": JUST},
         ["write /srv/stopped", "delete /srv/a !", "delete /srv/b !", "delete other !", "write /srv/said", "delete ${PLACE}/x !"]),
        ("just stop say /srv/x", {"justfile": JUST}, ["write /srv/stopped", "write /srv/x"]),
        ("just two /srv/a", {"justfile": JUST}, ["write /srv/a", "delete ${b} !"]),
        ("just script", {"justfile": JUST}, ["delete /srv/a !", "delete /srv/b !"]),
        ("just", {"justfile": "first:\n    touch /srv/first\nsecond:\n    rm /srv/second\n"}, ["write /srv/first"]),
        ("just -f ops/justfile say /srv/y", {"ops/justfile": JUST}, ["write /srv/y"]),
        ("cd ops && just say /srv/y", {"ops/justfile": JUST}, ["write /srv/y"]),
        ("just all", {"justfile": "all:\n    {{ just_executable() }} docker/wipe /srv/a\n", "docker/justfile": "wipe where:\n    rm -rf {{where}}\n"},
         ["delete /srv/a !"]),
        ("just db::wipe", {"justfile": "mod db\nwipe:\n    rm /srv/no\n", "db.just": "wipe: more\n    rm /srv/a\nmore:\n    rm /srv/b\n"},
         ["delete /srv/b !", "delete /srv/a !"]),
        ("just wipe", {"justfile": "import 'ops/more.just'\nother:\n    rm /srv/no\n", "ops/more.just": "wipe:\n    rm /srv/a\n"},
         ["delete /srv/a !"]),
        ("task all", INCLUDING, ["delete /srv/b !", "delete /srv/a !", "delete /srv/c !"]),
        ("just --list", {"justfile": JUST}, []),
        ("just -n reset", {"justfile": JUST}, []),
        ("just missing", {"justfile": JUST}, ["execute missing"]),
        ("just", {}, ["execute default"]),                      # whatever it is, it is somewhere else
        ("task", {"Taskfile.yml": TASKFILE}, ["write /srv/default"]),
        ("task wipe -- /srv/given", {"Taskfile.yml": TASKFILE},
         ["write /srv/stop", "delete /srv/root/data !", "delete /srv/given !", "delete /srv/one !"]),
        ("task wipe ROOT=/srv/other", {"Taskfile.yml": TASKFILE}, ["write /srv/stop", "delete /srv/other/data !", "delete /srv/one !"]),
        ("task tidy", {"pyproject.toml": PYPROJECT}, ["delete /srv/taskipy !"]),
        ("pdm run seed /srv/a", {"pyproject.toml": PYPROJECT}, ["write /srv/a"]),
        ("pdm run both", {"pyproject.toml": PYPROJECT}, ["write /srv/a", "delete /srv/b !"]),
        ("pdm run late", {"pyproject.toml": PYPROJECT}, ["write /srv/before", "delete /srv/late !"]),
        ("pdm run rm /srv/plain", {"pyproject.toml": PYPROJECT}, ["delete /srv/plain !"]),
        ("hatch run drop", {"pyproject.toml": PYPROJECT}, ["delete /srv/hatch !"]),
        ("hatch run ops:burn", {"pyproject.toml": PYPROJECT}, ["delete /srv/ops !"]),
        ("hatch run ops:drop", {"hatch.toml": "[envs.default.scripts]\ndrop = 'rm /srv/own'\n[envs.ops]\n"}, ["delete /srv/own !"]),
        ("poe clean", {"pyproject.toml": PYPROJECT}, ["delete /srv/poe !"]),
        ("pipenv run reset", {"Pipfile": "[scripts]\nreset = 'rm -rf /srv/pip'\n"}, ["delete /srv/pip !"]),
        ("pixi run reset", {"pixi.toml": "[tasks]\nreset = {cmd = 'rm -rf /srv/pixi', depends-on = ['a']}\na = 'touch /srv/a'\n"},
         ["write /srv/a", "delete /srv/pixi !"]),
        ("mise run reset", {"mise.toml": "[tasks.reset]\nrun = ['touch /srv/a', 'rm /srv/b']\n"}, ["write /srv/a", "delete /srv/b !"]),
        ("composer run-script wipe", {"composer.json": COMPOSER}, ["write /srv/stop", "delete /srv/php !"]),
        ("composer stop", {"composer.json": COMPOSER}, ["write /srv/stop"]),
    ],
)
def test_a_task_is_followed_by_its_name(line: str, files: dict[str, str], told: list[str], trace: Callable) -> None:
    assert [words.partition(" ")[2] for words in trace(f"{line}\n", files).told()] == told


def test_code_in_other_languages_is_an_unknown(trace: Callable) -> None:
    assert "dynamic-code" in trace("composer wipe\n", {"composer.json": COMPOSER}).unknowns()


def test_a_task_that_calls_itself_ends(trace: Callable) -> None:
    text = "a: b\n    rm /srv/a\nb: a\n    rm /srv/b\n"
    assert trace("just a\n", {"justfile": text}).told() == ["filesystem delete /srv/b !", "filesystem delete /srv/a !"]


def test_the_place_is_the_line_of_the_task(trace: Callable) -> None:
    act = trace("just two /srv/a /srv/b\n", {"justfile": JUST}).act("filesystem delete /srv/b")
    assert (act.at.path, act.at.line) == ("justfile", JUST.splitlines().index("    rm {{b}}") + 1)


def test_tasks_that_need_many_others_end_soon(trace: Callable) -> None:
    rows = [f"t{depth} n='': " + " ".join(f"(t{depth + 1} \"{number}\")" for number in range(9)) + "\n    rm /srv/x\n" for depth in range(8)]
    traced = trace("just t0\n", {"justfile": "\n".join([*rows, "t8 n='':\n    rm /srv/x\n"])})
    assert set(traced.told()) == {"filesystem delete /srv/x !"}
    assert "budget" not in traced.unknowns()


def test_tasks_that_are_nested_too_deep_are_said(trace: Callable) -> None:
    rows = [f"t{depth}: t{depth + 1}\n" for depth in range(15)]
    assert trace("just t0\n", {"justfile": "\n".join([*rows, "t15:\n    rm /srv/x\n"])}).unknowns() == ["budget"]


@given(text=st.text(st.sampled_from("abc:=[]{}\"'(),.\n\t -@&$#!*+\\ "), max_size=300))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_raises(text: str) -> None:
    for formats in FORMATS.values():
        for format_ in formats:
            for wrapped in (text, f'{{"scripts": {text}}}', f"tasks:\n  {text}", f"[tool.poe.tasks]\n{text}"):
                for task in format_.read(wrapped).values():
                    task.steps([], {})


@pytest.mark.parametrize(
    "text",
    [
        "a " * 50_000 + "b",
        "a: " + "(b " * 20_000,
        "a " + "b='" * 20_000 + ":",
        "a:\n" + "    {{" * 30_000,
        "x := " + '"' * 50_000,
        "a:" + " &&" * 30_000,
        "a:\n" + "    x \\\n" * 20_000,
        "tasks:\n  a:\n" + "    - {{.A}}\n" * 5_000,
    ],
)
def test_hostile_texts_end_soon(text: str) -> None:
    import time

    started = time.process_time()
    for formats in FORMATS.values():
        for format_ in formats:
            for task in format_.read(text).values():
                task.steps([], {})
    assert time.process_time() - started < 5
