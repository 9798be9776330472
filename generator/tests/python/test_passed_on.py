"""A function through which a program sends all its commands: each of its calls is told, however many there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

_DOC = '    """' + "What it runs is told.\n" * 40 + '    """\n'
_FILLING = "".join(f"    line_{number} = {number}\n" for number in range(50))
_CALLS = "".join(f"    run('rm -rf /srv/{number}')\n" for number in range(150))


def _targets(found: Walked) -> set[str | None]:
    return {effect.target for effect in found.effects if effect.destructive}


def _program(body: str) -> str:
    return f"import os, subprocess\ndef run(command):\n{body}def main():\n{_CALLS}main()\n"


@pytest.mark.parametrize("body", [
    _DOC + "    os.system(command)\n",
    _FILLING + "    os.system(command)\n",
    _FILLING + "    p = subprocess.Popen(command, shell=True)\n    p.wait()\n",
    _FILLING + "    subprocess.run(['sh', '-c', command])\n",
    _DOC + _FILLING + "    os.system(command)\n",
])
def test_each_of_many_commands_is_told(trace: Trace, body: str) -> None:
    assert {f"/srv/{number}" for number in range(150)} <= _targets(trace(_program(body)))


def test_a_long_function_that_runs_something_else_is_read_less_often(trace: Trace) -> None:
    found = trace(_program(_FILLING + "    os.system('true')\n    os.remove(command.split()[-1])\n"))
    assert len(_targets(found)) < 60
