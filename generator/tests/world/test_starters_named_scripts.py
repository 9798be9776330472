"""Scripts that a function of the shell reads in or runs by the name that it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

Started = Callable[[str, Mapping[str, str]], list[str]]

SOURCES = """#!/bin/bash
run_script() {
    local name=${1-}
    shift
    local file="${ROOT}/scripts/${name}.sh"
    [[ -f ${file} ]] || exit 1
    source "${file}"
    ${name} "$@"
}
"""
STEPS = "#!/bin/sh\nrun_step() {\n  bash \"$DIR/scripts/$1.sh\" \"$2\"\n}\n"
RESET = "#!/bin/bash\nreset_db() {\n  rm -rf /srv/db\n}\n"


@pytest.mark.parametrize(("head", "line"), [
    (SOURCES, "run_script reset_db"), (SOURCES, "run_script 'reset_db' \"$1\""), (SOURCES, "if run_script \"reset_db\"; then echo x; fi"),
    (STEPS, "run_step reset_db now"), (STEPS.replace("bash ", ". "), "  run_step reset_db"),
    (STEPS.replace("bash ", "sudo bash "), "run_step reset_db"),
])
def test_a_script_is_started_where_its_name_is_given(started: Started, head: str, line: str) -> None:
    texts = {"lib/run.sh": head, "bin/go.sh": f"#!/bin/bash\nsource lib/run.sh\n{line}\n", "scripts/reset_db.sh": RESET}
    assert started("scripts/reset_db.sh", texts) == ["bin/go.sh:3 script"]


def test_names_that_are_held_where_one_of_them_is_given(started: Started) -> None:
    table = "#!/bin/bash\ndeclare -A TABLE=(\n  [-r]=\"reset_db\"\n)\nrun_script \"${TABLE[$1]}\"\n"
    texts = {"lib/run.sh": SOURCES, "bin/go.sh": table, "scripts/reset_db.sh": RESET}
    assert started("scripts/reset_db.sh", texts) == ["bin/go.sh:3 script"]
    assert started("scripts/reset_db.sh", {**texts, "bin/go.sh": table.replace("run_script \"${TABLE[$1]}\"", "echo \"${TABLE[$1]}\"")}) == []


@pytest.mark.parametrize(("head", "line"), [
    (SOURCES, "run_script other"), (SOURCES, "# run_script reset_db"), (SOURCES, "my_run_script reset_db"),
    (SOURCES, "echo run_script reset_db_now"),
    (SOURCES.replace("source \"${file}\"", "echo \"${file}\""), "run_script reset_db"),
    (SOURCES.replace("/scripts/", "/parts/"), "run_script reset_db"),
    (SOURCES.replace("name=${1-}", "name=$SCRIPT"), "run_script reset_db"),
])
def test_what_is_no_such_call_starts_nothing(started: Started, head: str, line: str) -> None:
    texts = {"lib/run.sh": head, "bin/go.sh": f"#!/bin/bash\nsource lib/run.sh\n{line}\n", "scripts/reset_db.sh": RESET}
    assert [row for row in started("scripts/reset_db.sh", texts) if "docs" not in row] == []


def test_two_functions_of_one_name_mean_nothing(started: Started) -> None:
    texts = {"lib/run.sh": SOURCES, "other/run.sh": SOURCES.replace("/scripts/", "/steps/"), "steps/a.sh": "ls\n",
             "bin/go.sh": "#!/bin/bash\nrun_script reset_db\n", "scripts/reset_db.sh": RESET}
    assert started("scripts/reset_db.sh", texts) == []
