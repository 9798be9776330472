"""Requests whose method only a run knows: told as what is seen of them, and unknown besides."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize("line", [
    "curl -X \"$1\" https://h/a", "curl --request=${VERB:-GET} https://h/a", "curl $ARGS https://h/a", "curl -s \"${OPTIONS[@]}\" https://h/a",
    "http \"$METHOD\" https://h/a", "wget --method=$METHOD -qO- https://h/a"])
def test_a_method_that_only_a_run_knows(trace, line: str) -> None:
    traced = trace(line + "\n")
    assert "http read https://h/a" in traced.told(reads=True)
    assert "dynamic-command" in traced.unknowns()


@pytest.mark.parametrize(("line", "told"), [
    ("curl -X ${VERB:-DELETE} https://h/a", "http delete https://h/a !"), ("curl -X $VERB -d a=b https://h/a", "http write https://h/a")])
def test_what_is_seen_of_it_is_told(trace, line: str, told: str) -> None:
    traced = trace(line + "\n")
    assert traced.told() == [told]
    assert "dynamic-command" in traced.unknowns()


@pytest.mark.parametrize("line", [
    "curl -X POST $ARGS https://h/a", "curl -X POST \"$1\"", "ARGS=-s\ncurl $ARGS https://h/a", "curl $HOST/a", "curl -H \"$HEADER\" \"$1$2\"",
    "for VERB in GET POST; do curl -X $VERB https://h/a; done", "http https://h/a a=$B"])
def test_a_method_that_is_known(trace, line: str) -> None:
    assert trace(line + "\n").unknowns() == []


@pytest.mark.parametrize("line", [
    "curl -X DELETE http://gw:9091/metrics/job/nightly", "curl --request DELETE \"$GATEWAY/metrics/job/a/instance/$HOST\""])
def test_metrics_that_the_next_run_pushes_again_are_no_loss(line: str, trace: Callable) -> None:
    assert [act.destructive for act in trace(line).acts()] == [False]


@pytest.mark.parametrize("line", ["curl -X DELETE http://shop/metrics", "curl -X DELETE http://shop/job/1"])
def test_what_else_is_asked_to_go_is_a_loss(line: str, trace: Callable) -> None:
    assert [act.destructive for act in trace(line).acts()] == [True]
