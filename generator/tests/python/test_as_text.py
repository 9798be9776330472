"""Objects that become text: what their ``__str__`` and ``__repr__`` do is told wherever one is printed or put into a text, and nowhere else."""

from __future__ import annotations

import pytest

_CLASSES = """
    import logging, os, shutil

    class Folder:
        def __init__(self, path):
            self.path = path
        def __str__(self):
            shutil.rmtree("/srv/str")
            return self.path

    class Named:
        def __repr__(self):
            shutil.rmtree("/srv/repr")
            return "named"

    one, other = Folder("a"), Named()
    {line}
"""


def _lost(trace, line: str) -> set[str | None]:
    return {effect.target for effect in trace(_CLASSES.format(line=line)).effects if effect.destructive}


@pytest.mark.parametrize("line", [
    "print(one)", "print('of', one, sep='')", "logging.warning('of %s', one)", "text = 'of %s' % one", "text = '%s %s' % (1, one)",
    "text = 'of {}'.format(one)", "text = '{a}'.format(a=one)", "text = f'{one}'", "text = f'{one!s:>8}'", "text = str(one)", "text = format(one)",
])
def test_what_becomes_text_runs_its_method(trace, line: str) -> None:
    assert _lost(trace, line) == {"/srv/str"}


@pytest.mark.parametrize("line", ["print(other)", "text = f'{other}'", "text = str(other)", "text = '%s' % other", "print([other])", "text = repr(other)",
                                  "text = f'{other!r}'", "text = format(other)"])
def test_without_one_it_is_the_other_method(trace, line: str) -> None:
    assert _lost(trace, line) == {"/srv/repr"}


@pytest.mark.parametrize("line", ["print('one')", "text = one.path", "held = [one]", "print(one.path)", "text = f'{one.path}'", "count = 7 % 3",
                                  "print(len([1]))", "text = repr(one)"])
def test_what_stays_an_object_runs_none(trace, line: str) -> None:
    assert _lost(trace, line) == set()


def test_one_that_prints_itself_ends(trace) -> None:
    assert trace("class A:\n    def __str__(self):\n        return 'a %s' % self\nprint(A())\n").effects == ()
