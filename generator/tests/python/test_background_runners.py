"""Classes whose base runs a method of theirs in the background once they are started: green threads, processes, threads of Qt, servers."""

from __future__ import annotations

import pytest


def removed(walked) -> list[tuple[str | None, str]]:
    return [(effect.target, effect.confidence.value) for effect in walked.effects if effect.action == "delete"]


def _text(imported: str, base: str, method: str, started: str) -> str:
    return f"{imported}\nimport shutil\nclass Sweeper({base}):\n    def {method}:\n        shutil.rmtree('/srv/a')\nsweeper = Sweeper()\n{started}\n"


@pytest.mark.parametrize(("imported", "base", "method", "started"), [
    ("import gevent", "gevent.Greenlet", "_run(self)", "sweeper.start()\nsweeper.join()"),
    ("from gevent import Greenlet", "Greenlet", "_run(self)", "sweeper.start_later(5)"),
    ("from gevent.greenlet import Greenlet", "Greenlet", "run(self)", "sweeper.start()"),
    ("from gevent.server import StreamServer", "StreamServer", "handle(self, socket, address)", "sweeper.serve_forever()"),
    ("from billiard import Process", "Process", "run(self)", "sweeper.start()"),
    ("from PyQt5.QtCore import QThread", "QThread", "run(self)", "sweeper.start()"),
])
def test_what_the_base_runs(imported: str, base: str, method: str, started: str, trace) -> None:
    assert [target for target, _ in removed(trace(_text(imported, base, method, started)))] == ["/srv/a"]


@pytest.mark.parametrize(("imported", "base", "method", "started"), [
    ("import gevent", "gevent.Greenlet", "_run(self)", "sweeper.ready()"),
    ("import gevent", "gevent.Greenlet", "drop(self)", "sweeper.start()"),
    ("from elsewhere import Other", "Other", "_run(self)", "sweeper.start()"),
])
def test_what_it_does_not_run(imported: str, base: str, method: str, started: str, trace) -> None:
    assert ("/srv/a", "resolved") not in removed(trace(_text(imported, base, method, started)))


def test_a_function_that_runs_later(trace) -> None:
    head = "import gevent, eventlet, shutil\ndef drop(path):\n    shutil.rmtree(path)\n"
    for line in ("gevent.spawn_later(60, drop, '/srv/a')", "eventlet.spawn_after(60, drop, '/srv/a')", "gevent.Greenlet(drop, '/srv/a').start()"):
        assert [target for target, _ in removed(trace(head + line + "\n"))] == ["/srv/a"], line
