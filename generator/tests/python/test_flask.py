"""Commands of a Flask application are followed to the file that defines them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_FILES = {
    "app/__init__.py": "import shutil\nfrom flask import Flask\napp = Flask(__name__)\n\n\n@app.cli.command('wipe-all')\ndef wipe():\n"
                       "    shutil.rmtree('/srv/all')\n",
    "app/commands.py": "import os\nimport click\nfrom flask import Blueprint\nfrom flask.cli import AppGroup, with_appcontext\n"
                       "bp = Blueprint('shop', __name__)\ngroup = AppGroup('users')\n\n\n@group.command('purge')\n@click.argument('name')\n"
                       "def purge(name):\n    os.remove('/srv/users')\n\n\n@group.command()\ndef show():\n    print('all')\n\n\n"
                       "@bp.cli.command()\ndef tidy_up():\n    os.remove('/srv/shop')\n\n\n"
                       "@click.command('hello')\n@with_appcontext\ndef hello():\n    os.remove('/srv/hello')\n",
    "tool.py": "import os\nimport click\n\n\n@click.command('hello')\ndef hello():\n    os.remove('/srv/tool')\n",
}


@pytest.mark.parametrize(("command", "told"), [
    ("flask wipe-all", ["/srv/all"]),
    ("flask users purge ana", ["/srv/users"]),
    ("flask users show", []),
    ("flask shop tidy-up", ["/srv/shop"]),
    ("flask --app app hello", ["/srv/hello"]),
    ("python -m flask wipe-all", ["/srv/all"]),
    ("exec flask routes", []),
])
def test_a_command_is_found_by_its_name(command: str, told: list[str], trace: Callable[..., Walked]) -> None:
    found = trace(f"#!/bin/sh\n{command}\n", _FILES, path="run.sh")
    assert [effect.target for effect in found.effects if effect.destructive] == told
    assert not found.unknowns


@pytest.mark.parametrize(("command", "unknown"), [
    ("flask seed", "runs the Flask command seed, which is not in the repository"),
    ("flask goodbye hello", "runs the Flask command goodbye, which is not in the repository"),
    ("flask $WHAT", "runs a Flask command known only when it runs"),
])
def test_one_that_is_not_found_is_said(command: str, unknown: str, trace: Callable[..., Walked]) -> None:
    found = trace(f"#!/bin/sh\n{command}\n", _FILES, path="run.sh")
    assert not found.effects
    assert [one.detail for one in found.unknowns] == [unknown]


_PLAIN = {
    "shop/commands.py": "import click, os\n\n\n@click.group(name='rows')\ndef group():\n    pass\n\n\n@group.command(name='purge')\ndef purge():\n"
                        "    os.remove('/srv/rows')\n\n\n@group.command(name='add')\ndef add():\n    os.mkdir('/srv/new')\n",
    "application.py": "import flask\nfrom shop.commands import group\napplication = flask.Flask('app')\napplication.cli.add_command(group)\n",
    "other.py": "import click, os\n\n\n@click.command('seed')\ndef seed():\n    os.remove('/srv/other')\n",
}


def test_a_group_is_found_that_only_the_application_makes_one_of_flask(trace: Callable[..., Walked]) -> None:
    found = trace("#!/bin/sh\nexec flask rows purge\n", _PLAIN, path="run.sh")
    assert [effect.target for effect in found.effects if effect.destructive] == ["/srv/rows"]
    assert not found.unknowns


def test_a_command_that_no_application_takes_in_is_none_of_flask(trace: Callable[..., Walked]) -> None:
    found = trace("#!/bin/sh\nflask seed\n", _PLAIN, path="run.sh")
    assert [one.detail for one in found.unknowns] == ["runs the Flask command seed, which is not in the repository"]


_FACTORY = {"shop/__init__.py": """
    import os
    from flask import Flask

    def create_app():
        app = Flask(__name__)
        register(app)
        return app

    def register(app):
        @app.cli.command("reset")
        def reset():
            os.remove("/srv/reset")

        @app.cli.command("tidy")
        def tidy():
            os.remove("/srv/tidy")

        app.cli.command("clear")(clear)

    def clear():
        os.remove("/srv/clear")
