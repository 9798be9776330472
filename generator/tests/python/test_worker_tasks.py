"""A message to a worker does what the task does that it names."""

from __future__ import annotations

from textwrap import dedent

import pytest

from handover_generator.model.tracing import ALL_TASKS

JOBS = dedent("""
    import shutil
    from shop import worker

    @worker.task(bind=True, name="delete-old", max_retries=3)
    def delete_old(self, name):
        shutil.rmtree("/srv/" + name)

    @worker.task
    def forget(name):
        shutil.rmtree("/srv/forgotten/" + name)
    """)
FILES = {"shop/__init__.py": "from celery import Celery\nworker = Celery()\n", "shop/jobs.py": JOBS}


def gone(walked):
    return {(effect.target, effect.condition) for effect in walked.effects if str(effect.action) == "delete"}


@pytest.mark.parametrize(("line", "expected"), [
    ('worker.send_task("delete-old", args=("a",))', "/srv/a"),
    ('worker.send_task(name="delete-old", kwargs={"name": "a"})', "/srv/a"),
    ('worker.send_task("shop.jobs.forget", ["a"])', "/srv/forgotten/a"),
    ('Queue().enqueue("shop.jobs.forget", "a")', "/srv/forgotten/a"),
])
def test_a_task_is_found_by_its_name(trace, line, expected):
    walked = trace(f"from rq import Queue\nfrom shop import worker\n{line}\n", FILES)
    assert gone(walked) == {(expected, "in the worker")}
    assert any(str(effect.action) == "send" for effect in walked.effects)


@pytest.mark.parametrize("line", ['worker.send_task("nothing")', 'worker.send_task("forget")', 'worker.send_task(name)', 'Queue().enqueue("os.getpid")'])
def test_a_name_that_is_nowhere_is_only_a_message(trace, line):
    walked = trace(f"import sys\nfrom rq import Queue\nfrom shop import worker\nname = sys.argv[1]\n{line}\n", FILES)
    assert gone(walked) == set()
    assert any(str(effect.action) == "send" for effect in walked.effects)


def test_a_name_that_two_files_give_is_only_a_message(trace):
    walked = trace('from shop import worker\nworker.send_task("delete-old")\n', {**FILES, "shop/others.py": JOBS})
    assert gone(walked) == set()


def test_a_package_of_its_own_kind_of_celery(trace):
    files = {**FILES, "shop/__init__.py": "from acme_utils.queues import AcmeCelery\nworker = AcmeCelery()\n"}
    walked = trace('from shop import worker\nfrom shop.jobs import delete_old\ndelete_old.delay("a")\nworker.send_task("x")\n', files)
    assert gone(walked) == {("/srv/a", "in the worker")}
    assert {effect.target for effect in walked.effects if str(effect.action) == "send"} == {"delete_old", "x"}
    assert [unknown.detail for unknown in walked.unknowns] == ["acme_utils.queues.AcmeCelery()"]


_OWN = {"shop/tasks.py": """
    import functools

    def task(**options):
        def decorate(function):
            return function
        return decorate
""", "shop/jobs.py": """
    import os
    from shop import tasks

    @tasks.task(bind=True)
    def clean(self, path):
        os.remove(path)

    @tasks.task()
    def tidy(path):
        os.remove(path)

    def plain(path):
        os.remove(path)
"""}


@pytest.mark.parametrize(("line", "target"), [
    ("request.task(clean).delay('a')", "a"),
    ("request.task(clean).run('a')", "a"),
    ("request.task(clean)('a')", "a"),
    ("request.task(clean).apply_async(args=('a',))", "a"),
    ("request.task(tidy).delay('a')", "a"),
])
def test_a_task_that_something_is_asked_for_by_its_function_is_followed(trace, line: str, target: str) -> None:
    found = trace(f"from shop.jobs import *\ndef main(request):\n    {line}\nmain(load())\n", _OWN)
    assert [effect.target for effect in found.effects if effect.destructive] == [target]
    assert [unknown.detail for unknown in found.unknowns] == ["load(): what is called is not known"]


def test_whether_it_is_a_task_is_not_known_of_a_plain_function(trace) -> None:
    found = trace("from shop.jobs import *\ndef main(request):\n    request.task(plain).run('a')\nmain(load())\n", _OWN)
    assert [effect.target for effect in found.effects if effect.destructive] == ["a"]
    assert "task(): what is called is not known" in [unknown.detail for unknown in found.unknowns]


def test_what_a_task_is_asked_for_besides_is_not_understood(trace) -> None:
    found = trace("from shop.jobs import *\ndef main(request):\n    request.task(clean).load_request()\nmain(load())\n", _OWN)
    assert "load_request(): what is called is not known" in [unknown.detail for unknown in found.unknowns]


