"""Commands and models that are put together from several files: groups of commands, tasks of a runner, packages that load themselves."""

from __future__ import annotations

import pytest

from handover_generator.analysis.walk import Walked

FACE = "from tool.cli import cli\nif __name__ == '__main__':\n    cli()\n"
GROUP = "import click\n@click.group()\ndef cli():\n    pass\n"
STORE = ("import click, os\nfrom tool.cli import cli\n@cli.group()\ndef store():\n    pass\n@store.command()\n@click.pass_obj\ndef wipe(config):\n"
         "    os.remove('/srv/wiped')\n@store.command()\ndef show():\n    print('x')\n")
LOADS = ["import importlib, pkgutil\nfor _, name, _ in pkgutil.walk_packages(__path__, prefix=__name__ + '.'):\n    importlib.import_module(name)\n",
         "import importlib, pkgutil\nfor found in pkgutil.iter_modules(__path__):\n    importlib.import_module('.' + found.name, __package__)\n",
         "import importlib\nimportlib.import_module('tool.cli.store')\n",
         "from tool.cli import store as _\n"]


def removed(walked: Walked) -> set[str | None]:
    return {e.target for e in walked.effects if e.action.value == "delete"}


def package(loads: str) -> dict[str, str]:
    return {"tool/__init__.py": "", "tool/cli/__init__.py": GROUP + loads, "tool/cli/store.py": STORE, "tool/__main__.py": FACE}


@pytest.mark.parametrize("loads", LOADS, ids=["walked", "listed", "named", "imported"])
def test_a_package_loads_its_commands(trace, loads: str) -> None:
    assert removed(trace("#!/bin/sh\npython -m tool store wipe\n", package(loads), path="run.sh")) == {"/srv/wiped"}
    assert removed(trace("#!/bin/sh\npython -m tool store show\n", package(loads), path="run.sh")) == set()
    assert removed(trace("#!/bin/sh\npython -m tool \"$1\"\n", package(loads), path="run.sh")) == {"/srv/wiped"}


def test_what_a_package_does_not_load_it_has_not(trace) -> None:
    assert removed(trace("#!/bin/sh\npython -m tool store wipe\n", package(""), path="run.sh")) == set()


def test_the_file_of_a_group_starts_at_its_commands(trace) -> None:
    files = {path: text for path, text in package(LOADS[0]).items() if path != "tool/cli/store.py"}
    walked = trace(STORE, files, path="tool/cli/store.py")
    assert removed(walked) == {"/srv/wiped"}
    assert [e.via for e in walked.effects if e.action.value == "delete"] == [()]


TASKS = "from invoke import task\n@task\ndef deploy(c, force=False):\n    with c.cd('x'):\n        c.run('rm -rf /srv/a')\n        c.sudo('rm -rf /srv/b')\n"


def test_tasks_run_commands_through_their_first_argument(trace) -> None:
    assert removed(trace(TASKS, path="tasks.py")) == {"/srv/a", "/srv/b"}
    assert trace(TASKS, path="tasks.py").unknowns == ()


def test_tasks_of_another_package_get_something_else(trace) -> None:
    assert removed(trace(TASKS.replace("from invoke", "from shop"), path="tasks.py")) == set()


def test_fabric_runs_them_elsewhere(trace) -> None:
    walked = trace("from fabric import task\n@task\ndef deploy(c):\n    c.run('rm -rf /srv/a')\n", path="fabfile.py")
    assert {e.resource for e in walked.effects if e.action.value == "delete"} == {"remote-host"}


MODELS = ("from django.db import models\nfrom keylib.models import AbstractKey, BaseKeyManager\nclass Keys(BaseKeyManager):\n    pass\n"
          "class Key(AbstractKey):\n    objects = Keys()\nclass Thing(models.Model):\n    objects = unheard_of().as_manager()\n")


@pytest.mark.parametrize(("call", "action"), [("Key.objects.filter(a=1).delete()", "delete"), ("Thing.objects.filter(a=1).delete()", "delete"),
                                              ("Key.objects.create(a=1)", "write"), ("Key(a=1).save()", "write")])
def test_models_on_what_nobody_modelled(trace, call: str, action: str) -> None:
    walked = trace(f"from shop.models import Key, Thing\n{call}\n", {"shop/__init__.py": "", "shop/models.py": MODELS})
    assert {(e.resource, e.action.value) for e in walked.effects} == {("database", action)}


