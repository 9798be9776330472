"""What a base class from outside may call of a class that fills it out."""

from __future__ import annotations

import pytest

HEAD = "import shutil\nfrom rq import Worker\nfrom elsewhere import Listener\n"
BODY = "    def on_event(self, event):\n        self.drop()\n    def drop(self):\n        shutil.rmtree('/srv/a')\n"


def removed(walked) -> list[tuple[str | None, str]]:
    return [(effect.target, effect.confidence.value) for effect in walked.effects if effect.action == "delete"]


@pytest.mark.parametrize(("base", "start"), [("Worker", "work()"), ("Listener", "run()"), ("Listener", "serve_forever(1)")])
def test_the_base_calls_what_the_class_adds(base: str, start: str, trace) -> None:
    assert removed(trace(f"{HEAD}class Mine({base}):\n{BODY}Mine(queues=[]).{start}\n")) == [("/srv/a", "inferred")]


@pytest.mark.parametrize("text", [
    f"class Mine(Listener):\n{BODY}Mine().name()\n",
    f"class Mine(Listener):\n{BODY}    def run(self):\n        pass\nMine().run()\n",
    "class Mine(Listener):\n    def _drop(self):\n        shutil.rmtree('/srv/a')\nMine().run()\n",
    "class Mine(Listener):\n    @classmethod\n    def drop(cls):\n        shutil.rmtree('/srv/a')\nMine().run()\n",
    f"class Mine:\n{BODY}Mine().run()\n",
    f"import threading\nclass Mine(threading.Thread):\n{BODY}Mine().start()\n",
])
def test_nothing_else_is_called(text: str, trace) -> None:
    assert removed(trace(HEAD + text)) == []
