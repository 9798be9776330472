"""A script that is called by the name of a symbolic link of the repository."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FILES = {"lib/sync.sh": "#!/bin/sh\nrm -r /srv/a\n", "lib/common.sh": "wipe() { rm -r /srv/b; }\n"}
LINKS = {"sync-all": "lib/sync.sh", "bin/common.sh": "lib/common.sh", "tools": "lib", "round": "round"}


@pytest.mark.parametrize("line", ["./sync-all", "bash sync-all", "/opt/shop/sync-all", "tools/sync.sh", "sh ./tools/sync.sh now"])
def test_it_is_the_file_behind_the_link(line: str, trace: Callable) -> None:
    traced = trace(f"#!/bin/sh\n{line}\n", FILES, links=LINKS)
    assert (traced.told(), traced.unknowns()) == (["filesystem delete /srv/a !"], [])


@pytest.mark.parametrize("line", [". bin/common.sh", "source ./tools/common.sh"])
def test_it_is_read_in_through_the_link(line: str, trace: Callable) -> None:
    assert trace(f"#!/bin/sh\n{line}\nwipe\n", FILES, links=LINKS).told() == ["filesystem delete /srv/b !"]


@pytest.mark.parametrize("line", ["./round", "./other-all", "/usr/share/shop/sync-all", "tools/none.sh"])
def test_a_link_that_leads_nowhere_is_unknown(line: str, trace: Callable) -> None:
    traced = trace(f"#!/bin/sh\n{line}\n", FILES, links=LINKS)
    assert (traced.told(), traced.unknowns()) == ([], ["unmodelled-command"])
