"""A program that sends a signal to itself ends, or says why it did: nothing else is stopped."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]


@pytest.mark.parametrize("code", [
    "os.kill(os.getpid(), signal.SIGTERM)", "os.killpg(os.getpgrp(), 9)", "mine = os.getpid()\nos.kill(mine, signal.SIGHUP)",
    "def stop(number, frame):\n    os.kill(os.getpid(), number)\nsignal.signal(signal.SIGTERM, stop)",
])
def test_ending_itself_is_no_effect(code: str, trace: Trace) -> None:
    assert not trace("import os, signal\n" + code + "\n").effects


@pytest.mark.parametrize("code", ["os.kill(os.getppid(), signal.SIGTERM)", "os.kill(int(open('/run/a.pid').read()), 9)",
                                  "os.killpg(os.getpgid(7), signal.SIGKILL)"])
def test_ending_others_is_one(code: str, trace: Trace) -> None:
    assert any(effect.resource == "process" for effect in trace("import os, signal\n" + code + "\n").effects)
