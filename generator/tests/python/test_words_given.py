"""Words of the command line: which one it is behind a slice, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]


def _lost(walked: Walked) -> list[str | None]:
    return [effect.target for effect in walked.effects if effect.destructive]


@pytest.mark.parametrize(("code", "target"), [
    ("def main(args):\n    first, second = args[1:]\n    os.remove('/srv/' + second)\nmain(sys.argv)\n", "/srv/${2}"),
    ("def main(argv):\n    os.remove('/srv/' + argv[0])\nmain(sys.argv[1:])\n", "/srv/${1}"),
    ("rest = sys.argv[2:]\nos.remove('/srv/' + rest[1])\n", "/srv/${3}"),
    ("first, *rest = sys.argv[1:]\nos.remove('/srv/' + first)\n", "/srv/${1}"),
    ("left = sys.argv[1:][1:]\nos.remove('/srv/' + left[0])\n", "/srv/${2}"),
    ("program, name = sys.argv\nos.remove('/srv/' + name)\n", "/srv/${1}"),
    ("os.remove('/srv/' + sys.argv[-1])\n", "/srv/${@}"),
    ("left = sys.argv[int(sys.argv[1]):]\nos.remove('/srv/' + left[0])\n", "/srv/${@}"),
    ("for name in sys.argv[1:]:\n    os.remove('/srv/' + name)\n", "/srv/${argv}"),
])
def test_a_word_is_called_as_the_shell_calls_it(code: str, target: str, trace: Trace) -> None:
    assert _lost(trace("import os, sys\n" + code)) == [target]


_OPTIONS = "import argparse, os, sys\nparser = argparse.ArgumentParser()\nparser.add_argument('--file')\noptions = parser.parse_args()\n"


@pytest.mark.parametrize(("code", "target"), [
    ("os.remove(sys.argv[1].replace('.csv', '_old.json'))\n", "${1}_old.json"),
    ("os.remove(options.file.replace('.csv', '.json'))\n", "${--file}.json"),
    ("os.remove(f'/srv/{options.file}/a.csv'.replace('.csv', '.json'))\n", "/srv/${--file}/a.json"),
    ("os.remove(options.file.replace('.csv', ''))\n", "${--file}"),
    ("os.remove(options.file.replace('/', '_'))\n", "${--file}"),
    ("os.remove(options.file.replace('.csv', options.file))\n", "${--file}"),
    ("os.remove('/srv/a.csv'.replace('.csv', '.json'))\n", "/srv/a.json"),
])
def test_another_ending_makes_another_file(code: str, target: str, trace: Trace) -> None:
    assert _lost(trace(_OPTIONS + code)) == [target]
