"""Braces that become several words, and those that stay what they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("words", "targets"), [
    ("/srv/{a,b}", ["/srv/a", "/srv/b"]), ("{/srv/a,/srv/b}", ["/srv/a", "/srv/b"]), ("/srv/a{,.old}", ["/srv/a", "/srv/a.old"]),
    ('"$D"/{a,b}', ["${D}/a", "${D}/b"]),
    ("/srv/{a,'b c',$D}", ["/srv/a", "/srv/b c", "/srv/${D}"]), ("/srv/{a$D,b}/$f", ["/srv/a${D}/${f}", "/srv/b/${f}"]), ("/srv/{a/{b,c},d}.x",
    ["/srv/a/b.x", "/srv/a/c.x", "/srv/d.x"]),
    ("/srv/{a,b}/{c,d}", ["/srv/a/c", "/srv/a/d", "/srv/b/c", "/srv/b/d"]), ("/srv/x{1..3}", ["/srv/x1", "/srv/x2", "/srv/x3"]), ("/srv/x{2..1}",
    ["/srv/x2", "/srv/x1"])])
def test_each_piece_becomes_a_word(words: str, targets: list[str], trace: Callable) -> None:
    assert [act.target for act in trace(f"rm -r {words}").acts()] == targets


@pytest.mark.parametrize(("words", "target"), [
    ("/srv/{a}", "/srv/{a}"), ("'/srv/{a,b}'", "/srv/{a,b}"), ('"/srv/{a,b}"', "/srv/{a,b}"), ("\\{a,b\\}", "{a,b}"), ("/srv/{a", "/srv/{a"),
    ("/srv/x{1..500}", "/srv/x{1..500}"),
    ("/srv/${D}", "/srv/${D}"), ('/srv/"{a,b}"c', "/srv/{a,b}c")])
def test_a_word_stays_one(words: str, target: str, trace: Callable) -> None:
    assert [act.target for act in trace(f"rm -r {words}").acts()] == [target]


def test_words_of_a_list_and_of_a_move(trace: Callable) -> None:
    assert trace("A=(/srv/{a,b})\nrm -r \"${A[@]}\"").told() == ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]
    assert trace("for v in {1,2}; do rm -r /srv/$v; done").told() == ["filesystem delete /srv/1 !", "filesystem delete /srv/2 !"]
    assert trace("mv /srv/db/{data,data-$V}").told() == ["filesystem write /srv/db/data-${V}"]


def test_too_many_words_stay_one(trace: Callable) -> None:
    assert len(trace("rm -r /srv/{a,b,c,d,e,f,g}/{a,b,c,d,e,f,g}").acts()) == 1
