"""Trails that must be found, and trails that must not: what real scripts do to hide harm, each in a few lines."""

from __future__ import annotations

import pytest


def deeds(walked) -> list[str]:
    """Effects beyond reading, as "resource action target"."""
    return [f"{e.resource} {e.action.value} {e.target}" for e in walked.effects if e.changes]


def trail(walked, resource: str, action: str) -> list[str]:
    effect = next(e for e in walked.effects if (e.resource, e.action.value) == (resource, action))
    return [*(f"{step.path}:{step.line}" for step in effect.via), str(effect.at)]


RM = "filesystem delete /srv/data"

FOUND = {
    "direct": "import shutil\nshutil.rmtree('/srv/data')",
    "alias": "import shutil as s\ns.rmtree('/srv/data')",
    "from": "from shutil import rmtree as gone\ngone('/srv/data')",
    "in a function": "import shutil\ndef f(p):\n    shutil.rmtree(p)\nf('/srv/data')",
    "main guard": "import shutil\ndef main():\n    shutil.rmtree('/srv/data')\nif __name__ == '__main__':\n    main()",
    "default argument": "import shutil\ndef f(p='/srv/data'):\n    shutil.rmtree(p)\nf()",
    "keyword": "import shutil\ndef f(a, *, p):\n    shutil.rmtree(p)\nf(1, p='/srv/data')",
    "star arguments": "import shutil\ndef f(*a):\n    shutil.rmtree(a[0])\nf(*['/srv/data'])",
    "double star": "import shutil\ndef f(p=None):\n    shutil.rmtree(p)\nf(**{'p': '/srv/data'})",
    "lambda": "import shutil\nf = lambda p: shutil.rmtree(p)\nf('/srv/data')",
    "closure": "import shutil\ndef outer(p):\n    def inner():\n        shutil.rmtree(p)\n    return inner\nouter('/srv/data')()",
    "partial": "import shutil, functools\nfunctools.partial(shutil.rmtree, '/srv/data')()",
    "dispatch table": "import shutil, sys\ndef wipe(p):\n    shutil.rmtree(p)\nACTIONS = {'wipe': wipe}\nACTIONS[sys.argv[1]]('/srv/data')",
    "getattr": "import shutil\ngetattr(shutil, 'rmtree')('/srv/data')",
    "importlib": "import importlib\nimportlib.import_module('shutil').rmtree('/srv/data')",
    "method": "import shutil\nclass A:\n    def go(self):\n        shutil.rmtree('/srv/data')\nA().go()",
    "attribute on self": "import shutil\nclass A:\n    def __init__(self, p):\n        self.p = p\n    def go(self):\n        shutil.rmtree(self.p)\nA('/srv/data').go()",
    "inherited": "import shutil\nclass A:\n    def go(self):\n        self.act()\nclass B(A):\n    def act(self):\n        shutil.rmtree('/srv/data')\nB().go()",
    "super": "import shutil\nclass A:\n    def go(self):\n        shutil.rmtree('/srv/data')\nclass B(A):\n    def go(self):\n        super().go()\nB().go()",
    "property": "import shutil\nclass A:\n    @property\n    def x(self):\n        shutil.rmtree('/srv/data')\nA().x",
    "static and class methods": "import shutil\nclass A:\n    P = '/srv/data'\n    @classmethod\n    def go(cls):\n        cls.act(cls.P)\n    @staticmethod\n    def act(p):\n        shutil.rmtree(p)\nA.go()",
    "decorator that wraps": "import shutil, functools\ndef logged(f):\n    @functools.wraps(f)\n    def inner(*a, **k):\n        return f(*a, **k)\n    return inner\n@logged\ndef go(p):\n    shutil.rmtree(p)\ngo('/srv/data')",
    "context manager": "import shutil\nclass C:\n    def __enter__(self):\n        return self\n    def __exit__(self, *a):\n        shutil.rmtree('/srv/data')\nwith C() as c:\n    pass",
    "generator": "import shutil\ndef each():\n    yield '/srv/data'\nfor p in each():\n    shutil.rmtree(p)",
    "async": "import shutil, asyncio\nasync def go():\n    shutil.rmtree('/srv/data')\nasyncio.run(go())",
    "callable instance": "import shutil\nclass C:\n    def __call__(self, p):\n        shutil.rmtree(p)\nC()('/srv/data')",
    "thread": "import shutil, threading\nthreading.Thread(target=shutil.rmtree, args=('/srv/data',)).start()\ndef f(p):\n    shutil.rmtree(p)\nthreading.Thread(target=f, args=('/srv/data',)).start()",
    "executor": "import shutil\nfrom concurrent.futures import ThreadPoolExecutor\ndef f(p):\n    shutil.rmtree(p)\nwith ThreadPoolExecutor() as pool:\n    pool.submit(f, '/srv/data')",
    "map": "import shutil\ndef f(p):\n    shutil.rmtree(p)\nlist(map(f, ['/srv/data']))",
    "joined path": "import os, shutil\nBASE = '/srv'\nshutil.rmtree(os.path.join(BASE, 'data'))",
    "formatted path": "import shutil\nd = 'data'\nshutil.rmtree(f'/srv/{d}')",
    "percent path": "import shutil\nshutil.rmtree('/srv/%s' % 'data')",
    "loop over constants": "import shutil\nfor d in ('data',):\n    shutil.rmtree('/srv/' + d)",
    "conditional import": "try:\n    from shutil import rmtree\nexcept ImportError:\n    rmtree = None\nrmtree('/srv/data')",
    "global set later": "import shutil\nact = None\ndef setup():\n    global act\n    act = shutil.rmtree\nsetup()\nact('/srv/data')",
    "argparse sub-command": "import argparse, shutil\ndef wipe(args):\n    shutil.rmtree('/srv/data')\np = argparse.ArgumentParser()\np.set_defaults(func=wipe)\na = p.parse_args()\na.func(a)",
    "click group": "import click, shutil\n@click.group()\ndef cli():\n    pass\n@cli.command()\ndef wipe():\n    shutil.rmtree('/srv/data')\nif __name__ == '__main__':\n    cli()",
    "walrus": "import shutil\nif (p := '/srv/data'):\n    shutil.rmtree(p)",
    "ternary": "import shutil, sys\nshutil.rmtree('/srv/data' if sys.argv else '/tmp/x')",
    "flag prunes": "import shutil\ndef f(really):\n    if really:\n        shutil.rmtree('/srv/data')\nf(True)",
    "python 2": "import shutil\nprint 'going'\ntry:\n    shutil.rmtree('/srv/data')\nexcept OSError, e:\n    print e",
    "newer syntax": "import shutil\ndef f[T](p: T) -> T:\n    shutil.rmtree('/srv/data')\nf(1)",
}


