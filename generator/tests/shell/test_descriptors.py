"""Behind ``>&`` stands a descriptor or a file: what its variable holds says which."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize("text", [
    "usage() {\ncat >&\"$1\" <<E\nusage: a\nE\n}\nusage 2\n", "usage() {\ncat <<E >&\"$1\"\nusage: a\nE\n}\nusage 1\nusage 2\n",
    "to=2\ndate >&$to\n", "date >&2\n", "date >&-\n", "date 2>&\"$log\"\n", "to=3-\ndate >&$to\n", "date 2>&\"${COPROC[1]}\"\n"])
def test_a_descriptor_is_no_file(text: str, trace: Callable) -> None:
    assert trace(text).told() == []


@pytest.mark.parametrize("text", [
    "date >& a.log\n", "to=a.log\ndate >& $to\n", "date 1>&a.log\n", "say() {\ndate >&\"$1\"\n}\nsay 2\nsay a.log\n"])
def test_a_file_is_one(text: str, trace: Callable) -> None:
    assert trace(text).told() == ["filesystem write a.log"]


def test_a_file_may_be_called_by_a_digit(trace: Callable) -> None:
    assert trace("to=2\ndate > $to\n").told() == ["filesystem write 2"]
