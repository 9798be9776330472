"""What an option decides is decided where a program is started with words that are all known, and open everywhere else."""

from __future__ import annotations

from textwrap import dedent

import pytest

from handover_generator.languages._python.switches import declared, given_options
from handover_generator.languages._python.values import Const, Str, Switch, Values
from handover_generator.model.text import Hole, Text

ARGPARSE = """
    import argparse, os, shutil
    def main(argv=None):
        parser = argparse.ArgumentParser()
        parser.add_argument("--force", action="store_true")
        parser.add_argument("--keep-log", dest="log", action="store_false", default=True)
        parser.add_argument("--root")
        args = parser.parse_args(argv)
        if args.force:
            shutil.rmtree("/srv/data")
        if args.log:
            os.remove("/srv/log")
    if __name__ == "__main__":
        main()
    """
CLICK = """
    import click, os, shutil
    @click.command()
    @click.option("--force", is_flag=True)
    @click.option("--log/--keep-log", default=True)
    @click.option("--root")
    def main(force, log, root):
        if force:
            shutil.rmtree("/srv/data")
        if log:
            os.remove("/srv/log")
    if __name__ == "__main__":
        main()
    """
BOTH = {"/srv/data", "/srv/log"}
STARTS = [
    ("python tool.py", {"/srv/log"}),
    ("python tool.py --keep-log", set()),
    ("python tool.py --force --keep-log", {"/srv/data"}),
    ("python tool.py --root=/srv --force", BOTH),
    ('python tool.py --root "$ROOT"', {"/srv/log"}),
    ('python tool.py "$@"', BOTH),
    ("python tool.py $OPTIONS", BOTH),
    ('python tool.py --root "$ROOT_ARGS"', BOTH),
    ("python tool.py -fk", BOTH),
]


def removed(walked) -> set[str]:
    return {effect.target for effect in walked.effects if effect.action == "delete"}


@pytest.mark.parametrize("tool", [ARGPARSE, CLICK], ids=["argparse", "click"])
@pytest.mark.parametrize(("line", "wanted"), STARTS)
def test_a_start_with_known_words(line: str, wanted: set[str], tool: str, trace) -> None:
    assert removed(trace(line + "\n", {"tool.py": dedent(tool)}, path="run.sh")) == wanted


@pytest.mark.parametrize("tool", [ARGPARSE, CLICK], ids=["argparse", "click"])
def test_started_by_a_person_all_is_open(tool: str, trace) -> None:
    assert removed(trace(dedent(tool))) == BOTH


@pytest.mark.parametrize(("written", "instead"), [
    ("if args.force:", "args.force = True\n        if args.force:"),                            # it is set in the file
    ("main()\n    ", "main(['--force'])\n    "),                                              # other words are parsed
    ('"--force", action="store_true"', '"--force", action="store_true", default=bool(os.environ.get("FORCE"))'),
    ("args = parser", "parser.set_defaults(force=True)\n        args = parser"),
])
def test_what_more_than_the_command_line_decides_is_open(written: str, instead: str, trace) -> None:
    tool = ARGPARSE.replace(written, instead)
    assert tool != ARGPARSE
    assert removed(trace("python tool.py\n", {"tool.py": dedent(tool)}, path="run.sh")) == BOTH


GROUP = """
    import click, os, shutil
    @click.group()
    def cli():
        pass
    @cli.command("init-db")
    @click.option("--force", is_flag=True)
    def init_db(force):
        if force:
            shutil.rmtree("/srv/data")
        os.remove("/srv/log")
    """


@pytest.mark.parametrize(("line", "wanted"), [
    ("python run.py init-db", {"/srv/log"}), ("python run.py init-db --force", BOTH), ('python run.py "$@"', BOTH),
])
def test_a_program_that_imports_its_commands(line: str, wanted: set[str], trace) -> None:
    files = {"run.py": "from shop.manage import cli\nif __name__ == '__main__':\n    cli()\n", "shop/__init__.py": "", "shop/manage.py": dedent(GROUP)}
    assert removed(trace(line + "\n", files, path="run.sh")) == wanted


def test_a_management_command(trace) -> None:
    command = dedent("""
        import shutil
        from django.core.management.base import BaseCommand
        class Command(BaseCommand):
            def add_arguments(self, parser):
                parser.add_argument("--dry-run", action="store_true")
            def handle(self, *args, **options):
                if not options["dry_run"]:
                    shutil.rmtree("/srv/data")
        """)
    files = {"manage.py": "import django\nfrom django.core.management import execute_from_command_line\n", "shop/management/commands/wipe.py": command}
    assert removed(trace("python manage.py wipe --dry-run\n", files, path="run.sh")) == set()
    assert removed(trace("python manage.py wipe\n", files, path="run.sh")) == {"/srv/data"}


