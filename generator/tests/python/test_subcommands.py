"""A program that is started with one of its sub-commands does that one; started with none, or with an unknown one, it may do any."""

from __future__ import annotations

import pytest

from handover_generator.analysis.walk import Walked

CLICK = """
    import click, shutil, os
    @click.group()
    def cli():
        pass
    @cli.command()
    def show_all():
        print("all")
    @cli.command("wipe")
    @click.option("--force")
    def drop(force):
        shutil.rmtree("/srv/data")
    @cli.command()
    def tidy_command():
        os.remove("/srv/log")
    if __name__ == "__main__":
        cli()
    """
ARGPARSE = """
    import argparse, shutil, os
    def wipe(args):
        shutil.rmtree("/srv/data")
    def tidy(args):
        os.remove("/srv/log")
    def main():
        parser = argparse.ArgumentParser()
        commands = parser.add_subparsers()
        one = commands.add_parser("wipe")
        one.set_defaults(func=wipe)
        two = commands.add_parser("tidy")
        two.set_defaults(func=tidy)
        args = parser.parse_args()
        args.func(args)
    if __name__ == "__main__":
        main()
    """
BY_NAME = """
    import argparse, shutil, os
    def main():
        parser = argparse.ArgumentParser()
        commands = parser.add_subparsers(dest="what")
        commands.add_parser("wipe")
        commands.add_parser("tidy")
        args = parser.parse_args()
        if args.what == "wipe":
            shutil.rmtree("/srv/data")
        elif args.what == "tidy":
            os.remove("/srv/log")
    if __name__ == "__main__":
        main()
    """
TYPER = """
    import typer, shutil, os
    app = typer.Typer()
    @app.command()
    def wipe():
        shutil.rmtree("/srv/data")
    @app.command(name="tidy")
    def clean():
        os.remove("/srv/log")
    if __name__ == "__main__":
        app()
    """


def removed(walked: Walked) -> set[str | None]:
    return {effect.target for effect in walked.effects if effect.action == "delete"}


@pytest.mark.parametrize("program", [CLICK, ARGPARSE, BY_NAME, TYPER], ids=["click", "argparse", "by name", "typer"])
@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("python tool.py wipe", {"/srv/data"}),
        ("python tool.py tidy --now", {"/srv/log"}),
        ("python tool.py", {"/srv/data", "/srv/log"}),
        ('python tool.py "$1"', {"/srv/data", "/srv/log"}),
        ("python tool.py --verbose wipe", {"/srv/data", "/srv/log"}),
        ("python tool.py wipe\npython tool.py tidy", {"/srv/data", "/srv/log"}),
    ],
)
def test_the_one_that_is_named(trace, program: str, line: str, wanted: set[str]) -> None:
    assert removed(trace(f"#!/bin/sh\n{line}\n", {"tool.py": program}, path="run.sh")) == wanted


FLAGGED = CLICK.replace("@click.group()\n    def cli():", "@click.group()\n    @click.option('--dev', help='For work.', is_flag=True)\n"
                        "    @click.option('--env')\n    def cli(dev, env):")


@pytest.mark.parametrize(("words", "wanted"), [("--dev wipe", {"/srv/data"}), ("--env wipe", {"/srv/data", "/srv/log"}),
                                               ("--env x wipe", {"/srv/data"})])
def test_behind_an_option_without_a_value_stands_the_command(trace, words: str, wanted: set[str]) -> None:
    assert removed(trace(f"#!/bin/sh\npython -m tool {words}\n", {"tool.py": FLAGGED}, path="run.sh")) == wanted


def test_the_program_itself_may_do_all(trace) -> None:
    for program in (CLICK, ARGPARSE, BY_NAME, TYPER):
        assert removed(trace(program)) == {"/srv/data", "/srv/log"}


def test_a_reader_is_no_loss(trace) -> None:
    assert removed(trace("#!/bin/sh\npython tool.py show-all\n", {"tool.py": CLICK}, path="run.sh")) == set()


def test_from_python_too(trace) -> None:
    script = "import subprocess, sys\nif __name__ == '__main__':\n    subprocess.run([sys.executable, 'tool.py', 'tidy'])\n"
    assert removed(trace(script, {"tool.py": CLICK})) == {"/srv/log"}


TABLE = """
    import sys, shutil, os
    def wipe(arguments):
        shutil.rmtree("/srv/data")
    def tidy(arguments):
        os.remove("/srv/log")
    COMMANDS = {"wipe": wipe, "tidy": tidy}
    def find(name):
        return COMMANDS.get(name)
    def main():
        run = find(sys.argv[1])
        sys.argv = [sys.argv[0]] + sys.argv[2:]
        run(sys.argv[1:])
    if __name__ == "__main__":
        main()
    """
BRANCHES = """
    import sys, shutil, os
    if sys.argv[1] == "wipe":
        shutil.rmtree("/srv/data")
    elif sys.argv[1] == "tidy":
        os.remove("/srv/log")
    """


