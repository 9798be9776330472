"""Tasks of Celery that are classes with a ``run``: called, put into the queue, registered as objects."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_TASKS = {"shop/__init__.py": "", "shop/tasks.py": """
    import os
    from celery import Celery, Task

    app = Celery("shop")


    class Wipe(Task):
        def run(self, path="/srv/a", *, deep=False):
            os.remove(path)


    class Old(app.Task):
        def run(self, path):
            self.before(path)

        def before(self, path):
            os.remove(path)


    class Plain:
        def run(self, path):
            os.remove(path)


    wipe = app.register_task(Wipe())
    old = app.register_task(Old)
"""}
_HEAD = "from shop.tasks import Old, Plain, Wipe, app, old, wipe\n"


@pytest.mark.parametrize("line", [
    "wipe.delay('/srv/x')", "Wipe().delay('/srv/x')", "Wipe().apply_async(['/srv/x'])", "Wipe().apply_async(args=('/srv/x',), countdown=3)",
    "old.delay('/srv/x')", "Old().apply_async(kwargs={'path': '/srv/x'})", "wipe.delay(path='/srv/x')"])
def test_what_is_queued_runs_in_the_worker(trace: Callable[..., Walked], line: str) -> None:
    walked = trace(_HEAD + line, _TASKS)
    assert [(effect.action, effect.target, effect.condition) for effect in walked.effects] == [
        ("delete", "/srv/x", "in the worker"), ("send", "Old" if "ld" in line else "Wipe", None)]


@pytest.mark.parametrize("line", ["wipe('/srv/x')", "Wipe()('/srv/x')", "Old().apply(['/srv/x'])", "wipe.run('/srv/x')", "wipe.apply(('/srv/x',))"])
def test_what_is_called_runs_here(trace: Callable[..., Walked], line: str) -> None:
    walked = trace(_HEAD + line, _TASKS)
    assert [(effect.action, effect.target, effect.condition) for effect in walked.effects] == [("delete", "/srv/x", None)]


@pytest.mark.parametrize("line", ["Plain()('/srv/x')", "Wipe()", "app.register_task(Wipe())", "wipe.name"])
def test_nothing_else_runs_it(trace: Callable[..., Walked], line: str) -> None:
    assert not trace(_HEAD + line, _TASKS).effects


@pytest.mark.parametrize("line", [
    "Wipe().s('/srv/x').apply_async()", "wipe.si('/srv/x').set(countdown=2).delay()", "from celery import chain\nchain(wipe.s('/srv/x'))()",
    "from celery import group\ngroup(wipe.s(path) for path in ['/srv/x'])()", "wipe.signature(('/srv/x',)).delay()"])
def test_a_message_that_is_made_is_sent(trace: Callable[..., Walked], line: str) -> None:
    walked = trace(_HEAD + line, _TASKS)
    assert [(effect.action, effect.target, effect.condition) for effect in walked.effects if effect.target != "celery"] == [
        ("delete", "/srv/x", "in the worker"), ("send", "Wipe", None)]
