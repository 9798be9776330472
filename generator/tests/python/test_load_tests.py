"""Load tests send what the tasks of their users send."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

USERS = """
    from locust import HttpUser, TaskSet, between, tag, task, user
    def visit(l):
        l.client.get("/visited")
    class Browse(TaskSet):
        tasks = [visit]
        def on_start(self):
            self.client.post("/login", json={})
        @task
        def look(self):
            self.client.get("/shown")
        @task(3)
        def wipe(self):
            self.client.delete("/cart")
        def helper(self):
            self.client.delete("/never")
    class Shopper(user.HttpUser):
        wait_time = between(1, 2)
        @tag("slow")
        @task
        class Inner(TaskSet):
            @task
            def buy(self):
                self.client.put("/bought")
    class Plain:
        def on_start(self):
            self.client.get("/plain")
    """


def test_a_user_does_its_tasks(trace: Callable[..., Walked]) -> None:
    found = trace(textwrap.dedent(USERS), path="locustfile.py")
    assert {(str(effect.action), effect.target) for effect in found.effects if effect.resource == "http"} == {
        ("read", "/visited"), ("write", "/login"), ("read", "/shown"), ("delete", "/cart"), ("write", "/bought")}
    assert not found.unknowns


@pytest.mark.parametrize("script", [
    "from locust import HttpUser\nclass Nobody(HttpUser):\n    pass\n",
    "class Browse:\n    @task\n    def look(self):\n        self.client.get('/shown')\n",
])
def test_what_has_no_tasks_sends_nothing(script: str, trace: Callable[..., Walked]) -> None:
    assert not [effect for effect in trace(script, path="locustfile.py").effects if effect.resource == "http"]
