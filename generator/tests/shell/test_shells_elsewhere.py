"""A shell that is opened on another host may do anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize("line", [
    "ssh web1 bash", "ssh web1 'sudo bash -s'", "ssh web1 -- sudo sh -s now", "f() { ssh web1 bash; }\nf < \"$1\"", "ssh web1 psql shop"])
def test_what_a_shell_on_another_host_is_fed_is_not_seen(line: str, trace: Callable) -> None:
    assert "remote-host execute web1" in trace(line).told()


@pytest.mark.parametrize("line", ["ssh web1 bash -c uptime", "ssh web1 'bash --version'", "ssh web1 uptime", "ssh web1 psql -c 'select 1 from a'"])
def test_a_command_on_another_host_that_only_looks(line: str, trace: Callable) -> None:
    assert trace(line).told() == []
