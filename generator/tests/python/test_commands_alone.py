"""A file that does several things by name tells what each of them does alone."""

from __future__ import annotations

import pytest

from handover_generator.analysis.walk import commands_of
from handover_generator.model.tracing import ALL_TASKS

CLICK = """
    import shutil, click

    @click.group()
    def cli():
        shutil.rmtree("/srv/with-each")

    @cli.command("drop-all")
    def wipe():
        \"\"\"Removes everything.

        Really.
        \"\"\"
        click.confirm("Sure?", abort=True)
        gone("all")

    @cli.group()
    def users():
        pass

    @users.command()
    def forget_old():
        gone("old")

    @cli.command()
    def show():
        print(open("/etc/motd").read())

    def gone(name):
        shutil.rmtree("/srv/" + name)

    if __name__ == "__main__":
        cli()
    """
TYPER = """
    import shutil, typer
    app = typer.Typer()

    @app.command()
    def first(name: str):
        shutil.rmtree("/srv/first")

    @app.command(name="other")
    def second():
        shutil.rmtree("/srv/second")
    app()
    """
INVOKE = """
    import shutil
    from invoke import task

    @task
    def clean_up(c):
        c.run("rm -rf /srv/build")

    @task(clean_up)
    def build(c):
        c.run("rm -rf /srv/old")
    """
WORKER = """
    import shutil
    from celery import shared_task

    @shared_task(name="nightly")
    def old():
        shutil.rmtree("/srv/old")

    @shared_task
    def new():
        shutil.rmtree("/srv/new")
    """
ARGPARSE = """
    import argparse, shutil

    def drop(options):
        \"\"\"Drops it all.\"\"\"
        gone("all")

    def show(options):
        print(open("/etc/motd").read())

    def gone(name):
        shutil.rmtree("/srv/" + name)

    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    commands.add_parser("drop-all").set_defaults(func=drop)
    other = commands.add_parser("show")
    other.set_defaults(func=show)
    options = parser.parse_args()
    options.func(options)
    """


@pytest.fixture
def alone(tools):
    def told(script, files=None, **options):
        toolbox = tools(script, files, **options)
        path = options.get("path", "run.py")
        return commands_of(toolbox.starts(path), toolbox.routine, path)

    return told


def lost(command):
    return sorted(effect.target for effect in command.effects if effect.destructive)


def test_commands_of_click(alone):
    found = {command.name: command for command in alone(CLICK)}
    assert list(found) == ["drop-all", "users forget-old", "show"]
    assert {name: lost(command) for name, command in found.items()} == {"drop-all": ["/srv/all"], "users forget-old": ["/srv/old"], "show": []}
    assert found["drop-all"].says == "Removes everything."
    assert [guard.kind.value for effect in found["drop-all"].effects for guard in effect.guards] == ["confirm"]
    assert [guard for effect in found["users forget-old"].effects for guard in effect.guards] == []
    assert str(found["show"].at) == "run.py:25"


@pytest.mark.parametrize(("script", "options", "expected"), [
    (TYPER, {}, {"first": ["/srv/first"], "other": ["/srv/second"]}),
    (INVOKE, {"path": "tasks.py"}, {"clean-up": ["/srv/build"], "build": ["/srv/old"]}),
    (WORKER, {"path": "jobs.py", "functions": {"jobs.py": [ALL_TASKS]}}, {"nightly": ["/srv/old"], "new": ["/srv/new"]}),
])
def test_commands_of_others(alone, script, options, expected):
    assert {command.name: lost(command) for command in alone(script, **options)} == expected


def test_commands_that_a_parser_was_given(alone, trace):
    found = {command.name: command for command in alone(ARGPARSE)}
    assert {name: (lost(command), command.says) for name, command in found.items()} == {"drop-all": (["/srv/all"], "Drops it all."), "show": ([], "")}
    assert {effect.target: effect.condition for effect in trace(ARGPARSE).effects} == {
        "/srv/all": "if the command is drop-all", "/etc/motd": "if the command is show"}


def test_a_function_given_for_one_command_is_called_without_condition_elsewhere(trace):
    walked = trace(ARGPARSE.replace("options.func(options)\n", "options.func(options)\n    drop(options)\n"))
    assert {effect.target: effect.condition for effect in walked.effects if effect.destructive} == {"/srv/all": None}


def test_commands_that_other_files_define(alone):
    files = {"more.py": "import shutil, click\n@click.command('purge')\ndef wipe():\n    shutil.rmtree('/srv/more')\n"}
    script = CLICK.replace("if __name__", "from more import wipe as more\n    cli.add_command(more)\n    if __name__")
    assert {command.name: lost(command) for command in alone(script, files)}["purge"] == ["/srv/more"]


def test_commands_of_a_file_that_is_imported_by_what_it_imports(alone):
    files = {"shop/__init__.py": "from flask import Flask\napp = Flask(__name__)\nfrom . import geo\n"}
    script = "import shutil\nfrom flask.cli import AppGroup\nfrom shop import app\ngeo = AppGroup('geo')\n" \
             "@geo.command('fetch')\ndef fetch():\n    shutil.rmtree('/srv/a')\n@geo.command('load')\ndef load():\n    pass\napp.cli.add_command(geo)\n"
    assert [(command.name, lost(command)) for command in alone(script, files, path="shop/geo.py")] == [("fetch", ["/srv/a"]), ("load", [])]


@pytest.mark.parametrize("script", [
    "import shutil\nshutil.rmtree('/srv/a')\n",
    "import shutil, click\n@click.command()\ndef main():\n    shutil.rmtree('/srv/a')\nif __name__ == '__main__':\n    main()\n",
])
def test_a_file_that_does_one_thing_has_none(alone, script):
    assert alone(script) == ()


DECORATING = """
    import functools, shutil, click

    @click.group(name="data")
    def group():
        pass

    class command:
        def __init__(self, name=None):
            self.name = name

        def __call__(self, func):
            @click.command(name=self.name)
            @functools.wraps(func)
            def wrapper(*args, **kwargs):
                return func(*args, **kwargs)
            group.add_command(wrapper)
            return wrapper

    @command(name="drop-all")
    def wipe():
        shutil.rmtree("/srv/all")

    @command()
    @click.option("-a")
    def show(a):
        print(a)
    """


def test_commands_that_a_class_of_the_repository_makes(alone):
    assert {command.name: lost(command) for command in alone(DECORATING)} == {"drop-all": ["/srv/all"], "show": []}
