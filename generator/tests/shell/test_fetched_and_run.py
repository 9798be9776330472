"""A file that a script fetches and then runs is run as one that is piped into a shell at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FROM = "https://shop.example.org/set_up.sh"
RUNS = f"process execute {{}} {FROM}"


@pytest.mark.parametrize(("text", "by"), [
    (f"curl -fsSLo /tmp/set_up.sh {FROM}\nbash /tmp/set_up.sh --all", "curl"),
    (f"curl {FROM} --output /tmp/set_up.sh\nsh -x /tmp/set_up.sh", "curl"),
    (f"wget -q -O /tmp/set_up.sh {FROM}\n. /tmp/set_up.sh", "wget"),
    (f"wget {FROM}\nchmod +x set_up.sh\n./set_up.sh", "wget"),
    (f"cd /tmp\ncurl -O {FROM}\nsudo bash ./set_up.sh", "curl"),
])
def test_it_is_run(text: str, by: str, trace: Callable) -> None:
    traced = trace(text)
    assert traced.act(RUNS.format(by)).at.line == text.count("\n") + 1
    assert "remote-script" in traced.unknowns()


@pytest.mark.parametrize("text", [
    f"curl -fsSLo /tmp/set_up.sh {FROM}\nbash /tmp/other.sh",
    f"curl -fsSLo /tmp/set_up.sh {FROM}\ncat /tmp/set_up.sh",
    f"curl -fsSL {FROM}\nbash set_up.sh",
    f"wget -O - {FROM}\nbash set_up.sh",
])
def test_what_is_not_run_or_not_fetched(text: str, trace: Callable) -> None:
    assert not [act for act in trace(text).acts() if act.action.value == "execute"]


@pytest.mark.parametrize("text", [
    "curl -Lo ./kubectl https://dl.example.org/kubectl\nchmod +x ./kubectl\n./kubectl delete namespace shop",
    "wget -O /tmp/terraform https://dl.example.org/terraform\n/tmp/terraform destroy -auto-approve",
])
def test_a_program_that_is_described_does_what_is_described(text: str, trace: Callable) -> None:
    assert "delete" in {act.action.value for act in trace(text).acts()}