@pytest.mark.parametrize("program", [TABLE, BRANCHES], ids=["table", "branches"])
@pytest.mark.parametrize(("line", "wanted"), [
    ("python tool.py tidy", {"/srv/log"}),
    ("./tool.py wipe now", {"/srv/data"}),
    ("python tool.py", {"/srv/data", "/srv/log"}),
    ('python tool.py "$1" tidy', {"/srv/data", "/srv/log"}),
    ("python tool.py --fast tidy", {"/srv/data", "/srv/log"}),            # the first argument is the option
    ("python tool.py other", {"/srv/data", "/srv/log"}),
])
def test_the_first_argument_chooses_from_a_table(trace, program: str, line: str, wanted: set[str]) -> None:
    assert removed(trace(f"#!/bin/sh\n{line}\n", {"tool.py": program}, path="run.sh")) == wanted


@pytest.mark.parametrize("change", ["sys.argv.pop(1)", "del sys.argv[1]", "sys.argv = sys.argv[1:]", "sys.argv[1] = 'wipe'"])
def test_a_program_that_changes_its_arguments_may_do_any(trace, change: str) -> None:
    program = BRANCHES.replace("import sys, shutil, os\n", f"import sys, shutil, os\n    {change}\n")
    assert removed(trace("#!/bin/sh\npython tool.py tidy wipe\n", {"tool.py": program}, path="run.sh")) == {"/srv/data", "/srv/log"}


GATHERED = {
    "shop/__init__.py": "",
    "shop/db.py": """
        import click, shutil, os
        @click.group()
        def db():
            pass
        @db.command()
        def wipe():
            shutil.rmtree("/srv/data")
        @db.command()
        @click.pass_context
        def reset(ctx: click.Context):
            ctx.forward(wipe)
        @db.command("clear-log")
        def tidy():
            os.remove("/srv/log")
        @db.command()
        def show():
            print("x")
        """,
    "shop/cli.py": """
        import click
        from shop import db
        @click.group()
        @click.option("-c", "--config")
        def cli(config):
            pass
        cli.add_command(db.db)
        """,
}


def test_commands_that_a_group_takes_from_other_files(trace) -> None:
    files = dict(GATHERED)
    walked = trace(files.pop("shop/cli.py"), files, path="shop/cli.py")
    assert removed(walked) == {"/srv/data", "/srv/log"}
    (trail,) = [effect.via for effect in walked.effects if effect.target == "/srv/log"]
    assert [(step.path, step.name) for step in trail] == [("shop/cli.py", "db tidy")]


@pytest.mark.parametrize(("line", "wanted"), [
    ("python shop/cli.py db wipe", {"/srv/data"}),
    ("python shop/cli.py db reset", {"/srv/data"}),                    # through the context
    ("python shop/cli.py db clear-log", {"/srv/log"}),
    ("python shop/cli.py db show", set()),
    ("python shop/cli.py -c test.ini db clear-log", {"/srv/log"}),     # the option and its value stand before the command
    ("python shop/cli.py --config=test.ini db show", set()),
    ("python shop/cli.py", {"/srv/data", "/srv/log"}),
    ("python shop/cli.py plugin-of-others load", set()),
])
def test_one_command_of_a_group_from_other_files(trace, line: str, wanted: set[str]) -> None:
    walked = trace(f"#!/bin/sh\n{line}\n", GATHERED, path="run.sh")
    assert removed(walked) == wanted
    assert bool(walked.unknowns) == ("of-others" in line)              # what a plug-in brings is not known, and is told


@pytest.mark.parametrize(("called", "wanted"), [("ctx.invoke(wipe)", {"/srv/data"}), ("ctx.forward(wipe)", {"/srv/data"}),
                                                ("ctx.invoke", set()), ("ctx.lookup(wipe)", set())])
def test_what_the_context_of_a_command_runs(trace, called: str, wanted: set[str]) -> None:
    script = f"""
        import click, shutil
        def wipe():
            shutil.rmtree("/srv/data")
        @click.command()
        @click.pass_context
        def main(ctx):
            {called}
        if __name__ == "__main__":
            main()
        """
    assert removed(trace(script)) == wanted


def test_an_option_chooses_between_functions(trace) -> None:
    code = """
        import argparse
        import os
        import shutil
        def load():
            os.mkdir("/srv/a")
        def save():
            shutil.rmtree("/srv/b")
        def other():
            shutil.rmtree("/srv/c")
        parser = argparse.ArgumentParser()
        parser.add_argument("--load", dest="action", action="store_const", const=load, default=save)
        parser.add_argument("--other", default=str(other))
        parser.parse_args().action()
    """
    assert {effect.target for effect in trace(code).effects} == {"/srv/a", "/srv/b"}


LAUNCHED = {
    "shop/__init__.py": "",
    "shop/wipe.py": """
        import click, shutil
        @click.command()
        def wipe():
            shutil.rmtree("/srv/data")
        """,
    "shop/commands.py": """
        import click
        @click.group()
        def shop():
            pass
        from shop.wipe import wipe
        shop.add_command(wipe)
        """,
    "tool.py": """
        import sys
        from shop.commands import shop
        def main():
            if "--verbose" in sys.argv:
                print("more")
            shop()
        if __name__ == "__main__":
            main()
        """,
}


