"""Dry runs as they are where nobody gives an option: on by default, off by default, or not to be had at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import GuardKind

_WIPE = "shutil.rmtree('/srv/data')"
_PARSED = "import argparse, shutil\np = argparse.ArgumentParser()\np.add_argument({})\na = p.parse_args()\n"
_CLICK = "import click, shutil\n@click.command()\n@click.option({})\ndef main({}):\n    if {}:\n        " + _WIPE + "\nif __name__ == '__main__':\n    main()\n"
_TYPER = ("import shutil, typer\napp = typer.Typer()\n@app.command()\ndef main({}):\n    if not dry_run:\n        " + _WIPE
          + "\nif __name__ == '__main__':\n    app()\n")


def _told(found: Walked) -> list[tuple[str | None, list[bool | None]]]:
    """Of each loss: the condition, and whether the dry runs before it are on by default."""
    return [(effect.condition, [guard.default_on for guard in effect.guards if guard.kind is GuardKind.DRY_RUN])
            for effect in found.effects if effect.destructive]


@pytest.mark.parametrize(("option", "test", "condition", "default_on"), [
    ("'--commit', action='store_true'", "a.commit", "if --commit is given", [True]),
    ("'--commit', action='store_true', default=True", "a.commit", None, []),
    ("'--commit', action=argparse.BooleanOptionalAction", "a.commit", "if --commit is given", [True]),
    ("'--commit', action=argparse.BooleanOptionalAction, default=True", "a.commit", "if --no-commit is not given", [False]),
    ("'--dry-run', action=argparse.BooleanOptionalAction, default=True", "not a.dry_run", "if --no-dry-run is given", [True]),
    ("'--dry-run', action=argparse.BooleanOptionalAction, default=False", "not a.dry_run", "if --dry-run is not given", [False]),
    ("'--no-dry-run', action='store_false', dest='dry_run'", "not a.dry_run", "if --no-dry-run is given", [True]),
    ("'--no-dry-run', action='store_false', dest='dry_run', default=False", "not a.dry_run", None, []),
    ("'--no-dry-run', action='store_true'", "a.no_dry_run", "if --no-dry-run is given", [True]),
    ("'--no-dry-run', action='store_true', default=True", "a.no_dry_run", None, []),
    ("'--dry-run', action='store_true'", "not a.dry_run", "if --dry-run is not given", [False]),
    ("'--dry-run', action='store_true', default=True", "not a.dry_run", "if --dry-run is not given", [True]),
    ("'--dry-run', choices=['true', 'false'], default='true'", "a.dry_run == 'false'", "if a.dry_run is 'false'", [True]),
    ("'--dry-run', choices=['true', 'false'], default='false'", "a.dry_run == 'false'", "if a.dry_run is 'false'", [False]),
    ("'--delete', action='store_true'", "a.delete", "if --delete is given", [True]),
    ("'--delete', action='store_true', default=True", "a.delete", None, []),
    ("'--commit', action='store_true'", "a.commit and not a.quiet", "if a.commit and not a.quiet", [True]),
    ("'--commit', action='store_true', default=True", "a.commit and not a.quiet", "if a.commit and not a.quiet", []),
])
def test_an_option_of_a_parser(option: str, test: str, condition: str | None, default_on: list[bool], trace: Callable[..., Walked]) -> None:
    assert _told(trace(_PARSED.format(option) + f"if {test}:\n    {_WIPE}\n")) == [(condition, default_on)]


@pytest.mark.parametrize(("body", "off", "on"), [
    ("a.commit and " + _WIPE, [True], []),
    (_WIPE + " if a.commit else None", [True], []),
    (f"def go(commit):\n    if not commit:\n        print('would')\n        return\n    {_WIPE}\ngo(a.commit)", [True], []),
    (f"dry_run = not a.commit\nif dry_run:\n    print('would')\nelse:\n    {_WIPE}", [True], []),
    (f"for _ in range(3):\n    if not a.commit:\n        continue\n    {_WIPE}", [True], []),
])
def test_wherever_it_is_asked_for(body: str, off: list[bool], on: list[bool], trace: Callable[..., Walked]) -> None:
    for option, told in (("'--commit', action='store_true'", off), ("'--commit', action='store_true', default=True", on)):
        assert [guards for _, guards in _told(trace(_PARSED.format(option) + body + "\n"))] == [told]


@pytest.mark.parametrize(("default", "told"), [("", True), (", default=True", False)])
def test_a_value_that_is_called_otherwise(default: str, told: bool, trace: Callable[..., Walked]) -> None:
    code = _PARSED.format(f"'--purge', action=argparse.BooleanOptionalAction{default}")
    assert _told(trace(code + f"dry_run = not a.purge\nif not dry_run:\n    {_WIPE}\n"))[0][1] == [told]
    assert _told(trace(code + f"if not a.purge:\n    print('Would remove it')\nelse:\n    {_WIPE}\n"))[0][1] == [told]


@pytest.mark.parametrize(("option", "argument", "test", "condition", "default_on"), [
    ("'--dry-run/--no-dry-run', default=True", "dry_run", "not dry_run", "if --no-dry-run is given", [True]),
    ("'--dry-run/--no-dry-run', default=False", "dry_run", "not dry_run", "if --dry-run is not given", [False]),
    ("'--dry-run/--run', 'dry_run', default=True", "dry_run", "not dry_run", "if --run is given", [True]),
    ("'--commit', is_flag=True", "commit", "commit", "if --commit is given", [True]),
    ("'--commit', is_flag=True, default=True", "commit", "commit", None, []),
])
def test_an_option_of_click(
        option: str, argument: str, test: str, condition: str | None, default_on: list[bool], trace: Callable[..., Walked]) -> None:
    assert _told(trace(_CLICK.format(option, argument, test))) == [(condition, default_on)]


@pytest.mark.parametrize("parameter", ["dry_run: bool = typer.Option({})", "dry_run: bool = {}",
                                       "dry_run: bool = typer.Option({}, '--dry-run/--no-dry-run')"])
def test_an_option_of_typer(parameter: str, trace: Callable[..., Walked]) -> None:
    for default in (True, False):
        assert _told(trace(_TYPER.format(parameter.format(default)))) == [("if --dry-run is off", [default])]


def test_what_is_set_otherwise_is_judged_by_its_name(trace: Callable[..., Walked]) -> None:
    declared = _PARSED.format("'--commit', action='store_true', default=True")
    assert _told(trace(declared + f"a.commit = bool(a.path)\nif a.commit:\n    {_WIPE}\n"))[0][1] == [True]
    plain = _PARSED.format("'--dry-run', action='store_true'")
    assert _told(trace(plain.replace("a = ", "p.set_defaults(dry_run=True)\na = ") + f"if not a.dry_run:\n    {_WIPE}\n"))[0][1] == [True]


@pytest.mark.parametrize(("default", "told"), [("", [True]), (", default=True", [])])
def test_a_member_that_is_handed_on_is_the_option(default: str, told: list[bool], trace: Callable[..., Walked]) -> None:
    job = f"class Job:\n    def __init__(self, args):\n        self.commit = args.commit\n    def run(self):\n        if self.commit:\n            {_WIPE}\n"
    assert [guards for _, guards in _told(trace(_PARSED.format(f"'--commit', action='store_true'{default}") + job + "Job(a).run()\n"))] == [told]


@pytest.mark.parametrize("code", [
    "if os.environ.get('DRY_RUN', '{}') == '1':\n    print('would')\nelse:\n    " + _WIPE,
    "DRY_RUN = os.getenv('DRY_RUN', '{}').lower() in ('1', 'true')\ndef go():\n    if not DRY_RUN:\n        " + _WIPE + "\ngo()",
])
def test_a_variable_of_the_environment_with_a_default(code: str, trace: Callable[..., Walked]) -> None:
    for default, told in (("1", True), ("true", True), ("0", False), ("", False)):
        assert _told(trace(f"import os, shutil\n{code.format(default)}\n"))[0][1] == [told]


def test_a_variable_of_the_environment_whose_default_says_neither(trace: Callable[..., Walked]) -> None:
    for asked in ("os.environ.get('DRY_RUN')", "os.environ.get('DRY_RUN', 'maybe')", "os.environ.get('DRY_RUN', '1') or os.environ.get('TRY', '0')"):
        assert _told(trace(f"import os, shutil\nif {asked}:\n    print('would')\nelse:\n    {_WIPE}\n"))[0][1] == [False]


def test_two_that_stand_otherwise_tell_nothing(trace: Callable[..., Walked]) -> None:
    code = ("import argparse, shutil\np = argparse.ArgumentParser()\ns = p.add_subparsers()\none, two = s.add_parser('one'), s.add_parser('two')\n"
            "one.add_argument('--dry-run', choices=['yes', 'no'], default='yes')\ntwo.add_argument('--dry-run', choices=['yes', 'no'], default='no')\n"
            f"a = p.parse_args()\nif a.dry_run == 'no':\n    {_WIPE}\n")
    assert _told(trace(code))[0][1] == [False]


def test_an_option_that_only_leaves_out_a_look_is_no_switch(trace: Callable[..., Walked]) -> None:
    assert _told(trace(_PARSED.format("'--no-preview', action='store_true'") + f"if a.no_preview:\n    {_WIPE}\n")) == [
        ("if --no-preview is given", [])]


_KEEPS = {
    "a member of the class": "class Settings:\n    dry_run = os.environ.get('DRY_RUN', '{}') == '1'\ns = Settings()\n",
    "a member that is set when it is made": "class Settings:\n    def __init__(self):\n        self.dry_run = os.getenv('DRY_RUN', '{}') == '1'\n"
                                            "s = Settings()\n",
    "the class itself": "class s:\n    dry_run = os.environ.get('DRY_RUN', '{}') == '1'\n",
    "another module": "import shop.settings as s\n",
}


@pytest.mark.parametrize("kept", _KEEPS)
@pytest.mark.parametrize(("default", "told"), [("1", True), ("0", False)])
def test_what_an_object_keeps_has_the_default_of_its_variable(kept: str, default: str, told: bool, trace: Callable[..., Walked]) -> None:
    files = {"shop/__init__.py": "", "shop/settings.py": f"import os\ndry_run = os.environ.get('DRY_RUN', '{default}') == '1'\n"}
    code = (f"import os, shutil\n{_KEEPS[kept].format(default)}class Job:\n    def __init__(self, config):\n        self.config = config\n"
            f"    def run(self):\n        if not self.config.dry_run:\n            {_WIPE}\nJob(s).run()\n")
    assert _told(trace(code, files))[0][1] == [told]


def test_a_switch_that_is_taken_from_another_module(trace: Callable[..., Walked]) -> None:
    for default, told in (("1", True), ("0", False)):
        files = {"shop/__init__.py": "", "shop/settings.py": f"import os\nDRY_RUN = os.environ.get('DRY_RUN', '{default}') == '1'\n"}
        code = f"import shutil\nfrom shop.settings import DRY_RUN\ndef go():\n    if not DRY_RUN:\n        {_WIPE}\ngo()\n"
        assert _told(trace(code, files))[0][1] == [told]


@pytest.mark.parametrize(("base", "default", "told"), [
    ("BaseSettings", "True", True), ("BaseSettings", "False", False), ("BaseModel", "True", False), ("object", "True", None)])
def test_a_field_that_the_environment_fills_has_the_default_of_its_class(
        base: str, default: str, told: bool | None, trace: Callable[..., Walked]) -> None:
    """A model is filled by whoever makes it; a plain class by nobody, so that its constant decides."""
    code = (f"import shutil\nfrom pydantic_settings import BaseSettings\nfrom pydantic import BaseModel\n"
            f"class Settings({base}):\n    dry_run: bool = {default}\ns = Settings.parse_obj(load()) if {base == 'BaseModel'} else Settings()\n"
            f"if not s.dry_run:\n    {_WIPE}\n")
    assert [guards for _, guards in _told(trace(code))] == ([[told]] if told is not None else [])


def test_a_switch_that_something_else_sets_is_not_taken_for_its_default(trace: Callable[..., Walked]) -> None:
    code = ("import os, shutil\nclass Settings:\n    def __init__(self):\n        self.dry_run = os.environ.get('DRY_RUN', '1') == '1'\n"
            f"    def really(self):\n        self.dry_run = False\ns = Settings()\nif ready():\n    s.really()\nif not s.dry_run:\n    {_WIPE}\n")
    assert _told(trace(code))[0][1] == [False]


@pytest.mark.parametrize(("asked", "told"), [
    ("env.bool('DRY_RUN', default=True)", True), ("env.bool('DRY_RUN', False)", False), ("env('DRY_RUN', default='1')", True)])
def test_a_library_that_asks_the_environment(asked: str, told: bool, trace: Callable[..., Walked]) -> None:
    assert _told(trace(f"import environs, shutil\nenv = environs.Env()\nif not {asked}:\n    {_WIPE}\n"))[0][1] == [told]


@pytest.mark.parametrize("asked", [
    "c.getboolean('main', 'dry_run')", "c.getboolean('main', 'dry_run', fallback=True)", "c['main'].getboolean('dry_run')", "c.get('main', 'x') or 1"])
def test_a_setting_of_a_file(asked: str, trace: Callable[..., Walked]) -> None:
    """What stands in the file of a machine nobody knows, so that it is none that holds back whoever does nothing."""
    code = f"import configparser, shutil\nc = configparser.ConfigParser()\nc.read('/etc/shop.ini')\nif not ({asked}):\n    {_WIPE}\n"
    assert _told(trace(code))[0][1:] == (([False],) if "dry_run" in asked else ([],))
