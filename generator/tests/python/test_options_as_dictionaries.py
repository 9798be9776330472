"""Options of a command line that are handed on as a dictionary: what is taken from it is still what a person typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]
_START = """
import argparse, os, shutil
parser = argparse.ArgumentParser()
parser.add_argument('--path', default='old')
parser.add_argument('--force', action='store_true')


def wipe(path, **more):
    shutil.rmtree(path)


def drop(**more):
    os.remove(more['path'])
    if more['force']:
        os.remove(more.get('path') + '.all')


class Store:
    def __init__(self, path=None, **more):
        self.path = path

    def wipe(self):
        os.remove(self.path)


if __name__ == '__main__':
    args = parser.parse_args()
    {}
"""


def _gone(found: Walked) -> list[tuple[str | None, str | None]]:
    return [(effect.target, effect.condition) for effect in found.effects]


@pytest.mark.parametrize("given", ["vars(args)", "args.__dict__", "dict(vars(args))", "args.__dict__.copy()", "vars(args).copy()"])
def test_they_reach_a_function_under_their_names(trace: Trace, given: str) -> None:
    assert _gone(trace(_START.format(f"wipe(**{given})"))) == [("${--path}", None)]
    assert _gone(trace(_START.format(f"Store(**{given}).wipe()"))) == [("${--path}", None)]
    assert _gone(trace(_START.format(f"drop(**{given})"))) == [("${--path}", None), ("${--path}.all", "if --force is given")]
    assert _gone(trace(_START.format(f"held = {given}\n    os.remove(held['path'])"))) == [("${--path}", None)]


@pytest.mark.parametrize("used", [
    "for name, value in vars(args).items():\n        print(name, value)",
    "print({name: value for name, value in args.__dict__.items() if value})",
    "for name in sorted(vars(args)):\n        print(name)",
    "print(list(vars(args).keys()), len(vars(args)))",
])
def test_to_go_through_them_is_nothing_unknown(trace: Trace, used: str) -> None:
    found = trace(_START.format(used))
    assert (found.effects, found.unknowns) == ((), ())


@pytest.mark.parametrize("used", ["os.remove(vars(Store('/srv/a'))['path'])", "os.remove(dict(path=args)['path'].force)"])
def test_of_other_objects_they_are_no_options(trace: Trace, used: str) -> None:
    assert [target for target, _ in _gone(trace(_START.format(used)))] != ["${--path}"]


_COMMAND_LINE = "import os\nfrom argparse import ArgumentParser, Namespace\nparser = ArgumentParser()\nparser.add_argument('--old')\nargs = parser.parse_args()\n"


@pytest.mark.parametrize(("source", "target"), [
    ("def wipe(old):\n    os.remove(old)\nwipe(**{k.replace('-', '_'): v for k, v in args.__dict__.items()})", "${--old}"),
    ("def wipe(old):\n    os.remove(old)\nwipe(**dict(vars(args).items()))", "${--old}"),
    ("os.remove(vars(args)['old'])", "${--old}"),
    ("os.remove(args.items)", "${--items}"),
    ("def wipe(given: Namespace):\n    os.remove(given.__dict__['old'])\nwipe(whatever())", "${--old}"),
    ("def again(given: Namespace):\n    wipe(**{k: v for k, v in vars(given).items()})\ndef wipe(old):\n    os.remove(old)\nagain(whatever())", "${--old}"),
])
def test_options_that_are_a_dictionary_are_called_like_whoever_takes_them(trace, source: str, target: str) -> None:
    assert [effect.target for effect in trace(_COMMAND_LINE + source).effects] == [target]
