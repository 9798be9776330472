"""Functions of make whose arguments are known, and programs that start what they are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from handover_generator.analysis._make_functions import given
from handover_generator.analysis.walk import Walked

Walks = Callable[[str, Mapping[str, str]], Walked]
SEED = {"tools/seed.py": "import os\nos.remove('/srv/seeded')\n"}


@pytest.mark.parametrize(("function", "arguments", "gives"), [
    ("strip", [" a  b "], "a b"), ("firstword", ["a b"], "a"), ("lastword", ["a b"], "b"), ("firstword", [""], ""), ("notdir", ["x/a.c b"], "a.c b"),
    ("dir", ["x/a.c b"], "x/ ./"), ("basename", ["x.y/a a.c"], "x.y/a a"), ("suffix", ["a.c"], ".c"), ("or", ["", " ", "b", "c"], "b"),
    ("addprefix", ["x/", "a b"], "x/a x/b"), ("addsuffix", [".o", "a b"], "a.o b.o"), ("subst", ["a", "b", "aca"], "bcb"), ("sort", ["b a b"], "a b"),
    ("shell", ["command -v python3"], "python3"), ("shell", ["which /usr/bin/psql 2>/dev/null || echo no"], "psql"),
    ("shell", ["{ command -v python3.12 || command -v python; } 2>/dev/null"], "python3.12"), ("shell", ["basename \"tools/seed.py\""], "seed.py"),
    ("shell", ["dirname tools/seed.py"], "tools"), ("shell", ["date +%F"], None), ("shell", ["basename $x"], None), ("wildcard", ["*.c"], None),
    ("shell", ["command -v a && rm -rf /srv"], None), ("patsubst", ["%.c", "%.o", "a.c"], None),
])
def test_what_a_function_gives(function: str, arguments: list[str], gives: str | None) -> None:
    assert given(function, arguments) == gives


@pytest.mark.parametrize("head", [
    'PY := "$(shell { command -v python3.12 || command -v python3; } 2>/dev/null)"\n',
    "PY := env/bin/$(shell basename $(shell which python3))\n", "PY = $(strip  python3 )\n", "PY = $(or $(strip ),python3)\n",
    "BIN := $(shell python3 -c 'print(1)')\nPY := env/$(BIN)/$(notdir /usr/bin/python3)\n",
])
def test_a_command_that_functions_put_together(walked: Walks, head: str) -> None:
    found = walked("Makefile", {**SEED, "Makefile": f"{head}seed:\n\t$(PY) tools/seed.py\n"})
    assert [(effect.action, effect.target) for effect in found.effects if effect.destructive] == [("delete", "/srv/seeded")]


LAUNCHERS = {
    "rest": "import argparse, os\np = argparse.ArgumentParser()\np.add_argument('-e')\np.add_argument('cmd', nargs=argparse.REMAINDER)\n"
            "args = p.parse_args()\nos.execvpe(args.cmd[0], args.cmd, os.environ)\n",
    "words": "import subprocess, sys\nsubprocess.check_call(sys.argv[1:])\n",
    "execs": "import os, sys\nos.execvp(sys.argv[2], sys.argv[2:])\n",
}


@pytest.mark.parametrize("launcher", LAUNCHERS)
@pytest.mark.parametrize("line", ["python3 tools/seed.py", "./tools/reset.sh", "-e a.env python3 tools/seed.py", "env A=b ./tools/reset.sh"])
def test_a_program_that_starts_what_it_is_given(walked: Walks, launcher: str, line: str) -> None:
    files = {**SEED, "tools/reset.sh": "#!/bin/sh\nrm -r /srv/seeded\n", "run.py": LAUNCHERS[launcher],
             "Makefile": f"seed:\n\tpython3 run.py {line}\n"}
    found = walked("Makefile", files)
    assert [(effect.target, effect.confidence.value) for effect in found.effects if effect.destructive] == [("/srv/seeded", "inferred")]


@pytest.mark.parametrize("launcher", [
    "import sys\nprint(sys.argv[1:])\n", "import argparse\np = argparse.ArgumentParser()\np.add_argument('cmd', nargs=argparse.REMAINDER)\n",
    "import subprocess, sys\nsubprocess.check_call(['ls', sys.argv[1]])\n",
])
def test_a_program_that_only_takes_words(walked: Walks, launcher: str) -> None:
    files = {**SEED, "run.py": launcher, "Makefile": "seed:\n\tpython3 run.py python3 tools/seed.py\n"}
    assert not [effect for effect in walked("Makefile", files).effects if effect.destructive]
