"""Options whose value is an open file: the library opens what a person names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_CLICK = "import click\n\n\n@click.command()\n@click.{kind}({name}, type={type})\ndef dump(out):\n    print(out)\n\n\ndump()\n"
_ARGPARSE = "import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument({name}, type={type})\nargs = parser.parse_args()\n"


@pytest.mark.parametrize(("script", "told"), [
    (_CLICK.format(kind="argument", name="'out'", type="click.File('w')"), [("write", "${out}", None)]),
    (_CLICK.format(kind="argument", name="'out'", type="click.File(mode='ab')"), [("write", "${out}", None)]),
    (_CLICK.format(kind="option", name="'--out'", type="click.File()"), [("read", "${--out}", None)]),
    (_CLICK.format(kind="option", name="'--out'", type="click.File('w'), default='-'"), [("write", "${--out}", "if --out is given")]),
    (_CLICK.format(kind="argument", name="'out'", type="click.Path(writable=True)"), []),
    (_CLICK.format(kind="argument", name="'out'", type="str"), []),
    (_ARGPARSE.format(name="'out'", type="argparse.FileType('w')"), [("write", "${out}", None)]),
    (_ARGPARSE.format(name="'out'", type="argparse.FileType('r'), default=None"), [("read", "${out}", "if out is given")]),
    (_ARGPARSE.format(name="'out'", type="argparse.FileType"), [("read", "${out}", None)]),
    (_ARGPARSE.format(name="'out'", type="int"), []),
])
def test_the_file_is_told(script: str, told: list[tuple[str, str, str | None]], trace: Callable[..., Walked]) -> None:
    found = trace(script)
    assert [(effect.action.value, effect.target, effect.condition) for effect in found.effects] == told
    assert not found.unknowns


def test_a_command_that_is_only_imported_opens_nothing(trace: Callable[..., Walked]) -> None:
    script = _CLICK.format(kind="argument", name="'out'", type="click.File('w')").replace("\ndump()\n", "")
    assert not trace("import tool\nprint(tool)\n", {"tool.py": script}).effects