def test_another_thing_than_a_function_is_no_task(trace) -> None:
    found = trace("from shop.jobs import *\ndef main(request):\n    request.task('clean').run('a')\nmain(load())\n", _OWN)
    assert not found.effects
    assert found.unknowns


@pytest.mark.parametrize(("line", "target"), [
    ('group(signature(forget, args=(name,)) for name in ("a",)).apply_async()', "/srv/forgotten/a"),
    ('signature("delete-old", kwargs={"name": "a"}).delay()', "/srv/a"),
    ('worker.signature("shop.jobs.forget", ("a",)).apply_async()', "/srv/forgotten/a"),
    ('forget.signature(("a",)).apply_async()', "/srv/forgotten/a"),
    ('forget.subtask(args=("a",)).delay()', "/srv/forgotten/a"),
    ('forget.map(sys.argv).delay()', "/srv/forgotten/${name}"),
    ('forget.chunks(zip(sys.argv), 10).apply_async()', "/srv/forgotten/${name}"),
])
def test_a_signature_is_the_message_of_its_task(trace, line, target):
    walked = trace(f"import sys\nfrom celery import group, signature\nfrom shop import worker\nfrom shop.jobs import forget\n{line}\n", FILES)
    assert gone(walked) == {(target, "in the worker")}
    sent = {effect.target for effect in walked.effects if str(effect.action) == "send"}
    assert len(sent) == 1
    assert sent <= {"forget", "delete-old", "shop.jobs.forget"}
    assert not walked.unknowns


@pytest.mark.parametrize(("line", "known"), [("forget.retry(countdown=60, exc=e)", True), ("forget.AsyncResult('a')", True), ("forget.wipe_all()", False)])
def test_the_same_task_once_more_and_how_it_stands_are_nothing_new(trace, line: str, known: bool) -> None:
    walked = trace(f"from shop.jobs import forget\ne = None\n{line}\n", FILES)
    assert not walked.effects
    assert bool(walked.unknowns) != known


def test_what_is_queued_is_called_by_the_function(trace):
    walked = trace("import django_rq\nfrom shop.jobs import forget\ndjango_rq.enqueue(forget, 'a')\n", FILES)
    assert {effect.target for effect in walked.effects if str(effect.action) == "send"} == {"forget"}


def test_a_function_that_is_no_task_is_not_queued_for_each(trace):
    walked = trace("def forget(name):\n    import os\n    os.remove(name)\n\nforget.map(['a'])\n", FILES)
    assert not gone(walked)


@pytest.mark.parametrize(("line", "others"), [
    ("group([forget.s('a'), forget.s('b')]).apply_async()", 0), ("chain(forget.s('a'), forget.si('b')).delay()", 0),
    ("forget.s('a')\ngroup(*sys.argv).apply_async()", 1), ("chain(forget.s('a'), other).delay()", 1),
])
def test_several_messages_are_told_where_each_is_made(trace, line, others):
    walked = trace(f"import sys\nfrom celery import chain, group\nfrom shop.jobs import forget\n{line}\n", FILES)
    sent = [effect.target for effect in walked.effects if str(effect.action) == "send"]
    assert sent.count("forget") == 1
    assert len(sent) == 1 + others


@pytest.mark.parametrize("base", ["app.Task", "Task"])
def test_a_bound_task_is_an_object_of_the_class_that_its_decorator_says(trace, base: str) -> None:
    walked = trace(f"""
        import shutil
        from celery import Celery, Task
        app = Celery("x")
        class Kept({base}):
            def drop(self, path):
                shutil.rmtree(path)
        @app.task(bind=True, base=Kept)
        def one(self, path):
            try:
                self.drop(path)
            except ValueError as error:
                self.retry(exc=error)
        one("/srv/a")
    """)
    assert [(e.action.value, e.target) for e in walked.effects] == [("delete", "/srv/a")]
    assert not walked.unknowns


_PASSED = """
    import functools, shutil
    from celery import Celery, shared_task
    from otherchecks import healthcheck
    app = healthcheck.setup(Celery("shop"))
    def locked(function):
        @functools.wraps(function)
        def wrapper(*args):
            return function(*args)
        return wrapper
    @app.task
    def wipe(path):
        shutil.rmtree(path)
    @shared_task
    @locked
    def drop(path):
        shutil.rmtree(path)
"""


@pytest.mark.parametrize("name", ["wipe", "drop"])
def test_a_task_is_queued_by_its_own_name(trace, name: str) -> None:
    walked = trace(f"from shop.tasks import {name}\n{name}.delay('/srv/a')\n", {"shop/__init__.py": "", "shop/tasks.py": _PASSED})
    assert [effect.target for effect in walked.effects if effect.resource == "queue"] == [name]
    assert gone(walked) == {("/srv/a", "in the worker")}


