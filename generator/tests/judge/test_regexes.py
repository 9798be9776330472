"""Expressions that wait are right, and find what compiled ones find."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable
from typing import Any

import pytest

import handover_generator
from handover_generator.regexes import regex


def _held(value: Any, depth: int = 0) -> Iterable[Any]:
    if type(value) is type(regex("")):
        yield value
    elif depth < 4 and isinstance(value, (tuple, list, frozenset)):
        for inner in value:
            yield from _held(inner, depth + 1)
    elif depth < 4 and isinstance(value, dict):
        for inner in value.values():
            yield from _held(inner, depth + 1)


def test_every_expression_of_the_program_compiles() -> None:
    names = [found.name for found in pkgutil.walk_packages(handover_generator.__path__, "handover_generator.") if "__main__" not in found.name]
    waiting = [held for name in names for value in vars(importlib.import_module(name)).values() for held in _held(value)]
    assert len(waiting) > 200
    for held in waiting:
        held.search("" if isinstance(held.pattern, str) else b"")


def test_as_compiled() -> None:
    waiting, compiled = regex(r"(?P<word>[a-z]+)", re.IGNORECASE), re.compile(r"(?P<word>[a-z]+)", re.IGNORECASE)
    assert waiting.pattern == compiled.pattern
    assert waiting.findall("One two") == compiled.findall("One two") == ["One", "two"]
    assert waiting.sub("x", "One two") == "x x"
    assert waiting.groupindex == compiled.groupindex
    assert waiting.flags == compiled.flags


def test_a_mistake_is_raised_at_the_first_use() -> None:
    with pytest.raises(re.error):
        regex("(").match("")
