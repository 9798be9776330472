"""``first, *rest = values``: what stands at its place is told apart from the rest."""

from __future__ import annotations

import pytest


def _removed(trace, text: str) -> set[str]:
    return {effect.target or "" for effect in trace("import os, sys\n" + text).effects if effect.action.value == "delete"}


ROWS = "rows = [('/srv/a', '/srv/key', {})]\nif sys.argv[1:]:\n    rows.append(('/srv/b', '/srv/key2', {'c': 1}, 2))\n"


@pytest.mark.parametrize(("text", "gone"), [
    ("first, *rest = ['/srv/a', '/srv/b', '/srv/c']\nos.remove(first)", {"/srv/a"}),
    ("*rest, last = ['/srv/a', '/srv/b', '/srv/c']\nos.remove(last)", {"/srv/c"}),
    ("first, *rest, last = ['/srv/a', '/srv/b', '/srv/c']\nos.remove(rest[0])", {"/srv/b"}),
    ("first, *rest = ['/srv/a', '/srv/b', '/srv/c']\nfor one in rest:\n    os.remove(one)", {"/srv/b", "/srv/c"}),
    ("first, *rest = ['/srv/a']\nos.remove(first)", {"/srv/a"}),
    (ROWS + "for name, key, *more in rows:\n    os.remove(name)", {"/srv/a", "/srv/b"}),
    (ROWS + "for *more, flag in [('/srv/a', 1), ('/srv/b', 2)]:\n    os.remove(more[0])", {"/srv/a", "/srv/b"}),
    ("_, name, *more = sys.argv\nos.remove(name)", {"${1}"}),
    ("first, *rest = sorted(['/srv/b', '/srv/a'])\nos.remove(first)", {"/srv/a"}),
    ("os.remove(sorted(['/srv/b', '/srv/c', '/srv/a'])[-1])", {"/srv/c"}),
    ("os.remove(sorted(['/srv/b', '/srv/a'], key=os.path.getmtime)[0])", {"/srv/a", "/srv/b"}),
    ("os.remove(sorted(['/srv/b', '/srv/a'], reverse=True)[0])", {"/srv/a", "/srv/b"}),
    ("os.remove(list(reversed(['/srv/b', '/srv/a']))[0])", {"/srv/a"}),
    ("first, *rest = glob()\nos.remove(first)", {""}),
])
def test_by_its_place(trace, text: str, gone: set[str]) -> None:
    assert _removed(trace, text) == gone
