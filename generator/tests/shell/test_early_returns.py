"""What a function has set where it comes back early counts as much as what it has set at its end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

PROBE = "probe() {{\n  if ping x; then\n    {early}\n    return\n  fi\n  {late}\n}}\nprobe\n"
LOOK = 'if [ "$found" != yes ]; then exit 0; fi\nrm /srv/a\n'


@pytest.mark.parametrize(("early", "late"), [
    ("found=yes", "found=no"), ("found=no", "found=yes"), ("found=yes; v=1", "found=no; v=2"), (":", "found=no")])
def test_a_variable_of_several_ends_decides_nothing(early: str, late: str, trace: Callable) -> None:
    before = "found=yes\n" if early == ":" else ""
    assert trace(before + PROBE.format(early=early, late=late) + LOOK).told() == ["filesystem delete /srv/a !"]


def test_what_every_end_sets_alike_decides(trace: Callable) -> None:
    assert trace(PROBE.format(early="found=no", late="found=no") + LOOK).told() == []


def test_one_that_only_an_early_end_sets_may_be_it(trace: Callable) -> None:
    assert trace(PROBE.format(early="found=yes", late=":") + LOOK).told() == ["filesystem delete /srv/a !"]


def test_a_path_set_behind_an_early_end_is_still_told(trace: Callable) -> None:
    text = 'init() {\n  [ -n "$DONE" ] && return\n  DIR=/srv/x\n}\ninit\nrm -rf "$DIR"\n'
    assert trace(text).told() == ["filesystem delete /srv/x !"]


def test_a_file_read_in_that_comes_back_early(trace: Callable) -> None:
    files = {"lib.sh": "if ping x; then\n  found=yes\n  return\nfi\nfound=no\n"}
    assert trace("source lib.sh\n" + LOOK, files).told() == ["filesystem delete /srv/a !"]