@pytest.mark.parametrize("code", FOUND.values(), ids=FOUND.keys())
def test_found(trace, code: str) -> None:
    assert RM in deeds(trace(code))


FORBIDDEN = {
    "never called": "import shutil\ndef f():\n    shutil.rmtree('/srv/data')\nif __name__ == '__main__':\n    pass",
    "shadowed": "import shutil\nclass shutil:\n    @staticmethod\n    def rmtree(p):\n        pass\nshutil.rmtree('/srv/data')",
    "other object": "class Tree:\n    def rmtree(self, p):\n        pass\nTree().rmtree('/srv/data')",
    "after exit": "import shutil, sys\nsys.exit(0)\nshutil.rmtree('/srv/data')",
    "after return": "import shutil\ndef f():\n    return\n    shutil.rmtree('/srv/data')\nf()",
    "flag off": "import shutil\ndef f(really=False):\n    if really:\n        shutil.rmtree('/srv/data')\nf()",
    "other mode": "import shutil\ndef f(mode):\n    if mode == 'wipe':\n        shutil.rmtree('/srv/data')\nf('show')",
    "text only": "print('shutil.rmtree(/srv/data)')",
    "type checking": "from typing import TYPE_CHECKING\nimport shutil\nif TYPE_CHECKING:\n    shutil.rmtree('/srv/data')",
    "import guard": "import shutil\nif __name__ == 'other':\n    shutil.rmtree('/srv/data')",
    "common names": "def go(thing):\n    thing.delete()\n    thing.execute('drop table')\n    thing.remove()\ngo(object())",
}