def test_a_class_elsewhere_is_no_model(trace) -> None:
    walked = trace("from shop.net import Net\nNet(a=1).save()\n", {"shop/__init__.py": "", "shop/net.py": MODELS.replace("class Key", "class Net")})
    assert walked.effects == ()


def test_runscript_names_a_module(trace) -> None:
    files = {"scripts/tidy.py": "import django, os\ndef run():\n    os.remove('/srv/a')\n", "manage.py": "import django\n", "tidy.py": "x = 1\n"}
    assert removed(trace("#!/bin/sh\npython manage.py runscript tidy\n", files, path="run.sh")) == {"/srv/a"}
    assert removed(trace("#!/bin/sh\npython manage.py runscript other\n", files, path="run.sh")) == set()


_TABLE = """
    ACTIONS = {}


    def action(name):
        def keep(function):
            ACTIONS[name] = function
            return function
        return keep


    def get_action(name):
        return ACTIONS[name]


    class Registry:
        def __init__(self):
            self.kept = {}

        def register(self, cls):
            self.kept[cls.slug] = cls
            return cls

        def get(self, slug):
            return self.kept.get(slug)


    registry = Registry()
"""
_ACTIONS = """
    import os
    from shop.table import action, registry


    @action("wipe")
    def wipe():
        os.remove("/srv/wiped")


    @action("prune")
    def prune():
        os.remove("/srv/pruned")


    class Mail:
        slug = "mail"

        def send(self, what):
            os.remove("/srv/mail")


    registry.register(Mail)
"""
_PLUGINS = {"shop/__init__.py": "", "shop/table.py": _TABLE, "shop/actions/__init__.py": "from . import common\n", "shop/actions/common.py": _ACTIONS,
            "shop/others.py": "import os\nfrom shop.helpers import quiet\n\n\n@quiet\ndef wipe():\n    os.remove('/srv/other')\n",
            "shop/helpers.py": "def quiet(function):\n    return function\n"}


@pytest.mark.parametrize(("line", "wanted"), [
    ("import shop.actions\nfrom shop.table import get_action\nget_action('wipe')()", {"/srv/wiped"}),
    ("from shop.actions import common\nfrom shop.table import get_action\nget_action('prune')()", {"/srv/pruned"}),
    ("import sys\nimport shop.actions.common\nfrom shop.table import get_action\nget_action(sys.argv[1])()", {"/srv/wiped", "/srv/pruned"}),
    ("import shop.actions\nfrom shop.table import registry\nregistry.get('mail')().send('x')", {"/srv/mail"}),
])
def test_a_table_holds_what_registers_itself_while_it_is_imported(trace, line: str, wanted: set[str]) -> None:
    assert removed(trace(line + "\n", _PLUGINS)) == wanted


@pytest.mark.parametrize("line", [
    "from shop.table import get_action\nget_action('wipe')()",
    "import shop.others\nfrom shop.table import get_action\nget_action('wipe')()",
    "import shop.actions\nfrom shop.table import get_action\nget_action('mend')()",
])
def test_a_table_does_not_hold_what_was_not_imported(trace, line: str) -> None:
    walked = trace(line + "\n", _PLUGINS)
    assert removed(walked) == set()
    assert [unknown.kind for unknown in walked.unknowns] == ["dynamic-call"]

PARSER = ("import argparse\nparser = argparse.ArgumentParser()\ncommands = parser.add_subparsers()\ndef command(name):\n    def keep(function):\n"
          "        commands.add_parser(name).set_defaults(run=function)\n        return function\n    return keep\ndef main(argv):\n"
          "    args = parser.parse_args(argv)\n    args.run(args)\n")
ADDED = ("import os\nfrom tool.parser import command\n@command('wipe')\ndef wipe(args):\n    os.remove('/srv/wiped')\n@command('show')\n"
         "def show(args):\n    print('x')\n")
STARTS = "import sys\nimport tool.added\nfrom tool.parser import main\nif __name__ == '__main__':\n    main(sys.argv[1:])\n"


def added(start: str) -> dict[str, str]:
    return {"tool/__init__.py": "", "tool/parser.py": PARSER, "tool/added.py": ADDED, "ops.py": start}


def test_commands_that_imported_modules_add_to_a_parser(trace) -> None:
    assert removed(trace(STARTS, added(STARTS), path="ops.py")) == {"/srv/wiped"}
    assert removed(trace("python ops.py wipe --now\n", added(STARTS), path="run.sh")) == {"/srv/wiped"}
    assert removed(trace("python ops.py show\n", added(STARTS), path="run.sh")) == set()


