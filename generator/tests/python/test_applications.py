"""Applications that are objects: made in one module, filled in others, imported and called in another yet."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_FILES = {
    "shop/__init__.py": "",
    "shop/cli.py": "import os\nimport typer\nfrom shop import users\napp = typer.Typer()\napp.add_typer(users.app, name='users')\n\n\n"
                   "@app.callback()\ndef begin():\n    os.mkdir('/srv/run')\n\n\n"
                   "@app.command()\ndef wipe():\n    os.remove('/srv/store')\n\n\n"
                   "@app.command()\ndef tidy():\n    os.remove('/srv/log')\n\n\ndef main():\n    app()\n",
    "shop/users.py": "import os\nimport typer\napp = typer.Typer()\n\n\n@app.command()\ndef purge():\n    os.remove('/srv/users')\n",
    "shop/groups.py": "import os\nimport click\ngroup = click.Group()\nother = click.Group()\n\n\n@click.command()\ndef clean():\n"
                      "    os.remove('/srv/clean')\n\n\ngroup.add_command(clean)\n\n\n@other.command()\ndef drop():\n    os.remove('/srv/drop')\n\n\n"
                      "every = click.CommandCollection(sources=[group, other])\n",
    "shop/web.py": "import os\nimport click\nfrom flask import Flask\nfrom flask.cli import FlaskGroup\n\n\n@click.command()\ndef seed():\n"
                   "    os.remove('/srv/seed')\n\n\ndef create_app():\n    app = Flask('shop')\n    app.cli.add_command(seed)\n    return app\n\n\n"
                   "cli = FlaskGroup(create_app=create_app)\n\n\n@cli.command()\ndef reset():\n    os.remove('/srv/reset')\n",
}


@pytest.mark.parametrize(("script", "deleted"), [
    ("from shop.cli import app\nif __name__ == '__main__':\n    app()\n", {"/srv/store", "/srv/log", "/srv/users"}),
    ("from shop.cli import main\nmain()\n", {"/srv/store", "/srv/log", "/srv/users"}),
    ("from shop.groups import other\nother()\n", {"/srv/drop"}),
    ("from shop.groups import every\nevery()\n", {"/srv/drop", "/srv/clean"}),
    ("from shop import groups\ngroups.group.main()\n", {"/srv/clean"}),
    ("from shop.web import cli\ncli()\n", {"/srv/seed", "/srv/reset"}),
    ("from shop.web import create_app\ncreate_app().cli.main()\n", {"/srv/seed"}),
    ("from flask import Flask\nfrom shop.groups import clean\napp = Flask('x')\napp.cli.add_command(clean)\n", {"/srv/clean"}),
    ("from shop.cli import app\nprint(app)\n", set()),
])
def test_what_is_called_starts_its_commands(script: str, deleted: set[str], trace: Callable[..., Walked]) -> None:
    found = trace(script, _FILES)
    assert {effect.target for effect in found.effects if effect.destructive} == deleted
    assert not found.unknowns


@pytest.mark.parametrize(("words", "deleted", "unknowns"), [
    ("shop wipe", ["/srv/store"], 0),
    ("shop users purge", ["/srv/users"], 0),
    ("shop seal", [], 1),                                      # of a plug-in that nobody sees
])
def test_a_command_is_chosen_by_its_name(words: str, deleted: list[str], unknowns: int, trace: Callable[..., Walked]) -> None:
    files = _FILES | {"shop/__main__.py": "from shop.cli import app\napp()\n"}
    found = trace(f"#!/bin/sh\npython -m {words}\n", files, path="run.sh")
    assert [effect.target for effect in found.effects if effect.destructive] == deleted
    assert len(found.unknowns) == unknowns


def test_what_runs_before_each_command_is_told(trace: Callable[..., Walked]) -> None:
    found = trace("#!/bin/sh\npython -m shop wipe\n", _FILES | {"shop/__main__.py": "from shop.cli import app\napp()\n"}, path="run.sh")
    assert "/srv/run" in [effect.target for effect in found.effects]


_TASKS = {
    "shop/__init__.py": "",
    "shop/docs.py": "from invoke import task\n\n\n@task\ndef clean(c):\n    c.run('rm -rf /srv/docs')\n",
    "shop/data.py": "from invoke import Collection, task\n\n\n@task\ndef load(c):\n    c.run('rm -rf /srv/loaded')\n\n\n"
                    "@task\ndef hidden(c):\n    c.run('rm -rf /srv/hidden')\n\n\nns = Collection(load)\n",
    "shop/tasks.py": "from invoke import Collection, Program, task\nfrom shop import data, docs\n\n\n@task\ndef stop(c):\n    c.run('rm -rf /srv/pid')\n\n\n"
                     "@task(pre=[stop])\ndef drop_all(c):\n    c.run('rm -rf /srv/all')\n\n\n"
                     "def make():\n    ns = Collection(drop_all, docs)\n    ns.add_collection(Collection.from_module(data))\n    return Program(namespace=ns)\n",
    "shop/__main__.py": "from shop.tasks import make\n\n\ndef main():\n    make().run()\n\n\nif __name__ == '__main__':\n    main()\n",
}


@pytest.mark.parametrize(("words", "deleted", "unknowns"), [
    ("", {"/srv/all", "/srv/docs", "/srv/loaded", "/srv/pid"}, 0),
    (" drop-all", {"/srv/all", "/srv/pid"}, 0),
    (" docs.clean", {"/srv/docs"}, 0),
    (" data.hidden", set(), 1),
])
def test_a_program_of_tasks_runs_those_of_its_collection(words: str, deleted: set[str], unknowns: int, trace: Callable[..., Walked]) -> None:
    found = trace(f"#!/bin/sh\npython -m shop{words}\n", _TASKS, path="run.sh")
    assert {effect.target for effect in found.effects if effect.destructive} == deleted
    assert len(found.unknowns) == unknowns


@pytest.mark.parametrize(("script", "unknowns"), [
    ("from invoke import Program\nProgram(version='1').run()\n", 1),
    ("from invoke import Collection, Program\nimport shop.tasks\nprogram = Program(namespace=Collection(shop.tasks.stop))\n", 0),
])
def test_a_program_without_a_collection_is_unknown_and_one_that_is_only_made_runs_nothing(
        script: str, unknowns: int, trace: Callable[..., Walked]) -> None:
    found = trace(script, _TASKS)
    assert not [effect for effect in found.effects if effect.destructive]
    assert len(found.unknowns) == unknowns
