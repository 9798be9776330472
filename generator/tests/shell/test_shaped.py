"""A command whose program only a run knows, told by words that are those of one command."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("text", "expected"), [
    ('${CLI?} delete --namespace="$SPACE" deployment,service web', "cluster delete web !"),
    ("$CLI delete --namespace=shop pvc,pv --selector=app=web", "cluster delete pvc,pv !"),
    ("cat web.json | $CLI create --namespace=shop -f -", "cluster write"),
    ("clean() { $1 delete --namespace shop secret/a; }\nclean \"$TOOL\"", "cluster delete secret/a !"),
    ('"$ENGINE" volume rm data', "container delete data !"),
    ("$ENGINE image prune -af", "container delete unused images"),
])
def test_words_of_one_command(text: str, expected: str, trace: Callable) -> None:
    traced = trace(text)
    assert expected in traced.told()
    assert traced.act(expected).confidence.value == "name-only"
    assert set(traced.unknowns()) == {"dynamic-command"}                     # what it is stays unknown


@pytest.mark.parametrize("text", [
    "$CLI delete web", "$CLI delete --name=shop deployment web", "$CLI delete deployment web", "$CLI list --namespace=shop pods",
    "$CLI delete --namespace=shop web", "$CLI volume data", "$CLI image resize a.png", "$CLI volume", "a$CLI delete --namespace=shop pod web",
])
def test_words_that_may_be_another_s(text: str, trace: Callable) -> None:
    assert trace(text).told() == []
