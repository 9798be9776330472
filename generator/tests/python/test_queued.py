"""What a thread takes from a queue is what another one put there; what a list may hold is what any of the lists held that it was filled from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

_HEAD = """
import os, queue, threading


class Job:
    def wipe(self):
        os.remove('/srv/a')


def go(waiting):
    def work():
        while True:
            job = waiting.get(timeout=1)
            job.wipe()
            waiting.task_done()
    for one in [Job()]:
        waiting.put(one)
    threading.Thread(target=work).start()


"""


def _gone(found: Walked) -> list[str | None]:
    return [effect.target for effect in found.effects if effect.action == "delete"]


@pytest.mark.parametrize(("lines", "wanted"), [
    ("go(queue.Queue())", ["/srv/a"]),
    ("go(queue.LifoQueue(3))", ["/srv/a"]),
    ("q = queue.Queue()\nq.put(Job())\nwhile not q.empty():\n    q.get_nowait().wipe()", ["/srv/a"]),
    ("q, r = queue.Queue(), queue.Queue()\nq.put(Job())\nr.get().wipe()", []),
    ("class M:\n    def __init__(self):\n        self.q = queue.Queue()\n    def add(self, one):\n        self.q.put(one)\n"
     "    def run(self):\n        self.q.get().wipe()\nm = M()\nm.add(Job())\nm.run()", ["/srv/a"]),
])
def test_what_was_put_into_a_queue_comes_out_of_it(trace: Trace, lines: str, wanted: list[str]) -> None:
    found = trace(_HEAD + lines)
    assert _gone(found) == wanted
    assert wanted or found.unknowns


def test_the_queue_of_python_2(trace: Trace) -> None:
    assert _gone(trace(_HEAD.replace("queue, threading", "threading\nfrom Queue import Queue") + "go(Queue())")) == ["/srv/a"]


_FILLED = """
import os


def found(names):
    kept = []
    for name in names:
        kept.append(os.remove)
    return kept


all_of_them = {empty}
{filled}
for one in all_of_them:
    one('/srv/a')
"""


@pytest.mark.parametrize(("empty", "filled"), [
    ("[]", "all_of_them.extend(found(['a']))"), ("[]", "for each in ['a', 'b']:\n    all_of_them.extend(found(each))"),
    ("[]", "all_of_them += found(['a'])"), ("set()", "all_of_them.update(found(['a']))"),
])
def test_a_list_that_is_filled_from_one_that_a_loop_fills(trace: Trace, empty: str, filled: str) -> None:
    walked = trace(_FILLED.format(empty=empty, filled=filled))
    assert _gone(walked) == ["/srv/a"]


def test_a_list_that_is_filled_from_an_empty_one(trace: Trace) -> None:
    walked = trace("import os\nkept = []\nmore = []\nkept.extend(more)\nfor one in kept:\n    one('/srv/a')\n")
    assert _gone(walked) == []