def test_what_no_import_leads_to_has_added_nothing(trace) -> None:
    start = STARTS.replace("import tool.added\n", "")
    assert removed(trace(start, added(start), path="ops.py")) == set()


_PARSER = """
    import argparse
    parser = argparse.ArgumentParser()
    subs = parser.add_subparsers()
    def command(name):
        def keep(function):
            subs.add_parser(name).set_defaults(func=function)
            return function
        return keep
    def main(words=None):
        args = parser.parse_args(words)
        args.func(args)
    """


def test_commands_that_a_module_behind_another_adds(trace) -> None:
    files = {"ops/__init__.py": "", "ops/parse.py": _PARSER, "ops/middle.py": "from ops import deep\n",
             "ops/deep.py": "import os\nfrom ops.parse import command\n@command('wipe')\ndef wipe(args):\n    os.remove('/srv/wipe')\n"}
    walked = trace("from ops import middle, parse\nparse.main()\n", files)
    assert [effect.target for effect in walked.effects] == ["/srv/wipe"]
    assert [effect.target for effect in trace("from ops import parse\nparse.main()\n", files).effects] == []       # nobody imports it


QUEUED = "import os\nfrom huey import RedisHuey\nhuey = RedisHuey('jobs')\n@huey.task(expires=5)\ndef clean():\n    os.remove('/srv/x')\n"


def test_calling_a_task_of_huey_queues_it(trace) -> None:
    walked = trace(QUEUED + "clean()\n")
    assert {(e.resource, e.action.value, e.condition) for e in walked.effects} == {
        ("queue", "send", None), ("filesystem", "delete", "in the worker")}


def test_the_queue_may_be_of_a_class_of_ones_own(trace) -> None:
    own = QUEUED.replace("huey = RedisHuey(", "class Jobs(RedisHuey):\n    pass\nhuey = Jobs(")
    assert {(e.resource, e.action.value) for e in trace(own + "clean()\nhuey.flush()\n").effects} == {
        ("queue", "send"), ("queue", "delete"), ("filesystem", "delete")}


def test_a_task_of_celery_that_is_plainly_called_is_not_queued(trace) -> None:
    plain = "import os\nfrom celery import Celery\napp = Celery('a')\n@app.task\ndef clean():\n    os.remove('/srv/x')\nclean()\n"
    assert {(e.resource, e.action.value, e.condition) for e in trace(plain).effects} == {("filesystem", "delete", None)}


IN_GROUPS = {
    "tool/__init__.py": "",
    "tool/store.py": "import click, os\ncli = click.Group()\n@cli.command(name='wipe')\ndef go():\n    os.remove('/srv/wiped')\n",
    "tool/users.py": "import click, os\n@click.group()\ndef users():\n    pass\n@users.command()\ndef drop():\n    os.remove('/srv/users')\n",
}
BY_HAND = ("import click\nfrom tool import store, users\n@click.group()\ndef cli():\n    pass\ncli.add_command(store.cli, name='dump')\n"
           "cli.add_command(users.users, name='people')\nif __name__ == '__main__':\n    cli()\n")
IN_A_LIST = ("import click\nfrom pyramid import path\nNAMES = ('tool.store.go', 'tool.users.users')\n@click.group()\ndef cli():\n    pass\ndef main():\n"
           "    for name in NAMES:\n        cli.add_command(path.DottedNameResolver().resolve(name))\n    cli()\nif __name__ == '__main__':\n    main()\n")


def test_a_group_that_is_an_object_is_added_to_another(trace) -> None:
    assert removed(trace("#!/bin/sh\npython manage.py dump wipe\n", IN_GROUPS | {"manage.py": BY_HAND}, path="run.sh")) == {"/srv/wiped"}
    assert removed(trace("#!/bin/sh\npython manage.py people drop\n", IN_GROUPS | {"manage.py": BY_HAND}, path="run.sh")) == {"/srv/users"}
    assert removed(trace(BY_HAND, IN_GROUPS)) == {"/srv/wiped", "/srv/users"}


def test_commands_added_from_a_list_of_names(trace) -> None:
    assert removed(trace(IN_A_LIST, IN_GROUPS)) == {"/srv/wiped", "/srv/users"}
    many = IN_A_LIST.replace("'tool.users.users'", "'tool.users.users', " + ", ".join(f"'json.x{number}'" for number in range(9)))
    assert removed(trace(many, IN_GROUPS)) == {"/srv/wiped", "/srv/users"}