@pytest.mark.parametrize(("line", "wanted", "unknown"), [
    ("python tool.py wipe", {"/srv/data"}, False), ("python tool.py", {"/srv/data"}, False), ('python tool.py "$1"', {"/srv/data"}, False),
    ("python tool.py plug-in load", set(), True),
])
@pytest.mark.parametrize("launcher", ["", "        import sys\n"])
def test_one_command_of_a_group_that_a_program_launches(trace, line: str, wanted: set[str], unknown: bool, launcher: str) -> None:
    files = dict(LAUNCHED)
    if not launcher:
        files["tool.py"] = "from shop.commands import shop\nif __name__ == '__main__':\n    shop()\n"
    walked = trace(f"#!/bin/sh\n{line}\n", files, path="run.sh")
    assert removed(walked) == wanted
    assert [one.kind for one in walked.unknowns] == ["dynamic-command"] * unknown


@pytest.mark.parametrize(("name", "gone"), [("cli.result_callback()", {"/srv/log"}), ("cli.unknown()", set())])
def test_what_a_group_does_once_its_commands_are_done(trace, name: str, gone: set[str]) -> None:
    walked = trace(f"import click, os\n@click.group(chain=True)\ndef cli():\n    pass\n@cli.command()\ndef show():\n    print('x')\n@{name}\n"
                   "def done(results):\n    os.remove('/srv/log')\nif __name__ == '__main__':\n    cli()\n")
    assert {effect.target for effect in walked.effects if effect.action == "delete"} == gone


NESTED = """
    import click, shutil, os
    from flask.cli import FlaskGroup
    @click.group()
    def cli():
        pass
    @cli.command(name="wipe")
    def drop():
        shutil.rmtree("/srv/data")
    @cli.group()
    def logs():
        os.remove("/srv/lock")
    @logs.command(name="tidy")
    def tidy():
        os.remove("/srv/log")
    @logs.command(name="drop")
    def drop_logs():
        os.remove("/srv/logs")
    if __name__ == "__main__":
        cli()
    """


@pytest.mark.parametrize("program", [NESTED, NESTED.replace("@click.group()\n    def cli():\n        pass", "cli = FlaskGroup()")],
                         ids=["a group", "an application"])
@pytest.mark.parametrize(("line", "wanted"), [
    ("python tool.py wipe", {"/srv/data"}),
    ("python tool.py logs tidy", {"/srv/lock", "/srv/log"}),
    ("python tool.py logs", {"/srv/lock", "/srv/log", "/srv/logs"}),
    ("python tool.py logs $1", {"/srv/lock", "/srv/log", "/srv/logs"}),
    ("python tool.py $1", {"/srv/data", "/srv/lock", "/srv/log", "/srv/logs"}),
])
def test_commands_of_an_inner_group_are_started_through_it(trace, program: str, line: str, wanted: set[str]) -> None:
    assert removed(trace(f"#!/bin/sh\n{line}\n", {"tool.py": program}, path="run.sh")) == wanted


OWN_DECORATOR = """
    import functools, click, shutil, os
    from flask.cli import with_appcontext
    @click.group(name="command")
    def group():
        pass
    class shop_command:
        def __init__(self, name=None):
            self.name = name
        def __call__(self, func):
            def wrapper(*args, **kwargs):
                return func(*args, **kwargs)
            for decorator in [with_appcontext, functools.wraps(func), click.command(name=self.name)]:
                wrapper = decorator(wrapper)
            group.add_command(wrapper)
            return wrapper
    @shop_command(name="wipe-all")
    def wipe():
        shutil.rmtree("/srv/data")
    @shop_command("tidy")
    @click.option("--day")
    def clean(day):
        os.remove("/srv/log")
    def setup(application):
        application.cli.add_command(group)
    """


@pytest.mark.parametrize("program", [OWN_DECORATOR, OWN_DECORATOR.replace("class shop_command:\n        def __init__(self, name=None):\n            self.name = name\n"
                         "        def __call__(self, func):", "def shop_command(name=None):\n        def decorate(func):")
                         .replace("self.name", "name").replace("return wrapper\n    @", "return wrapper\n        return decorate\n    @", 1)],
                         ids=["an object", "a function"])
@pytest.mark.parametrize(("line", "wanted"), [
    ("flask command wipe-all", {"/srv/data"}),
    ("flask command tidy --day 1", {"/srv/log"}),
    ("python tool.py command", {"/srv/data", "/srv/log"}),
])
def test_commands_that_a_decorator_of_the_repository_makes(trace, program: str, line: str, wanted: set[str]) -> None:
    assert removed(trace(f"#!/bin/sh\n{line}\n", {"tool.py": program}, path="run.sh")) == wanted
    assert removed(trace(program)) == {"/srv/data", "/srv/log"}


def test_what_a_decorating_object_keeps_is_no_command(trace) -> None:
    program = """
        import os
        class kept:
            def __call__(self, func):
                self.func = func
                return func
        @kept()
        def wipe():
            os.remove("/srv/data")
        if __name__ == "__main__":
            print("x")
        """
    assert removed(trace(program)) == set()
