"""An annotation that says "any function" does not make what is called a known one."""

from __future__ import annotations

import pytest

_PICKS = """import collections.abc, importlib, sys, types, typing
from typing import Any, Callable, Optional, cast

def pick(name) -> PROMISED:
    found = importlib.import_module(sys.argv[1])
    return RETURNED

pick(sys.argv[2])()
"""


@pytest.mark.parametrize(("promised", "returned"), [
    ("Callable[[], None]", "getattr(found, name)"), ("Optional[Callable]", "getattr(found, name)"), ("Callable", "found.table[name]"),
    ("collections.abc.Callable[[], None]", "getattr(found, name)"), ("types.FunctionType", "getattr(found, name)"),
    ("typing.Callable[..., Any]", "cast(Callable[[], None], getattr(found, name))"), ("Any", "cast(Callable[[], None], getattr(found, name))"),
    ("'Callable[[], None]'", "typing.cast('Callable[[], None]', getattr(found, name))")])
def test_any_function_is_no_known_one(trace, promised: str, returned: str) -> None:
    told = trace(_PICKS.replace("PROMISED", promised).replace("RETURNED", returned))
    assert any(unknown.kind == "dynamic-call" and unknown.at.line == 8 for unknown in told.unknowns)


def test_a_parameter_that_is_any_function(trace) -> None:
    told = trace("import sys\nfrom typing import Callable\n\ndef run(step: Callable[[], None]) -> None:\n    step()\n\n"
                 "run(getattr(__import__(sys.argv[1]), 'x'))\n")
    assert any(unknown.at.line == 5 for unknown in told.unknowns)


def test_what_is_known_stays_known(trace) -> None:
    told = trace("import shutil\nfrom typing import Callable, cast\n\ndef drop():\n    shutil.rmtree('/srv/x')\n\n"
                 "def pick() -> Callable[[], None]:\n    return cast(Callable[[], None], drop)\n\npick()()\n")
    assert [effect.target for effect in told.effects] == ["/srv/x"]
    assert not told.unknowns