@pytest.mark.parametrize("made", ["optparse.make_option", "make_option", "optparse.Option"])
def test_a_management_command_with_options_of_older_kind(made: str, trace) -> None:
    command = dedent(f"""
        import optparse, shutil
        from optparse import make_option
        from django.core.management.base import BaseCommand
        class Command(BaseCommand):
            option_list = BaseCommand.option_list + (
                {made}("--delete-old", action="store_true", default=False),
                {made}("--keep", action="store_false", dest="wipe", default=True),
            )
            def handle(self, *args, **options):
                if options["delete_old"]:
                    shutil.rmtree("/srv/old")
                if options["wipe"]:
                    shutil.rmtree("/srv/data")
        """)
    files = {"manage.py": "import django\nfrom django.core.management import execute_from_command_line\n", "shop/management/commands/wipe.py": command}
    assert removed(trace("python manage.py wipe\n", files, path="run.sh")) == {"/srv/data"}
    assert removed(trace("python manage.py wipe --delete-old --keep\n", files, path="run.sh")) == {"/srv/old"}
    assert removed(trace(command, path="shop/management/commands/wipe.py")) == {"/srv/data", "/srv/old"}


@pytest.mark.parametrize("line", ['./manage.py "$@"', "python manage.py $1 --noinput", "manage.py $COMMAND"])
def test_a_management_command_that_is_given_is_not_looked_for(line: str, trace) -> None:
    files = {"manage.py": "import django\nfrom django.core.management import execute_from_command_line\n"}
    assert [one.kind for one in trace(line + "\n", files, path="run.sh").unknowns] == ["dynamic-command"]


@pytest.mark.parametrize(("words", "wanted"), [
    (None, None),
    ([], frozenset()),
    (["drop", "--force", "--to=x"], frozenset({"--force", "--to"})),
    (["--db", Hole("env", "DB")], frozenset({"--db"})),
    ([Hole("env", "DB")], None),
    (["--db=x", Hole("env", "DB")], None),
    (["--db", Hole("argument", "@")], None),
    (["-xvf"], None),
])
def test_the_options_among_words(words: list[str | Hole] | None, wanted: frozenset[str] | None) -> None:
    assert given_options(None if words is None else [Text((word,)) for word in words]) == wanted


@pytest.mark.parametrize(("line", "wanted"), [
    ("python tool.py -fk", {"/srv/data"}), ("python tool.py -k /srv -fq", {"/srv/data"}), ("python tool.py -q", {"/srv/log"}),
    ("python tool.py -fx", BOTH), ("python tool.py -rf", BOTH),
])
def test_several_short_options_in_one_word(line: str, wanted: set[str], trace) -> None:
    text = dedent(ARGPARSE).replace('"--force"', '"-f", "--force"').replace('"--keep-log"', '"-k", "--keep-log"')
    text = text.replace('    parser.add_argument("--root")\n',
                        '    parser.add_argument("-r", "--root")\n    parser.add_argument("-q", action="store_true")\n')
    assert removed(trace(line + "\n", {"tool.py": text}, path="run.sh")) == wanted


def test_what_declares_a_switch() -> None:
    def keywords(**given: object) -> dict[str, Values]:
        return {name: ((Str(Text.of(value)) if isinstance(value, str) else Const(value)),) for name, value in given.items()}
    assert declared(["-f", "--force"], keywords(action="store_true")) == Switch((("-f", True), ("--force", True)), default=False)
    assert declared(["--quiet"], keywords(action="store_false")) == Switch((("--quiet", False),), default=True)
    assert declared(["--log/--no-log"], keywords(default=True)) == Switch((("--log", True), ("--no-log", False)), default=True)
    assert declared(["--log"], keywords()) is None
    assert declared(["--log"], keywords(action="store")) is None
    assert declared(["--log"], keywords(is_flag=True, envvar="LOG")) is None
    assert declared(["--mode"], keywords(is_flag=True, flag_value="fast")) is None


def test_a_beginning_of_a_long_name_and_two_options_for_one_member() -> None:
    force = Switch((("--force", True),), default=False)
    assert force.among(frozenset({"--forc"}))
    assert not force.among(frozenset({"--f"}))
    both = Switch((("--no-force", False),), default=True).joined(force)
    assert not both.default
    assert both.among(frozenset({"--force"}))
    assert not both.among(frozenset({"--no-force"}))