def test_a_command_that_is_not_known_is_told(trace) -> None:
    script = "import click, sys\n@click.group()\ndef cli():\n    pass\ncli.add_command(find(sys.argv))\nif __name__ == '__main__':\n    cli()\n"
    assert "adds a command that is known only when it runs" in {unknown.detail for unknown in trace(script).unknowns}


COLLECTIONS = {
    "tasks/__init__.py": "from invoke import Collection\nfrom tasks import data, docs\nns = Collection(data, docs)\n",
    "tasks/data.py": "from invoke import task\nimport os\n@task\ndef init_db(c):\n    os.remove('/srv/old')\n@task(help={'a': '(b)'})\ndef wipe(c, a=1):\n"
                     "    os.remove('/srv/data')\n@task(name='all-of-it')\ndef everything(c):\n    os.remove('/srv/all')\n",
    "tasks/docs.py": "from invoke import task\nimport os\n@task\ndef wipe(c):\n    os.remove('/srv/docs')\n",
}


@pytest.mark.parametrize(("line", "gone"), [
    ("invoke data.wipe", {"/srv/data"}),
    ("inv docs.wipe", {"/srv/docs"}),
    ("docker compose exec web invoke data.init-db", {"/srv/old"}),
    ("inv -e data.init_db --a=3 all-of-it", {"/srv/old", "/srv/all"}),
    ("fab -H web1 all-of-it:now", {"/srv/all"}),
    ("invoke wipe", set()),                                  # of one collection or the other
    ("invoke everything", set()),                            # it is called otherwise
    ("invoke --list", set()),
])
def test_a_task_is_run_by_its_name(trace, line: str, gone: set[str]) -> None:
    report = trace(f"#!/bin/sh\n{line}\n", COLLECTIONS, path="run.sh")
    assert removed(report) == gone
    assert bool(report.unknowns) is (not gone and "--list" not in line)

COMMANDED = ("from commander.deploy import hostgroups, task\n@task\ndef update(ctx, tag):\n    with ctx.lcd('/srv'):\n"
             "        ctx.local('rm -rf /srv/a')\n@hostgroups('web')\ndef restart(ctx):\n    ctx.remote('rm -rf /srv/b')\n"
             "@task\ndef deploy(ctx):\n    update('v1')\n    restart()\n")


def test_tasks_of_commander_get_their_context_however_they_are_called(trace) -> None:
    for code in (COMMANDED, COMMANDED + "if __name__ == '__main__':\n    deploy()\n"):
        walked = trace(code, path="update.py")
        assert {(e.resource, e.target) for e in walked.effects if e.destructive} == {("filesystem", "/srv/a"), ("remote-host", "/srv/b")}
        assert walked.unknowns == ()


HELD = "import os, sys\nsys.path.append('lib')\nfrom runner import step\n{before}\n@step\ndef wipe(context):\n    os.remove('/srv/a')\n{after}"


def test_functions_given_to_an_unknown_package_may_be_called_by_it(trace) -> None:
    walked = trace(HELD.format(before="", after=""))
    assert [(e.target, e.confidence) for e in walked.effects if e.destructive] == [("/srv/a", "inferred")]
    assert {one.kind for one in walked.unknowns} == {"unmodelled-package"}


@pytest.mark.parametrize(("before", "after"), [
    ("", "if __name__ == '__main__':\n    print('x')\n"),
    ("from functools import lru_cache as step", ""),
    ("def step(function):\n    return None", ""),
], ids=["the file has a start", "a package that is known", "a decorator of the file"])
def test_other_functions_are_only_what_calls_them(trace, before: str, after: str) -> None:
    assert removed(trace(HELD.format(before=before, after=after))) == set()


@pytest.mark.parametrize(("text", "target"), [
    ("import pathlib\nlist(map(pathlib.Path.unlink, pathlib.Path('/srv').iterdir()))", "/srv/${name}"),
    ("import shutil, weakref\nweakref.finalize(object(), shutil.rmtree, '/srv/a')", "/srv/a"),
    ("import operator, shutil\noperator.call(shutil.rmtree, '/srv/a')", "/srv/a"),
])
def test_a_function_that_is_handed_to_something_that_calls_it(trace, text: str, target: str) -> None:
    assert [effect.target for effect in trace(text).effects if effect.destructive] == [target]
