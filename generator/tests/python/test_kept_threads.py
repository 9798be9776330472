"""A thread that an object keeps runs where it is started, not where it is made."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

_KEPT = """
import os, threading
from threading import Thread


class Queue:
    def __init__(self, path):
        self.path = path
        self.flusher = {made}

    def begin(self):
        self.flusher.start()

    def flush(self, path='/srv/a'):
        os.remove('/srv/a')


queue = Queue('/srv/a')
"""


@pytest.mark.parametrize("made", ["Thread(target=self.flush)", "threading.Timer(3, self.flush)", "Thread(target=self.flush, args=(path,), daemon=True)"])
@pytest.mark.parametrize(("then", "deleted"), [("queue.begin()\n", ["/srv/a"]), ("print(queue)\n", [])])
def test_it_runs_where_another_method_starts_it(trace: Trace, made: str, then: str, deleted: list[str]) -> None:
    found = trace(_KEPT.replace("{made}", made) + then)
    assert [effect.target for effect in found.effects if effect.action == "delete"] == deleted
    assert not found.unknowns


@pytest.mark.parametrize("lines", [
    "def go():\n    os.remove('/srv/a')\nThread(target=go).start()\n",
    "def go():\n    os.remove('/srv/a')\nt = Thread(target=go)\nt.start()\n",
    "class Q:\n    def __init__(self):\n        self.t = Thread(target=self.go)\n        self.t.start()\n    def go(self):\n"
    "        os.remove('/srv/a')\nQ()\n",
    "class Q:\n    def __init__(self):\n        self.t = Thread(target=self.go)\n    def go(self):\n        os.remove('/srv/a')\nQ().t.start()\n",
])
def test_what_is_started_at_once_or_from_outside_is_told(trace: Trace, lines: str) -> None:
    found = trace("import os\nfrom threading import Thread\n" + lines)
    assert [effect.target for effect in found.effects if effect.action == "delete"] == ["/srv/a"]
