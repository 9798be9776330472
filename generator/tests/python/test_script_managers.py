"""A ``Manager`` of Flask-Script: started with a word it runs that command, and no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_SHOP = """
import os
from flask import Flask
from flask_migrate import MigrateCommand
from flask_script import Command, Manager
app = Flask('shop')
manager = Manager(app)
users = Manager(usage='users')
manager.add_command('users', users)
manager.add_command('db', MigrateCommand)


@manager.command
def wipe():
    os.remove('/srv/store')


@manager.option('-a', '--all', dest='every')
def tidy(every):
    os.remove('/srv/log')


@users.command
def purge():
    os.remove('/srv/users')


class Serve(Command):
    def run(self):
        os.remove('/srv/serve')


class Rotate(Command):
    def handle(self, app, *args, **kwargs):
        os.remove('/srv/old')


manager.add_command('serve', Serve())
for kind in ('daily', os.environ['KIND']):
    manager.add_command('rotate_%s' % kind, Rotate())
"""
_FILES = {"shop/__init__.py": "", "shop/cli.py": _SHOP, "start.py": "from shop.cli import manager\n\n\ndef main():\n    manager.run()\n\n\nif __name__ == '__main__':\n    main()\n",
          "all.py": _SHOP + "\nif __name__ == '__main__':\n    manager.run()\n"}


def _deleted(found: Walked) -> set[str | None]:
    return {effect.target for effect in found.effects if effect.destructive}


@pytest.mark.parametrize("program", ["python start.py", "python all.py"])
@pytest.mark.parametrize(("words", "deleted", "unknowns"), [
    ("wipe", {"/srv/store"}, 0),
    ("tidy -a", {"/srv/log"}, 0),
    ("users purge", {"/srv/users"}, 0),
    ("serve", {"/srv/serve"}, 0),
    ("rotate_daily", {"/srv/old"}, 0),
    ("runserver", set(), 0),
    ("db upgrade", set(), 0),
    ("seal", set(), 1),
])
def test_a_command_is_chosen_by_its_name(program: str, words: str, deleted: set[str], unknowns: int, trace: Callable[..., Walked]) -> None:
    found = trace(f"#!/bin/sh\n{program} {words}\n", _FILES, path="go.sh")
    assert _deleted(found) == deleted
    assert len([one for one in found.unknowns if one.kind != "unmodelled-package"]) == unknowns


@pytest.mark.parametrize("program", ["python start.py", "python all.py"])
def test_migrations_of_flask_migrate_are_told(program: str, trace: Callable[..., Walked]) -> None:
    assert [(effect.resource, effect.action.value, effect.destructive) for effect in trace(
        f"#!/bin/sh\n{program} db downgrade\n", _FILES, path="go.sh").effects if effect.resource == "database"] == [("database", "delete", True)]


@pytest.mark.parametrize("path", ["start.py", "all.py"])
def test_without_a_word_any_command_may_be_run(path: str, trace: Callable[..., Walked]) -> None:
    files = {name: text for name, text in _FILES.items() if name != path}
    assert _deleted(trace(_FILES[path], files, path=path)) == {"/srv/store", "/srv/log", "/srv/users", "/srv/serve", "/srv/old"}