def test_tasks_of_an_application_that_went_through_another_package_are_run_by_a_worker(trace) -> None:
    lines = _PASSED.replace("@shared_task", "@app.task").replace("    def wipe", "    def wipe_all")
    assert {target for target, _ in gone(trace(lines, path="tasks.py", functions={"tasks.py": [ALL_TASKS]}))} == {"${path}"}


_SIGNED = """
    import shutil
    from celery import chain, shared_task
    @shared_task
    def first(path):
        shutil.rmtree(path)
    @shared_task
    def second(path=None):
        shutil.rmtree("/srv/second")
    one = first.s("/srv/first")
    both = first.s("/srv/first") | second.s()
    linked = chain(first.si("/srv/first"), second.si())
"""


@pytest.mark.parametrize(("line", "lost"), [
    ("jobs.one.delay()", {"/srv/first"}), ("jobs.both.apply_async(countdown=3)", {"/srv/first", "/srv/second"}),
    ("jobs.linked.delay()", {"/srv/first", "/srv/second"}),
    ("def send(task):\n    task.apply_async(args=(), kwargs={})\nsend(jobs.both)", {"/srv/first", "/srv/second"})])
def test_a_message_put_together_by_a_module_is_sent_by_whoever_sends_it(trace, line: str, lost: set[str]) -> None:
    walked = trace(f"from shop import jobs\n{line}\n", {"shop/__init__.py": "", "shop/jobs.py": _SIGNED})
    assert gone(walked) == {(target, "in the worker") for target in lost}
    assert {effect.target for effect in walked.effects if effect.resource == "queue"} == {target.rpartition("/")[2] for target in lost}


def test_its_work_may_be_done_at_once(trace) -> None:
    walked = trace("from shop import jobs\njobs.both.apply()\n", {"shop/__init__.py": "", "shop/jobs.py": _SIGNED})
    assert gone(walked) == {("/srv/first", None), ("/srv/second", None)}


@pytest.mark.parametrize("line", ["print(jobs.first)", "jobs.one", "jobs.one.set(countdown=3)"])
def test_who_only_imports_it_sends_nothing(trace, line: str) -> None:
    walked = trace(f"from shop import jobs\n{line}\n", {"shop/__init__.py": "", "shop/jobs.py": _SIGNED})
    assert not walked.effects


SCHEDULED = dedent("""
    import shutil
    from celery.schedules import crontab
    from shop import worker

    @worker.task
    def forget(days=1):
        shutil.rmtree("/srv/forgotten")

    @worker.on_after_configure.connect
    def set_up(sender, **kwargs):
        sender.add_periodic_task(crontab(hour=5), forget.s(days=2))
        sender.add_periodic_task(crontab(hour=6), forget.si())
        sender.add_periodic_task(crontab(hour=7), forget, name="forget")

    def now():
        forget.s(1).delay()

    def kept():
        message = forget.s(1)
        return message
    """)


def test_what_the_clock_of_a_worker_sends_is_not_sent_by_who_sets_it_up(trace):
    walked = trace("from shop import worker\nfrom shop.clock import set_up\nset_up(worker)\n", {**FILES, "shop/clock.py": SCHEDULED})
    assert [str(effect.action) for effect in walked.effects] == []


@pytest.mark.parametrize("name", ["now", "kept"])
def test_what_is_put_together_in_a_function_is_sent_by_whoever_gets_it(trace, name):
    walked = trace(f"from shop.clock import {name}\n{name}()\n", {**FILES, "shop/clock.py": SCHEDULED})
    assert gone(walked) == {("/srv/forgotten", "in the worker")}


@pytest.mark.parametrize("made", [
    "from flask_celeryext import FlaskCeleryExt\nworker = FlaskCeleryExt(app).celery", "from flask_celeryext import create_celery_app\nworker = create_celery_app(app)",
    "from flask_celery import Celery\nworker = Celery()",
])
def test_workers_that_a_package_for_flask_makes(trace, made):
    jobs = f"import shutil\nfrom flask import Flask\napp = Flask('shop')\n{made}\n@worker.task(name='wipe')\ndef wipe():\n    shutil.rmtree('/srv/a')\n"
    assert gone(trace(jobs, path="jobs.py", functions={"jobs.py": [ALL_TASKS]})) == {("/srv/a", None)}
    walked = trace("from jobs import wipe\nwipe.delay()\n", {"jobs.py": jobs})
    assert gone(walked) == {("/srv/a", "in the worker")}
