"""Management commands whose class names the command of each word in a table: each may run, whatever hands on to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_PATH = "shop/management/commands/files.py"
_PARTS = {"shop/management/commands/parts.py": """
    import os
    from django.core.management.base import BaseCommand


    class Remove(BaseCommand):
        def add_arguments(self, parser):
            parser.add_argument("--force", action="store_true")

        def handle(self, *args, **options):
            if options["force"]:
                os.remove("/srv/a")


    class Show(BaseCommand):
        def handle(self, *args, **options):
            print(open("/srv/b").read())


    class Other:
        def go(self):
            os.remove("/srv/c")
"""}
_HEAD = "from elsewhere import HandingCommand\nfrom shop.management.commands.parts import Other, Remove, Show\n\n\n"
_TOLD = [("delete", "/srv/a", "if the sub-command is rm and if --force is given"), ("read", "/srv/b", "if the sub-command is show")]


@pytest.mark.parametrize("command", [
    "class Command(HandingCommand):\n    subcommands = {'rm': Remove, 'show': Show, 'other': Other}\n",
    "class Command(HandingCommand):\n    SUB_COMMANDS = dict(rm=Remove, show=Show)\n\n    def handle(self, *args, **options):\n        print('none given')\n",
    "class Base(HandingCommand):\n    commands = {'rm': Remove, 'show': Show}\n\n\nclass Command(Base):\n    help = 'files'\n",
])
def test_each_of_the_table_is_told_with_its_word(trace: Callable[..., Walked], command: str) -> None:
    walked = trace(_HEAD + command, _PARTS, path=_PATH)
    assert [(effect.action, effect.target, effect.condition) for effect in walked.effects] == _TOLD


@pytest.mark.parametrize("command", [
    "class Command(HandingCommand):\n    shown = {'rm': Remove}\n",
    "class Command(HandingCommand):\n    subcommands = {'other': Other}\n",
    "class Command(HandingCommand):\n    commands = {'rm': 'Remove'}\n",
])
def test_other_tables_name_no_commands(trace: Callable[..., Walked], command: str) -> None:
    assert not trace(_HEAD + command, _PARTS, path=_PATH).effects
