"""Commands that run in a container whose name only a run knows."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("line", "told"), [
    ("lxc exec $C -- rm -rf /srv/a", ["container delete /srv/a !"]),
    ('lxc exec "$C" -- rm -rf /srv/a', ["container delete /srv/a !"]),
    ("incus exec $C --user 1000 --cwd /srv -- rm -rf /srv/a", ["container delete /srv/a !"]),
    ("lxc shell $C -- rm -rf /srv/a", ["container delete /srv/a !"]),
    ("lxc exec $OPTIONS -t web -- rm -rf /srv/a", ["container delete /srv/a !"]),
    ("docker run $OPTIONS -i alpine rm -rf /srv/a", ["container delete /srv/a !"]),
    ("lxc exec $C -- ls /srv", []),
    ("lxc exec $C -- echo rm -rf /srv/a", []),
])
def test_what_stands_before_the_dashes_is_where_it_runs(line: str, told: list[str], trace) -> None:
    assert [one for one in trace(f"C=$1\nOPTIONS=$2\n{line}\n").told() if "delete" in one] == told
