"""Tables longer than the sets of values that are kept: none of what their rows run is lost, or it is told that some is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

NAMES = [f"f{number}" for number in range(14)]
FUNCTIONS = "".join(f"def {name}(x=0):\n    os.remove('/srv/{name}')\n" for name in NAMES)
CLASSES = "".join(f"class {name}:\n    @classmethod\n    def run(cls):\n        os.remove('/srv/{name}')\n" for name in NAMES)
PAIRS = "{" + ", ".join(f"'{name}': {name}" for name in NAMES) + "}"
TUPLES = "[" + ", ".join(f"('{name}', {name}, {number})" for number, name in enumerate(NAMES)) + "]"
ROWS = "[" + ", ".join(f"{{'name': '{name}', 'run': {name}}}" for name in NAMES) + "]"
JOBS = "[" + ", ".join(f"Job({name})" for name in NAMES) + "]"
PATHS = "{" + ", ".join(f"'{name}': '/srv/{name}'" for name in NAMES) + "}"
LINES = "[" + ", ".join(f"['rm', '/srv/{name}']" for name in NAMES) + "]"


def _deleted(found: Walked) -> set[str | None]:
    return {effect.target for effect in found.effects if effect.action == "delete"}


@pytest.mark.parametrize("text", [
    f"{FUNCTIONS}for name, f in {PAIRS}.items():\n    f()\n",
    f"{CLASSES}for name, c in {PAIRS}.items():\n    c.run()\n",
    f"{FUNCTIONS}KEPT = {{}}\nfor name, f in {PAIRS}.items():\n    KEPT[name] = f\nKEPT[sys.argv[1]]()\n",
    f"{FUNCTIONS}for name, f, number in {TUPLES}:\n    f()\n",
    f"{FUNCTIONS}for name, *rest in {TUPLES}:\n    rest[0]()\n",
    f"{FUNCTIONS}for row in {ROWS}:\n    row['run']()\n",
    f"{FUNCTIONS}class Job:\n    def __init__(self, f):\n        self.f = f\nfor job in {JOBS}:\n    job.f()\n",
    f"for name, path in {PATHS}.items():\n    os.remove(path)\n",
    f"for line in {LINES}:\n    subprocess.run(line)\n",
])
def test_every_row_of_a_long_table_is_followed(trace: Trace, text: str) -> None:
    found = trace("import os, subprocess, sys\n" + text)
    assert _deleted(found) >= {f"/srv/{name}" for name in NAMES}
    assert not found.unknowns


@pytest.mark.parametrize("text", [
    "for name, make in [" + ", ".join(f"('{number}', lambda: os.remove('/srv/{number}'))" for number in range(80)) + "]:\n    make()\n",
    "for name, path in [" + ", ".join(f"('{number}', '/srv/{number}')" for number in range(80)) + "]:\n    os.remove(path)\n",
])
def test_what_is_cut_is_not_left_out_in_silence(trace: Trace, text: str) -> None:
    assert trace("import nobody, os\n" + text).unknowns


def test_words_of_different_commands_do_not_mix(trace: Trace) -> None:
    lines = "[['ls', '/srv/a'], ['rm', '/srv/b'], " + ", ".join(f"['cat', '/srv/{number}']" for number in range(9)) + "]"
    assert _deleted(trace(f"import subprocess\nfor line in {lines}:\n    subprocess.run(line)\n")) == {"/srv/b"}


_ROWS = ", ".join(f"({name!r}, {'drop' if number == 12 else 'show'})" for number, name in enumerate(NAMES))
_KEPT = ", ".join(f"Row({name!r}, {'drop' if number == 12 else 'show'})" for number, name in enumerate(NAMES))


@pytest.mark.parametrize("loop", [
    f"ROWS = [{_ROWS}]\nfor name, f in ROWS:\n    f('/srv/' + name)\n",
    f"ROWS = [{_KEPT}]\nfor row in ROWS:\n    row.f('/srv/' + row.name)\n",
    f"ROWS = [{_KEPT}]\nDONE = {{row.name: row.f('/srv/' + row.name) for row in ROWS}}\n",
    f"ROWS = [{_ROWS}]\nprint([f('/srv/' + name) for name, f in ROWS])\n",
    f"ROWS = [{_KEPT}]\ndef go(row):\n    row.f('/srv/' + row.name)\nfor row in ROWS:\n    go(row)\n",
])
def test_what_stands_in_one_row_belongs_together(trace: Trace, loop: str) -> None:
    text = ("import os\ndef show(path):\n    print(path)\ndef drop(path):\n    os.remove(path)\n"
            "class Row:\n    def __init__(self, name, f):\n        self.name = name\n        self.f = f\n")
    assert _deleted(trace(text + loop)) == {"/srv/f12"}


COMMANDS = "[" + ", ".join(f"('exec', 'git pull ' + sys.argv[{number}])" for number in range(1, 4)) + ", " + ", ".join(
    f"('exec', 'rm /srv/{name}')" for name in NAMES) + "]"


@pytest.mark.parametrize("loop", ["for kind, line in ROWS:\n    os.system(line)\n", "ROWS += [('exec', 'date')]\nfor row in ROWS:\n    os.system(row[1])\n"])
def test_command_lines_of_which_some_are_computed(trace: Trace, loop: str) -> None:
    found = trace(f"import os, sys\nROWS = {COMMANDS}\n{loop}")
    assert _deleted(found) >= {f"/srv/{name}" for name in NAMES}
    assert not found.unknowns


def test_command_lines_that_are_cut_are_told(trace: Trace) -> None:
    rows = ", ".join(f"('exec', sys.argv[1] + ' {number}')" for number in range(40))
    assert trace(f"import os, sys\nfor kind, line in [{rows}, ('exec', 'rm /srv/a')]:\n    os.system(line)\n").unknowns