"""}


@pytest.mark.parametrize("name", ["reset", "tidy", "clear"])
def test_commands_that_a_function_puts_on_the_application_it_is_given(name: str, trace: Callable[..., Walked]) -> None:
    found = trace(f"#!/bin/sh\nflask {name}\n", _FACTORY, path="run.sh")
    assert [effect.target for effect in found.effects] == [f"/srv/{name}"]
    assert not found.unknowns


def test_functions_that_only_take_an_application_define_no_commands(trace: Callable[..., Walked]) -> None:
    code = "import os\nfrom flask import Flask\n\ndef pages(app):\n    @app.route('/')\n    def wipe():\n        os.remove('/srv/a')\n\nprint('x')\n"
    assert not trace(code, path="pages.py").effects


_SCRIPT = """
    import os
    from flask_script import Command, Manager, prompt_bool
    manager = Manager(make)

    @manager.option("-n", "--name", dest="name")
    def one(name):
        os.remove("/srv/one")

    @manager.command
    def sure():
        if prompt_bool("Remove it"):
            os.remove("/srv/sure")

    class Drop(Command):
        def run(self):
            os.remove("/srv/drop")

    manager.add_command("drop", Drop())

    if __name__ == "__main__":
        manager.run()
"""


def test_commands_of_a_manager_of_flask_script(trace: Callable[..., Walked]) -> None:
    asked = {effect.target: [guard.kind.value for guard in effect.guards] for effect in trace(_SCRIPT, path="manage.py").effects}
    assert asked == {"/srv/one": [], "/srv/sure": ["confirm"], "/srv/drop": []}


_MANAGE = "from flask import Flask\nimport commands.tidy_up\napp = Flask('shop')\nfor name in ['tidy_up']:\n    app.cli.add_command(getattr(commands, name))\napp.cli()\n"


@pytest.mark.parametrize(("manage", "deleted", "unknown"), [
    (_MANAGE, ["/srv/old"], None),
    ("import os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'shop.settings'\nfrom django.core.management import execute_from_command_line\n"
     "execute_from_command_line()\n", [], "runs the Django command tidy-up, which is not in the repository"),
    ("from flask import Flask\nFlask('shop').cli()\n", [], "runs tidy-up of a manage.py, which is not in the repository"),
])
def test_a_manage_py_of_flask_that_was_installed(manage: str, deleted: list[str], unknown: str | None, trace: Callable[..., Walked]) -> None:
    files = {"web/manage.py": manage, "mocks/manage.py": "print('x')\n" if "django" not in manage else manage, "web/commands/__init__.py": "",
             "web/commands/tidy_up.py": "import os\nimport click\n\n\n@click.command()\ndef tidy_up():\n    os.remove('/srv/old')\n"}
    found = trace("#!/bin/sh\nrunuser -c '/usr/share/shop/web/manage.py tidy-up' - shop\n", files, path="run.sh")
    assert [effect.target for effect in found.effects if effect.destructive] == deleted
    assert [one.detail for one in found.unknowns] == ([unknown] if unknown else [])


@pytest.mark.parametrize("line", ["from flask.ext.sqlalchemy import SQLAlchemy", "from flask.ext import sqlalchemy\nSQLAlchemy = sqlalchemy.SQLAlchemy",
                                  "import flask.ext.sqlalchemy as fs\nSQLAlchemy = fs.SQLAlchemy"])
def test_extensions_by_the_name_that_flask_once_gave_them(line: str, trace: Callable[..., Walked]) -> None:
    assert any(effect.destructive for effect in trace(f"from flask import Flask\n{line}\ndb = SQLAlchemy(Flask('a'))\ndb.drop_all()\n").effects)
