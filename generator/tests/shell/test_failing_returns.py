"""A script that is run goes on behind a ``return`` outside of its functions, where bash runs it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

LOSS = "filesystem delete /srv/a !"


@pytest.mark.parametrize("text", [
    "return 0\nrm -rf /srv/a\n", "if [ -f /etc/a ]; then\n  return 0\nelse\n  return 1\nfi\nrm -rf /srv/a\n",
    "[ -f /etc/a ] || return 1\nrm -rf /srv/a\n", "f() { rm -rf /srv/a; return 1; }\nreturn\nf\n"])
@pytest.mark.parametrize("first", ["#!/bin/bash\n", "#!/usr/bin/env bash\n"])
def test_bash_goes_on(trace: Callable, first: str, text: str) -> None:
    assert LOSS in trace(first + text).told()


@pytest.mark.parametrize("text", [
    "#!/bin/sh\nreturn 0\nrm -rf /srv/a\n", "return 0\nrm -rf /srv/a\n", "#!/bin/bash\nreturn 0 2>/dev/null || exit 0\nrm -rf /srv/a\n",
    "#!/bin/bash\nif true; then return 2>/dev/null || exit; fi\nrm -rf /srv/a\n", "#!/bin/bash\nf() { return 1; rm -rf /srv/a; }\nf\n",
    "#!/bin/bash\nexit 0\nrm -rf /srv/a\n"])
def test_what_ends_there(trace: Callable, text: str) -> None:
    assert trace(text).told() == []


def test_a_file_that_is_read_in_ends_there(trace: Callable) -> None:
    files = {"lib.sh": "#!/bin/bash\nreturn 0\nrm -rf /srv/a\n"}
    assert trace("#!/bin/bash\nsource lib.sh\n", files).told() == []
