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


def test_the_program_itself_may_do_all(trace) -> None:
    for program in (CLICK, ARGPARSE, BY_NAME, TYPER):
        assert removed(trace(program)) == {"/srv/data", "/srv/log"}


def test_a_reader_is_no_loss(trace) -> None:
    assert removed(trace("#!/bin/sh\npython tool.py show-all\n", {"tool.py": CLICK}, path="run.sh")) == set()


def test_from_python_too(trace) -> None:
    script = "import subprocess, sys\nif __name__ == '__main__':\n    subprocess.run([sys.executable, 'tool.py', 'tidy'])\n"
    assert removed(trace(script, {"tool.py": CLICK})) == {"/srv/log"}
