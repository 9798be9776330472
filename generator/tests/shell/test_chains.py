"""``a && cd b``: what follows counts on having gone there; and what is run in a folder that was gone to."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("text", "told"), [
    ("mkdir -p /srv/a && cd /srv/a\nrm -rf x", ["filesystem write /srv/a", "filesystem delete /srv/a/x !"]),
    ("git clone https://h/a.git /srv/a && cd /srv/a\nrm -rf x", ["filesystem delete /srv/a/x"]),
    ("[ -d /srv/a ] && cd /srv/a\nrm -rf x", ["filesystem delete x !"]),
    ("cd /srv/a || exit 1\nrm -rf x", ["filesystem delete /srv/a/x !"]),
])
def test_where_what_follows_runs(text: str, told: list[str], trace: Callable) -> None:
    assert [each for each in trace(text).told() if not each.startswith("vcs")] == told


MAKEFILE = {"Makefile": "all:\n\trm -rf /srv/all\n\nout/%.o:\n\ttouch $@\n"}


def test_make_in_a_folder_outside_the_repository(trace: Callable) -> None:
    traced = trace("mkdir /opt/src && cd /opt/src\ntar xf /srv/s.tgz && cd s-\"$V\"\nmake -j4\nmake install\n", MAKEFILE)
    assert "filesystem delete /srv/all !" not in traced.told()
    assert traced.unknowns() == ["unmodelled-command"] * 2


def test_a_target_that_no_rule_makes_is_not_nothing(trace: Callable) -> None:
    assert trace("make deploy", MAKEFILE).unknowns() == ["unmodelled-command"]
    assert trace("make all", MAKEFILE).unknowns() == []
    assert trace("make out/a.o", MAKEFILE).unknowns() == []
    assert trace("make", MAKEFILE).told() == ["filesystem delete /srv/all !"]


def test_a_dash_is_what_is_fed(trace: Callable) -> None:
    assert trace("cd /srv/a\necho x | sed 's|a|b|' -").told(reads=True) == []
    assert trace("cd /srv/a\nsed 's|a|b|' ./-").told(reads=True) != []


DEPLOYED = {"Makefile": "migrate: prepare\n\trm -rf /srv/a\nprepare:\n\ttouch /srv/p\nclean:\n\trm -rf /srv/c\n"}


@pytest.mark.parametrize("line", ["cd /srv/shop && make migrate", "cd /srv/shop\ngit pull\nmake migrate clean", "make -C /srv/shop migrate"])
def test_a_checkout_elsewhere_has_the_makefile_of_the_top(trace, line: str) -> None:
    assert "filesystem delete /srv/a !" in trace(line + "\n", DEPLOYED).told()


@pytest.mark.parametrize("line", ["cd /usr/src/lib && make clean", "cd /usr/src/lib && make install", "cd /usr/src/lib && make",
                                  "cd /srv/shop && make migrate other",
                                  "cd /srv/shop && make -f other.mk migrate"])
def test_what_every_makefile_has_is_no_sign_of_a_checkout(trace, line: str) -> None:
    traced = trace(line + "\n", DEPLOYED)
    assert not [one for one in traced.told() if "delete" in one]
    assert traced.unknowns()