@pytest.mark.parametrize("code", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_not_found(trace, code: str) -> None:
    assert not [deed for deed in deeds(trace(code)) if "delete" in deed]


def test_three_calls_away_with_every_hop(trace) -> None:
    walked = trace(
        "from lib import sessions\n\n\ndef main():\n    sessions.refresh()\n\n\nif __name__ == '__main__':\n    main()\n",
        {"lib/__init__.py": "", "lib/sessions.py": "from lib.store import Store\n\n\ndef refresh():\n    Store('main').clean()\n",
         "lib/store.py": "import sqlite3\n\n\nclass Store:\n    def __init__(self, name):\n        self.name = name\n        self.db = sqlite3.connect(name)\n\n"
                         "    def clean(self):\n        self.db.execute('DROP TABLE ' + self.name)\n"})
    assert trail(walked, "database", "delete") == ["run.py:9", "run.py:5", "lib/sessions.py:5", "lib/store.py:10"]
    effect = next(e for e in walked.effects if e.destructive)
    assert effect.target == "main"
    assert effect.confidence == "resolved"


def test_a_main_of_another_script_is_not_reached_through_a_shared_runner(trace) -> None:
    runner = "class Runner:\n    def __init__(self, fn):\n        self.fn = fn\n    def run(self):\n        return self.fn()\n"
    other = "import shutil\nfrom runner import Runner\ndef main():\n    shutil.rmtree('/srv/data')\nif __name__ == '__main__':\n    Runner(main).run()\n"
    walked = trace("from runner import Runner\nimport other\ndef main():\n    print('hello')\nif __name__ == '__main__':\n    Runner(main).run()\n",
                   {"runner.py": runner, "other.py": other})
    assert deeds(walked) == []


def test_import_time_effects_are_real(trace) -> None:
    walked = trace("import helper\n", {"helper.py": "import shutil\nshutil.rmtree('/srv/data')\n"})
    assert trail(walked, "filesystem", "delete") == ["run.py:1", "helper.py:2"]


def test_main_guard_of_an_imported_module_stays_shut(trace) -> None:
    walked = trace("import helper\n", {"helper.py": "import shutil\nif __name__ == '__main__':\n    shutil.rmtree('/srv/data')\n"})
    assert deeds(walked) == []


def test_a_local_folder_does_not_capture_an_installed_package(trace) -> None:
    walked = trace("import shutil\nshutil.rmtree('/srv/data')\n", {"shutil/notes.py": "x = 1\n"})
    assert RM in deeds(walked)


def test_a_module_called_like_the_package_that_it_uses(trace) -> None:
    files = {"shop/__init__.py": "", "shop/whatever.py": "import whatever\n\n\ndef start():\n    return whatever.start()\n"}
    found = trace("from shop.whatever import start\nstart()\n", files)
    assert [(unknown.kind, unknown.detail) for unknown in found.unknowns] == [("unmodelled-package", "whatever.start()")]
    beside = {**files, "shop/other.py": "import whatever\n\n\ndef go():\n    whatever.wipe()\n", "shop/whatever.py": "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}
    assert RM in deeds(trace("from shop.other import go\ngo()\n", beside))


def test_relative_and_star_imports(trace) -> None:
    walked = trace("from pkg.a import *\nwipe()\n", {
        "pkg/__init__.py": "", "pkg/a.py": "from .b import wipe, keep\n__all__ = ['wipe']\n",
        "pkg/b.py": "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\ndef keep():\n    pass\n"})
    assert RM in deeds(walked)


def test_a_cycle_of_imports_ends(trace) -> None:
    walked = trace("import a\na.go()\n", {"a.py": "import b\ndef go():\n    b.act()\n", "b.py": "import a, shutil\ndef act():\n    shutil.rmtree('/srv/data')\n"})
    assert RM in deeds(walked)


def test_recursion_ends(trace) -> None:
    walked = trace("import shutil\ndef f(p):\n    f(p + 'x')\n    g(p)\ndef g(p):\n    shutil.rmtree('/srv/data')\n    f(p)\nf('')\n")
    assert RM in deeds(walked)


def test_sql_read_from_a_file_of_the_repository(trace) -> None:
    walked = trace("import os, sqlite3\nwith open(os.path.join(os.path.dirname(__file__), 'schema.sql')) as f:\n    sqlite3.connect('x').executescript(f.read())\n",
                   {"schema.sql": "DROP TABLE users;\nCREATE TABLE users (id int);\n"})
    assert "database delete users" in deeds(walked)
    assert ("file", "schema.sql") in [(n.kind, n.name) for n in walked.needs]


def test_environment_variables_are_named_holes(trace) -> None:
    walked = trace("import os, shutil\nshutil.rmtree(os.environ.get('DATA_DIR', '/srv/data') + '/old')\n")
    assert deeds(walked) == ["filesystem delete ${DATA_DIR}/old"]
    need = next(n for n in walked.needs if n.kind == "env")
    assert (need.name, need.default) == ("DATA_DIR", "/srv/data")


def test_temporary_folders_are_not_harm(trace) -> None:
    walked = trace("import tempfile, shutil\nd = tempfile.mkdtemp()\nshutil.rmtree(d)\n")
    assert not any(e.destructive for e in walked.effects)


def test_unknowns_are_results(trace) -> None:
    walked = trace("import sys, somepackage\nsomepackage.mystery()\nexec(open(sys.argv[1]).read())\ngetattr(somepackage, sys.argv[2])()\n")
    kinds = [u.kind for u in walked.unknowns]
    assert "unmodelled-package" in kinds
    assert "dynamic-code" in kinds
    assert walked.resolved < walked.reachable


def test_broken_syntax_is_an_unknown(trace) -> None:
    walked = trace("def f(:\n  pass pass\n")
    assert [u.kind for u in walked.unknowns] == ["parse-tier"]


def test_a_job_sent_to_a_queue_is_followed_into_the_worker(trace) -> None:
    walked = trace("import celery, shutil\napp = celery.Celery()\n@app.task\ndef wipe():\n    shutil.rmtree('/srv/data')\nwipe.delay()\n")
    assert "queue send wipe" in deeds(walked)
    effect = next(e for e in walked.effects if e.action == "delete")
    assert "in the worker" in (effect.condition or "")


MODELS = "from django.db import models\nclass Order(models.Model):\n    pass\n"


def test_handlers_of_saved_rows_are_reached(trace) -> None:
    walked = trace("from shop.models import Order\nOrder.objects.create(x=1)\n", {
        "shop/__init__.py": "", "shop/models.py": MODELS,
        "shop/signals.py": "import shutil\nfrom django.db.models.signals import post_save\nfrom django.dispatch import receiver\nfrom shop.models import Order\n"
                           "@receiver(post_save, sender=Order)\ndef tidy(sender, instance, **kwargs):\n    shutil.rmtree('/srv/data')\n"})
    effect = next(e for e in walked.effects if e.resource == "filesystem")
    assert "signal handler" in (effect.condition or "")


@pytest.mark.parametrize(("line", "wanted"), [
    ("post_save.send(Order, instance=row, created=False)", True), ("post_save.send(sender=Order, instance=row)", True),
    ("post_save.send_robust(sender=row.__class__, instance=row)", True), ("post_save.send(sender=type(row), instance=row)", True),
    ("post_save.send(Other, instance=other)", False), ("pre_save.send(Order, instance=row)", False),
])
def test_handlers_of_a_signal_that_is_sent_by_hand(trace, line: str, wanted: bool) -> None:
    walked = trace("from django.db.models.signals import post_save, pre_save\nfrom shop.models import Order, Other\nother = Other.objects.get(a=1)\n"
                   f"for row in Order.objects.all():\n    {line}\n", {
        "shop/__init__.py": "", "shop/models.py": MODELS + "class Other(models.Model):\n    pass\n",
        "shop/signals.py": "import shutil\nfrom django.db.models.signals import post_save\nfrom django.dispatch import receiver\nfrom shop.models import Order\n"
                           "@receiver(post_save, sender=Order)\ndef tidy(sender, instance, **kwargs):\n    shutil.rmtree(f'/srv/{sender}')\n"})
    assert ("filesystem" in {effect.resource for effect in walked.effects}) is wanted
    assert not walked.unknowns


QUEUED = (
    "import celery, shutil\nfrom django.db.models.signals import post_save\nfrom django.dispatch import receiver\nfrom shop.models import Order\n"
    "app = celery.Celery()\n@app.task\ndef tidy():\n    if a:\n        if b:\n            wipe()\ndef wipe():\n    if c:\n        if d:\n"
    "            shutil.rmtree('/srv/data')\n"
    "@receiver(post_save, sender=Order)\ndef saved(sender, instance, **kwargs):\n    tidy.delay()\n"
)


def test_what_a_signal_and_a_worker_bring_about_is_far(trace) -> None:
    """Both stay in the condition, however many others lie nearer."""
    files = {"shop/__init__.py": "", "shop/models.py": MODELS, "shop/signals.py": QUEUED}
    walked = trace("from shop.models import Order\nOrder.objects.create(x=1)\n", files)
    effect = next(e for e in walked.effects if e.resource == "filesystem")
    assert effect.far
    assert effect.condition is not None
    assert effect.condition.startswith("in a signal handler and in the worker and if ")


def test_what_is_checked_far_behind_guards_no_script(trace) -> None:
    check = "import os\nfrom shop.models import Order\nif os.environ['STAGE'] == 'production':\n    raise SystemExit\nOrder.objects.create(x=1)\n"
    behind = QUEUED.replace("def wipe():\n", "def wipe():\n    if os.environ['HOST'] == 'production':\n        raise SystemExit\n").replace(
        "import celery,", "import os, celery,")
    walked = trace(check, {"shop/__init__.py": "", "shop/models.py": MODELS, "shop/signals.py": behind})
    assert {(guard.kind, guard.at.path) for guard in walked.guards if guard.kind == "env_check"} == {("env_check", "run.py")}


def test_a_plain_way_is_told_rather_than_a_far_one(trace) -> None:
    """Even where the plain way has more calls."""
    files = {"shop/__init__.py": "", "shop/models.py": MODELS, "shop/signals.py": QUEUED}
    walked = trace("from shop.models import Order\nfrom shop.signals import wipe\ndef one():\n    two()\ndef two():\n    three()\n"
                   "def three():\n    four()\ndef four():\n    wipe()\nOrder.objects.create(x=1)\none()\n", files)
    effect = next(e for e in walked.effects if e.resource == "filesystem")
    assert not effect.far
    assert [step.name for step in effect.via] == ["one", "two", "three", "four", "wipe"]


def test_handlers_of_other_models_are_not_reached(trace) -> None:
    walked = trace("from shop.models import Order\nOrder.objects.create(x=1)\n", {
        "shop/__init__.py": "", "shop/models.py": MODELS + "class Other(models.Model):\n    pass\n",
        "shop/signals.py": "import shutil\nfrom django.db.models.signals import post_save\nfrom shop.models import Other\n"
                           "def tidy(**kwargs):\n    shutil.rmtree('/srv/data')\npost_save.connect(tidy, sender=Other)\n"})
    assert not [e for e in walked.effects if e.resource == "filesystem"]


def test_a_signal_of_the_repository_itself(trace) -> None:
    walked = trace("from events import closed\nimport handlers\nclosed.send(sender=None, order=1)\n", {
        "events.py": "from django.dispatch import Signal\nclosed = Signal()\nopened = Signal()\n",
        "handlers.py": "import shutil\nfrom django.dispatch import receiver\nfrom events import closed, opened\n"
                       "@receiver(closed)\ndef one(**kwargs):\n    shutil.rmtree('/srv/data')\n@receiver(opened)\ndef two(**kwargs):\n    shutil.rmtree('/srv/other')\n"})
    assert deeds(walked) == ["filesystem delete /srv/data"]


def test_a_handler_of_a_model_outside_the_repository_is_not_reached(trace) -> None:
    walked = trace("from shop.models import Order\nOrder.objects.create(x=1)\n", {
        "shop/__init__.py": "", "shop/models.py": MODELS,
        "shop/signals.py": "import shutil\nfrom django.contrib.auth.models import Group\nfrom django.db.models.signals import post_save\n"
                           "from django.dispatch import receiver\n@receiver(post_save, sender=Group)\ndef tidy(**kwargs):\n    shutil.rmtree('/srv/data')\n"})
    assert not [e for e in walked.effects if e.resource == "filesystem"]


def test_a_number_decides_a_case(trace) -> None:
    assert deeds(trace("import os\nos.kill(1, 0)\n")) == []
    assert "process" in " ".join(deeds(trace("import os\nos.kill(1, 9)\n")))


def test_the_folder_of_the_started_program_is_a_root_though_it_is_a_package(trace) -> None:
    walked = trace("from mapping.load import wipe\nwipe()\n", {
        "jobs/__init__.py": "", "jobs/manage.py": "import cron\n", "jobs/mapping/__init__.py": "",
        "jobs/mapping/load.py": "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, path="jobs/cron.py")
    assert RM in deeds(walked)


def test_a_small_number_is_no_octal_one_in_python_2(trace) -> None:
    assert RM in deeds(trace("import shutil\nprint 'x'\ny = 0.5 - (0.0001 * 2)\nshutil.rmtree('/srv/data')\n"))


def test_a_command_added_to_the_group_of_another_module(trace) -> None:
    walked = trace("import shutil, click\nfrom cli import top\n@top.command()\n@click.argument('where')\ndef wipe(where):\n    shutil.rmtree('/srv/data')\n",
                   {"cli/__init__.py": "import click\n@click.group()\ndef top():\n    pass\n"}, path="cli/wipe.py")
    assert RM in deeds(walked)


def test_a_function_with_command_line_options_is_a_command(trace) -> None:
    walked = trace("import shutil, click\nclass special:\n    def __call__(self, f):\n        return group.add_command(f)\n@special()\n@click.option('-u')\n"
                   "def wipe(u):\n    shutil.rmtree('/srv/data')\n")
    assert RM in deeds(walked)


def test_a_script_that_only_defines_functions_is_followed_as_a_guess(trace) -> None:
    walked = trace("#!/usr/bin/env python\nimport shutil\ndef run():\n    helper()\ndef helper():\n    shutil.rmtree('/srv/data')\n")
    effect = next(e for e in walked.effects if e.action.value == "delete")
    assert effect.confidence == "inferred"
    assert [u.detail for u in walked.unknowns] == ["only defines functions; what calls them is not in this file"]


@pytest.mark.parametrize(("top", "followed"), [
    ("for name in ('a', 'b'):\n    logging.getLogger(name).setLevel(logging.INFO)\n", True),
    ("with suppress(KeyError):\n    table = dict(a=1)\n", True),
    ("for name in ('a', 'b'):\n    tidy(name)\n", False),
    ("print('started')\n", False),
    ("open('/srv/log', 'w')\n", False),
])
def test_what_only_sets_up_starts_nothing(trace, top: str, followed: bool) -> None:
    walked = trace("#!/usr/bin/env python\nimport shutil, logging\nfrom contextlib import suppress\ndef tidy(name):\n    return name\n"
                   f"{top}def refresh(folder):\n    shutil.rmtree(folder)\n")
    assert any(e.action.value == "delete" for e in walked.effects) is followed
    assert any(u.kind == "dynamic-call" for u in walked.unknowns) is followed


def test_running_such_a_file_from_another_calls_nothing(trace) -> None:
    walked = trace("import subprocess, sys\nsubprocess.run([sys.executable, 'lib.py'])\n", {"lib.py": "import shutil\ndef run():\n    shutil.rmtree('/srv/data')\n"})
    assert not [e for e in walked.effects if e.action.value == "delete"]


def test_a_row_is_not_called_like_the_query_that_gave_it(trace) -> None:
    walked = trace("import os\nimport psycopg2\nconnection = psycopg2.connect('dbname=x')\ncursor = connection.cursor()\n"
                   "for row in cursor.execute('SELECT path FROM files'):\n    os.remove(row['path'])\n")
    (removed,) = [effect for effect in walked.effects if effect.action == "delete"]
    assert "SELECT" not in (removed.target or "")
    assert any(effect.resource == "database" and effect.target == "files" for effect in walked.effects)


@pytest.mark.parametrize(("call", "lost"), [
    ("Book.objects.all().update(title='x')", True),
    ("Book.objects.update(title='x')", True),
    ("Book.objects.filter(pk=1).update(title='x')", False),
])
def test_overwriting_all_rows_loses_what_stood_there(trace, call: str, lost: bool) -> None:
    walked = trace(f"from shop.models import Book\n{call}\n",
                   {"shop/__init__.py": "", "shop/models.py": "from django.db import models\n\n\nclass Book(models.Model):\n    title = models.TextField()\n"})
    (changed,) = [effect for effect in walked.effects if effect.action == "write"]
    assert (changed.destructive, changed.everything) == (lost, lost)


PACKAGE = {"python/shop/__init__.py": "from .store import wipe\n", "python/shop/store.py": "import shutil\ndef wipe():\n    shutil.rmtree('/srv/x')\n"}


@pytest.mark.parametrize("imported", ["from shop import wipe", "from shop import *"])
def test_the_only_package_of_a_name_is_meant_from_anywhere(trace, imported: str) -> None:
    assert [e.target for e in trace(f"{imported}\nwipe()\n", PACKAGE, path="extra/demo/run.py").effects] == ["/srv/x"]


@pytest.mark.parametrize("other", [{"other/shop/__init__.py": ""}, {"python/__init__.py": ""}], ids=["two of them", "part of another package"])
def test_a_package_that_may_be_another_is_not_guessed_at(trace, other: dict[str, str]) -> None:
    assert trace("from shop import wipe\nwipe()\n", PACKAGE | other, path="extra/demo/run.py").effects == ()


def test_what_lies_among_tests_or_the_code_of_others_is_not_meant(trace) -> None:
    for folder in ("tests/fixtures", "vendor"):
        moved = {path.replace("python", folder): text for path, text in PACKAGE.items()}
        assert trace("from shop import wipe\nwipe()\n", moved, path="extra/demo/run.py").effects == ()


@pytest.mark.parametrize(("body", "condition", "line"), [
    ("if options.dry:\n    wipe()\nelse:\n    wipe()\n", None, 10),
    ("if options.deep:\n    if options.dry:\n        wipe()\n    else:\n        wipe()\n", "if --deep is given", 11),
    ("if options.dry:\n    wipe()\nwipe()\n", None, 9),
    ("if options.dry:\n    wipe()\nif options.deep:\n    wipe()\n", "if --dry is given, or if --deep is given", 8),
    ("if not options.dry:\n    wipe()\n", "if --dry is not given", 8),
])
def test_a_condition_is_told_only_where_no_other_way_turns_it_round(trace, body: str, condition: str | None, line: int) -> None:
    text = ("import argparse, shutil\nparser = argparse.ArgumentParser()\nparser.add_argument('--dry', action='store_true')\n"
            "parser.add_argument('--deep', action='store_true')\noptions = parser.parse_args()\ndef wipe(): shutil.rmtree('/srv/a')\n")
    found = trace(text + body).effects
    assert [(effect.condition, effect.via[0].line) for effect in found] == [(condition, line)]


@pytest.mark.parametrize(("body", "condition", "line", "everything"), [
    ("if options.dry:\n    Order.objects.filter(a=1).delete()\nif options.deep:\n    Order.objects.all().delete()\n", "if --deep is given, or if --dry is given", 11, True),
    ("if options.dry:\n    Order.objects.filter(a=1).delete()\nOrder.objects.filter(a=2).delete()\n", None, 10, False),
    ("if options.dry:\n    Order.objects.all().delete()\nOrder.objects.filter(a=2).delete()\n", "if --dry is given, or in other cases", 9, True),
    ("if options.dry:\n    Order.objects.filter(a=1).delete()\nelse:\n    Order.objects.filter(a=2).delete()\n", None, 9, False),
    ("if options.dry:\n    Order.objects.filter(a=1).delete()\n    Order.objects.filter(a=2).delete()\n", "if --dry is given", 9, False),
])
def test_of_two_ways_to_one_harm_the_worse_is_told(trace, body: str, condition: str | None, line: int, everything: bool) -> None:
    text = ("import argparse\nfrom django.db import models\nfrom shop.models import Order\nparser = argparse.ArgumentParser()\n"
            "parser.add_argument('--dry', action='store_true')\nparser.add_argument('--deep', action='store_true')\noptions = parser.parse_args()\n")
    found = trace(text + body, {"shop/__init__.py": "", "shop/models.py": MODELS}).effects
    assert [(effect.condition, effect.at.line, effect.everything) for effect in found if effect.destructive] == [(condition, line, everything)]


TASKS = """
    import argparse
    from lib import store
    def reset(args):
        store.wipe()
    def rebuild(args):
        prepare()
    def prepare():
        store.wipe()
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    commands.add_parser("reset").set_defaults(func=reset)
    commands.add_parser("rebuild").set_defaults(func=rebuild)
    args = parser.parse_args()
    args.func(args)
"""


def test_the_other_ways_to_a_loss_are_told_beside_the_trail(trace) -> None:
    store = "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n    if again():\n        shutil.rmtree('/srv/data')\n"
    effect = next(e for e in trace(TASKS, {"lib/__init__.py": "", "lib/store.py": store}).effects if e.destructive)
    assert [str(step) for step in effect.via] == ["run.py:14 reset", "run.py:4 wipe"]
    assert [str(step) for step in effect.also_from] == ["run.py:8 prepare"]
    assert [str(place) for place in effect.also_at] == ["lib/store.py:5"]


@pytest.mark.parametrize("store", ["def wipe():\n    open('/srv/data').read()\n", "import shutil\ndef wipe():\n    shutil.rmtree('/srv/a')\n"])
def test_where_there_is_one_way_or_nothing_is_lost_no_other_is_told(trace, store: str) -> None:
    walked = trace("from lib import store\ndef go():\n    store.wipe()\ngo()\n", {"lib/__init__.py": "", "lib/store.py": store})
    assert [(e.also_from, e.also_at) for e in walked.effects] == [((), ())]


def test_the_first_condition_stays_however_many_follow(trace) -> None:
    text = ("import os, sys\ndef one(kind, a, b, c):\n    if kind == 'legal':\n        two(a, b, c)\ndef two(a, b, c):\n    if a:\n        three(b, c)\n"
            "def three(b, c):\n    if b:\n        if c:\n            if a():\n                os.remove('/srv/x')\none(*sys.argv[1:])\n")
    assert [e.condition for e in trace(text).effects] == ["if kind is 'legal' and if a and if c and if a()"]


@pytest.mark.parametrize(("calls", "condition"), [
    ("    load(True)\nelse:\n    load(False)\n", None),
    ("    load(True)\n", "if --write is given"),
])
def test_what_is_read_both_ways_has_no_condition(trace, calls: str, condition: str | None) -> None:
    code = "import argparse\ndef load(kept):\n    return open('/srv/a').read()\np = argparse.ArgumentParser()\n" \
           "p.add_argument('--write', action='store_true')\nargs = p.parse_args()\nif args.write:\n"
    assert [effect.condition for effect in trace(code + calls).effects if effect.action == "read"] == [condition]


@pytest.mark.parametrize(("test", "done"), [
    ("issubclass(Sub, Base)", True), ("issubclass(Other, Base)", False), ("issubclass(Other, (Base, Other))", True), ("issubclass(Base, Sub)", False),
    ("issubclass(Made, Base)", True), ("issubclass(Row, Base)", False), ("issubclass(Made, Table)", True), ("issubclass(given, Base)", True),
])
def test_which_class_is_derived_from_which_is_known(trace, test: str, done: bool) -> None:
    code = "import shutil\nfrom django.db.models import Model\nfrom elsewhere import Table, given\nclass Base: pass\nclass Sub(Base): pass\nclass Other: pass\n" \
           "class Made(Table): pass\nclass Row(Model): pass\n"
    walked = trace(f"{code}if {test}:\n    shutil.rmtree('/srv/a')\n")
    assert [effect.target for effect in walked.effects] == (["/srv/a"] if done else [])


@pytest.mark.parametrize(("test", "told"), [
    ("args.full and hasattr(sys, 'x')", "if --full is given"), ("isinstance(sys, str) and args.full and args.now", "if --full and --now"),
    ("not (isinstance(sys, str) or args.full)", "if --full is not given"), ("args.full or hasattr(sys, 'x')", None), ("hasattr(sys, 'x')", None),
])
def test_what_else_has_to_hold_beside_a_test_about_types(trace, test: str, told: str | None) -> None:
    code = "import argparse, shutil, sys\np = argparse.ArgumentParser()\np.add_argument('--full', action='store_true')\n" \
           "p.add_argument('--now', action='store_true')\nargs = p.parse_args()\n"
    effects = trace(f"{code}if {test}:\n    shutil.rmtree('/srv/a')\n").effects
    assert [effect.condition for effect in effects] == [told]
