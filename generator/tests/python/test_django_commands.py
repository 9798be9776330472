"""Management commands start at ``handle``, or at what the ``handle`` of a base class from outside calls."""

from __future__ import annotations

import pytest

PATH = "shop/management/commands/wipe.py"

FOUND = {
    "noargs": "from django.core.management.base import NoArgsCommand as Base\nclass Command(Base):\n    def handle_noargs(self, **options):\n",
    "label": "from django.core.management.base import LabelCommand as Base\nclass Command(Base):\n    def handle_label(self, label, **options):\n",
    "app": "from django.core.management.base import AppCommand as Base\nclass Command(Base):\n    def handle_app_config(self, app, **options):\n",
    "docopt": "from django_docopt_command import DocOptCommand as Base\nclass Command(Base):\n    def handle_docopt(self, arguments):\n",
    "of a base class in the repository": "from shop.base import Base\nclass Command(Base):\n    def handle_label(self, label, **options):\n",
}
BASE = {"shop/base.py": "from django.core.management.base import LabelCommand\nclass Base(LabelCommand):\n    pass\n", "shop/__init__.py": ""}


@pytest.mark.parametrize("kind", FOUND)
def test_it_starts_where_its_base_calls_it(trace, kind: str) -> None:
    report = trace(f"import shutil\n{FOUND[kind]}        self.stdout.write('wipes')\n        shutil.rmtree('/srv/data')\n", BASE, path=PATH)
    assert [(effect.action, effect.target, effect.via) for effect in report.effects] == [("delete", "/srv/data", ())]


def test_its_own_handle_comes_first(trace) -> None:
    code = """
        import shutil
        from django.core.management.base import LabelCommand
        class Command(LabelCommand):
            def handle(self, *labels, **options):
                print(labels)
            def handle_label(self, label, **options):
                shutil.rmtree(label)
    """
    assert not trace(code, path=PATH).effects


def test_what_starts_outside_is_not_known(trace) -> None:
    code = "from othershop.commands import Nightly\nclass Command(Nightly):\n    interval = 3\n"
    unknowns = trace(code, path=PATH).unknowns
    assert [one.detail for one in unknowns] == ["starts in othershop.commands.Nightly, which is not in this repository"]


def test_it_is_made_before_it_starts(trace) -> None:
    code = """
        import shutil
        from django.core.management.base import BaseCommand
        class Store:
            def wipe(self):
                shutil.rmtree('/srv/data')
        class Command(BaseCommand):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                self.store = Store()
                self.known = False
            def handle(self, *args, **options):
                if self.known:
                    self.store.wipe()
        class Other(BaseCommand):
            def __init__(self):
                shutil.rmtree('/srv/other')
    """
    report = trace(code, path=PATH)
    assert [(effect.target, [step.line for step in effect.via]) for effect in report.effects] == [("/srv/data", [13])]


BUILT_IN = {
    "all of it": "from django.core.management.commands.flush import Command as Base\nclass Command(Base):\n    quiet = True\n",
    "first something else": "from django.core.management.commands import flush\nclass Command(flush.Command):\n    def handle(self, **options):\n"
                            "        self.stdout.write('wipes')\n        super().handle(**options)\n",
    "as an object": "from django.core.management.base import BaseCommand\nfrom django.core.management.commands.flush import Command as Flush\n"
                    "class Command(BaseCommand):\n    def handle(self, **options):\n        Flush().handle(**options)\n",
}


@pytest.mark.parametrize("kind", BUILT_IN)
def test_a_command_made_from_one_of_django_does_what_that_does(trace, kind: str) -> None:
    report = trace(BUILT_IN[kind], path=PATH)
    assert [(effect.resource, effect.action, effect.destructive) for effect in report.effects] == [("database", "delete", True)]


def test_a_command_that_only_looks_like_one_of_django_s_does_not(trace) -> None:
    code = "from django.core.management.commands import flush\nclass Command(flush.Command):\n    def handle(self, **options):\n        print(flush.__doc__)\n"
    assert not trace(code, path=PATH).effects


@pytest.mark.parametrize(("words", "lost"), [("['manage.py', 'flush', '--noinput']", True), ("[sys.argv[0], 'check']", False), ("sys.argv", False)])
def test_words_that_a_program_hands_to_django_itself(trace, words: str, lost: bool) -> None:
    report = trace(f"import sys\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line({words})\n")
    assert any(effect.destructive for effect in report.effects) is lost
    assert not report.unknowns


_OPTIONS = """
    import shutil
    from django.core.management.base import BaseCommand
    class Command(BaseCommand):
        def add_arguments(self, parser):
            parser.add_argument("--csv-file", default="x.csv")
            parser.add_argument("--dry-run", action="store_true")
        def handle(self, SIGNATURE):
            open(csv_file).read()
            if not dry_run:
                shutil.rmtree("/srv/data")
"""


@pytest.mark.parametrize("signature", ["*, csv_file, dry_run, **options", "csv_file, dry_run, **options", "*args, csv_file, dry_run=False, **options"])
def test_options_that_the_signature_names(trace, signature: str) -> None:
    found = trace(_OPTIONS.replace("SIGNATURE", signature), path="shop/management/commands/wipe.py").effects
    assert sorted((effect.target, effect.condition) for effect in found) == [
        ("${--csv-file}", None), ("/srv/data", "if --dry-run is not given")]


@pytest.mark.parametrize(("base", "start"), [("LabelCommand", "handle_label(self, csv_file, **options)"),
                                             ("BaseCommand", "handle(self, csv_file, *args, **options)")])
def test_what_comes_by_its_place_is_no_option(trace, base: str, start: str) -> None:
    code = f"from django.core.management.base import {base}\nclass Command({base}):\n    def {start}:\n        open(csv_file).read()\n"
    assert [effect.target for effect in trace(code, path="shop/management/commands/wipe.py").effects] == ["${csv_file}"]
