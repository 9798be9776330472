"""How many calls were understood: each place counts once, and only if it was understood whenever it was read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked


@pytest.mark.parametrize(
    ("script", "counted"),
    [
        ("print(len('a'))\n", (2, 2)),
        ("import wobbly\nwobbly.go()\n", (0, 1)),
        ("def f(x):\n    return len(x)\nf('a')\nf('b')\nf(3)\n", (4, 4)),                  # three calls of it, and the one in it
        ("import wobbly\nfor one in (len, wobbly.go):\n    one('a')\n", (0, 1)),             # one of what is called there is not known
        ("import wobbly\ndef f(g):\n    g('a')\nf(len)\nf(wobbly.go)\n", (2, 3)),           # understood for one of the callers only
        ("import os\nx = None if os.environ.get('A') else object()\nx.split('a')\n", (3, 3)),
        ("class A:\n    @property\n    def p(self):\n        return len('a')\na = A()\na.p\na.p\n", (4, 4)),
    ],
)
def test_calls_are_counted_by_their_places(script: str, counted: tuple[int, int], trace: Callable[..., Walked]) -> None:
    walked = trace(script)
    assert (walked.resolved, walked.reachable) == counted
