"""Commands that fire makes of an object go on with what they give."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

CLASSES = """
import fire, os
class Users:
    def __init__(self, root):
        self.root = root
    def remove(self):
        os.remove("/srv/user")
    def chained(self):
        return self
    def _inner(self):
        os.remove("/srv/never")
class Row:
    __tablename__ = "rows"
    def remove(self):
        os.remove("/srv/never")
"""


def _told(script: str, trace: Callable[..., Walked]) -> list[tuple[str | None, str]]:
    return [(effect.target, effect.confidence.value) for effect in trace(CLASSES + script).effects if effect.action == "delete"]


@pytest.mark.parametrize("script", [
    "class Tool:\n    def users(self):\n        return Users(self)\nfire.Fire(Tool)\n",
    "class Tool:\n    def __init__(self):\n        self.users = Users(self)\nfire.Fire(Tool)\n",
    "class Tool:\n    @property\n    def users(self):\n        return Users(self)\nfire.Fire(Tool())\n",
    "def users():\n    return Users(1)\nfire.Fire({'users': users})\n",
])
def test_what_a_command_gives_can_be_asked_on(script: str, trace: Callable[..., Walked]) -> None:
    assert _told(script, trace) == [("/srv/user", "inferred")]


@pytest.mark.parametrize("script", [
    "class Tool:\n    def users(self):\n        print(Users(self))\nfire.Fire(Tool)\n",
    "class Tool:\n    def _users(self):\n        return Users(self)\nfire.Fire(Tool)\n",
    "class Tool:\n    def row(self):\n        return Row()\nfire.Fire(Tool)\n",
])
def test_what_is_only_made_or_shown_is_not(script: str, trace: Callable[..., Walked]) -> None:
    assert _told(script, trace) == []
