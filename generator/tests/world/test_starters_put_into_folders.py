"""Scripts that are put where something runs them: into a folder of cron, or where a Debian package installs its programs and hooks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Started = Callable[..., list[str]]
SH = "#!/bin/sh\nrm -rf /srv/x\n"


@pytest.mark.parametrize(("line", "schedule"), [
    ("ln -s /opt/shop/ops/night.sh /etc/cron.daily/night", "@daily"), ("sudo cp ops/night.sh /etc/cron.hourly/", "@hourly"),
    ("cd /opt && install -m 755 \"$HERE/ops/night.sh\" \"/etc/cron.weekly\"", "@weekly"),
])
def test_a_line_that_puts_it_into_a_folder_of_cron(started: Started, line: str, schedule: str) -> None:
    texts = {"ops/night.sh!": SH, "setup/host.sh": f"#!/bin/sh\n{line}\n"}
    assert started("ops/night.sh", texts) == [f"setup/host.sh:2 cron {schedule} by its folder"]


@pytest.mark.parametrize("line", [
    "ops/night.sh /etc/cron.daily/night", "cp ops/night.sh /opt/; ls /etc/cron.daily", "cp ops/night.sh /etc/cron.d/night",
    "ln -s ops/night.sh /opt/cron.daily.old",
])
def test_a_line_that_does_something_else(started: Started, line: str) -> None:
    assert not any("@daily" in row for row in started("ops/night.sh", {"ops/night.sh!": SH, "setup/host.sh": f"#!/bin/sh\n{line}\n"}))


def test_the_recipe_of_an_image_puts_it_there(started: Started) -> None:
    recipe = "FROM debian\nCOPY ops/night.sh /etc/cron.daily/night\n"
    assert started("ops/night.sh", {"ops/night.sh!": SH, "Dockerfile": recipe}) == ["Dockerfile:2 cron @daily by its folder"]


@pytest.mark.parametrize(("place", "told"), [
    ("=> /etc/cron.daily/shop", ["debian/shop.install:2 cron @daily by its folder"]),
    ("etc/cron.weekly", ["debian/shop.install:2 cron @weekly by its folder"]),
    ("usr/sbin", ["debian/shop.install:2 package installed in /usr/sbin"]),
    ("=> /etc/shop/hooks.d/night", ["debian/shop.install:2 package installed in /etc/shop/hooks.d/night"]),
    ("usr/share/shop/examples", []), ("etc/logrotate.d", []), ("etc/shop", []),
])
def test_what_a_package_installs(started: Started, place: str, told: list[str]) -> None:
    listed = f"#!/usr/bin/dh-exec\nops/night.sh {place}\n# ops/night.sh usr/bin\n"
    assert started("ops/night.sh", {"ops/night.sh!": SH, "debian/shop.install": listed}) == told
