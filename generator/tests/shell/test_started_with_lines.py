"""Scripts that are started with a line of a command for an argument, parts of which nobody knows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

IN_POD = "LINE=${2}\noc exec \"$1\" -- bash -c \"$LINE\"\n"
EITHER = "if [ ! -z \"${3}\" ]; then\n  LINE=${3}\nelse\n  LINE=${2}\nfi\noc exec \"$1\" -- bash -c \"$LINE\"\n"


@pytest.mark.parametrize("script", [IN_POD, EITHER])
@pytest.mark.parametrize("pod", ["shop-db", "$POD", "${1}", "\"$1\""])
def test_what_it_runs_is_told_by_the_line(script: str, pod: str, trace: Callable) -> None:
    traced = trace(f"ops/in_pod.sh {pod} \"psql -c 'DROP DATABASE \\\"$2\\\";'\"\n", {"ops/in_pod.sh": script}, "ops/wipe.sh")
    assert any(told.startswith("database delete") and told.endswith("!") for told in traced.told()), traced.told()
    assert traced.unknowns() == []


@pytest.mark.parametrize("argument", ["\"$2\"", "\"$2 --force\"", "\"${2}_old\"", "/srv/$2"])
def test_what_is_no_line_says_nothing_about_it(argument: str, trace: Callable) -> None:
    """Nothing is known of what runs then, and that is told."""
    traced = trace(f"ops/in_pod.sh \"$1\" {argument}\n", {"ops/in_pod.sh": IN_POD}, "ops/wipe.sh")
    assert traced.unknowns() == ["dynamic-command"]
