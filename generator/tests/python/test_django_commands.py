"""Management commands start at ``handle``, or at what the ``handle`` of a base class from outside calls."""

from __future__ import annotations

import pytest

from handover_generator.model.behaviour import GuardKind

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


@pytest.mark.parametrize(("code", "line"), [
    ("import os\nfrom shop.wipes import Wipe as Command\n", 2),
    ("import os\nfrom shop.wipes import Wipe\nCommand = Wipe\n", 3),
    ("try:\n    from shop.wipes import Wipe as Command\nexcept ImportError:\n    pass\n", 1),
])
def test_a_command_whose_class_stands_in_another_file_starts_where_it_is_named(trace, code: str, line: int) -> None:
    wipes = "import shutil\nfrom django.core.management.base import BaseCommand\n\n\nclass Wipe(BaseCommand):\n" \
            "    def handle(self, **options):\n        shutil.rmtree('/srv/data')\n"
    report = trace(code, {"shop/wipes.py": wipes, "shop/__init__.py": ""}, path=PATH)
    assert [(effect.target, [(step.path, step.line) for step in effect.via]) for effect in report.effects] == [("/srv/data", [(PATH, line)])]


def test_a_command_that_is_one_from_outside(trace) -> None:
    report = trace("from django.core.management.commands.flush import Command\n", path=PATH)
    assert [(effect.action, effect.destructive, effect.at.line) for effect in report.effects] == [("delete", True, 1)]
    report = trace("from othershop.commands import Nightly as Command\n", path=PATH)
    assert [(one.detail, one.at.line) for one in report.unknowns] == [("starts in othershop.commands.Nightly, which is not in this repository", 1)]


NAMESAKES = {
    "all of it": ("class Command(Base):\n    def count(self):\n        return 1\n", "starts in othershop.management.commands.wipe.Command"),
    "first something else": ("class Command(Base):\n    def handle(self, **options):\n        print('wipes')\n        super().handle(**options)\n",
                             "starts in othershop.management.commands.wipe.Command"),
}


@pytest.mark.parametrize("kind", NAMESAKES)
def test_a_command_made_from_one_of_its_own_name_is_not_that_itself(trace, kind: str) -> None:
    code, said = NAMESAKES[kind]
    report = trace(f"from othershop.management.commands.wipe import Command as Base\n{code}", path=PATH)
    assert [one.detail.partition(",")[0] for one in report.unknowns] == [said]


def test_a_command_made_from_one_that_the_catalogue_knows_does_what_that_does(trace) -> None:
    code = "from haystack.management.commands.clear_index import Command as Base\nclass Command(Base):\n    def handle(self, **options):\n" \
           "        print('clears')\n        super().handle(**options)\n"
    report = trace(code, path="shop/management/commands/clear_index.py")
    assert [(effect.resource, effect.action) for effect in report.effects] == [("search", "delete")]


def test_a_command_that_only_looks_like_one_of_django_s_does_not(trace) -> None:
    code = "from django.core.management.commands import flush\nclass Command(flush.Command):\n    def handle(self, **options):\n        print(flush.__doc__)\n"
    assert not trace(code, path=PATH).effects


@pytest.mark.parametrize(("words", "lost"), [("['manage.py', 'flush', '--noinput']", True), ("[sys.argv[0], 'check']", False), ("sys.argv", False)])
def test_words_that_a_program_hands_to_django_itself(trace, words: str, lost: bool) -> None:
    report = trace(f"import sys\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line({words})\n")
    assert any(effect.destructive for effect in report.effects) is lost
    assert bool(report.unknowns) is (words == "sys.argv")       # without words of its own it runs whatever it is given


def test_a_program_that_hands_its_words_to_django_is_known_with_them(trace) -> None:
    files = {"run.py": "import sys\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line(sys.argv)\n"}
    assert not trace("python run.py check\n", files, path="do.sh").unknowns
    assert [effect.action.value for effect in trace("python run.py flush --noinput\n", files, path="do.sh").effects] == ["delete"]
    assert trace("python run.py $1\n", files, path="do.sh").unknowns


_CALL = "from django.core.management import call_command\n{}\n"
_OWN = {"shop/management/commands/wipe.py": """
    import os
    from django.core.management.base import BaseCommand


    class Command(BaseCommand):
        def add_arguments(self, parser):
            parser.add_argument("--dry-run", action="store_true")

        def handle(self, *args, **options):
            if not options["dry_run"]:
                os.remove("/srv/data.db")
"""}


@pytest.mark.parametrize(("call", "told"), [
    ("call_command('dumpdata', 'shop', indent=2, output='a.json')", ["read shop", "write a.json"]),
    ("call_command('dumpdata', 'shop', '-o', 'a.json')", ["read shop", "write a.json"]),
    ("call_command('dumpdata', 'shop', output=None)", ["read shop"]),
    ("import os\ncall_command('dumpdata', 'shop', output=os.path.join(os.environ['D'], 'a.json'))", ["read shop", "write ${D}/a.json"]),
    ("with open('b.json', 'w') as out:\n    call_command('dumpdata', 'shop', stdout=out)", ["read shop", "write b.json"]),
    ("call_command('collectstatic', clear=True)", ["delete static files", "write static files"]),
    ("call_command('collectstatic', clear=False)", ["write static files"]),
    ("call_command('migrate', plan=True)", ["read django_migrations"]),
    ("call_command('migrate', 'shop', 'zero')", ["delete shop !"]),
    ("call_command('migrate', app_label='shop', migration_name='zero')", ["delete shop !"]),
    ("call_command('migrate', 'shop')", ["write shop"]),
    ("call_command('wipe', dry_run=True)", []),
    ("call_command('wipe', dry_run=False)", ["delete /srv/data.db !"]),
    ("call_command('wipe')", ["delete /srv/data.db !"]),
    ("import sys\ncall_command('wipe', dry_run=len(sys.argv) > 1)", ["delete /srv/data.db !"]),
])
def test_options_of_a_command_that_is_called(trace, call: str, told: list[str]) -> None:
    found = trace(_CALL.format(call), _OWN)
    assert sorted(f"{one.action.value} {one.target}{' !' if one.destructive else ''}" for one in found.effects) == sorted(told)
    assert not found.unknowns


def test_a_command_that_is_called_asks_unless_it_may_not(trace) -> None:
    assert any(guard.kind is GuardKind.CONFIRM for effect in trace(_CALL.format("call_command('flush')")).effects for guard in effect.guards)
    asked = trace(_CALL.format("call_command('flush', interactive=False)"))
    assert not any(guard.kind is GuardKind.CONFIRM for effect in asked.effects for guard in effect.guards)


_BACK = [("database write shop", True)]


@pytest.mark.parametrize(("script", "told"), [
    ("./manage.py migrate shop zero\n", [("database delete shop", False)]),
    ("./manage.py migrate shop 0001\n", _BACK),
    ("./manage.py migrate shop $1\n", _BACK),
    ("./manage.py migrate shop zero --plan\n", [("database read django_migrations", False)]),
    ("./manage.py migrate shop\n", [("database write shop", False)]),
])
def test_migrations_to_a_place(trace, script: str, told: list[tuple[str, bool]]) -> None:
    found = trace(script, {"manage.py": "from django.core.management import execute_from_command_line\n"}, path="back.sh")
    assert [(f"{one.resource} {one.action.value} {one.target}", bool(found.unknowns)) for one in found.effects] == told


@pytest.mark.parametrize(("targets", "told", "unknown"), [
    ("[('shop', 'zero')]", ["delete shop"], False),
    ("[('shop', None)]", ["delete shop"], False),
    ("[('shop', '0007_x')]", ["write shop"], True),
    ("executor.loader.graph.leaf_nodes()", ["write None"], False),
])
def test_migrations_by_the_executor(trace, targets: str, told: list[str], unknown: bool) -> None:
    found = trace("from django.db import connection\nfrom django.db.migrations.executor import MigrationExecutor\n"
                  f"executor = MigrationExecutor(connection)\nexecutor.migrate({targets})\n")
    assert [f"{one.action.value} {one.target}" for one in found.effects if one.action.value != "read"] == told
    assert bool(found.unknowns) is unknown
    assert any(one.action.value == "read" and one.target == "django_migrations" for one in found.effects)


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


MIGRATE = """
    from django.core.management.commands import migrate
    class Command(migrate.Command):
        def handle(self, *args, **options):
            super().handle(*args, **options)
"""


@pytest.mark.parametrize(("given", "writes"), [
    ("*args, **options", True), ("*args, **{**options, 'plan': True}", False), ("app_label=None, plan=True, run_syncdb=False", False),
    ("plan=False, verbosity=1", True), ("check_unapplied=True, plan=True", False)])
def test_a_command_made_from_one_of_django_is_given_its_options(trace, given: str, writes: bool) -> None:
    report = trace(MIGRATE.replace("handle(*args, **options)", f"handle({given})"), path=PATH)
    assert [effect.action for effect in report.effects] == ["write" if writes else "read"]


FLUSH = """
    from django.core.management.base import BaseCommand
    from django.core.management.commands import flush
    class Command(BaseCommand):
        def handle(self, *args, **options):
            flush.Command().handle({given})
"""


@pytest.mark.parametrize(("given", "asks"), [("interactive=True", True), ("interactive=False", False), ("interactive=options['interactive']", True)])
def test_a_command_of_django_asks_unless_it_is_told_not_to(trace, given: str, asks: bool) -> None:
    effects = trace(FLUSH.format(given=given), path=PATH).effects
    assert [any(guard.kind is GuardKind.CONFIRM for guard in effect.guards) for effect in effects] == [asks]


@pytest.mark.parametrize(("words", "asks"), [("'--include-stale-apps'", True), ("'--include-stale-apps', interactive=False", False)])
def test_removing_stale_content_types_asks(trace, words: str, asks: bool) -> None:
    code = f"""
        from django.core.management import call_command
        from django.core.management.base import BaseCommand
        class Command(BaseCommand):
            def handle(self, *args, **options):
                call_command('remove_stale_contenttypes', {words})
    """
    effects = trace(code, path=PATH).effects
    assert [(e.action, any(guard.kind is GuardKind.CONFIRM for guard in e.guards)) for e in effects] == [("delete", asks)]


@pytest.mark.parametrize("words", [
    "['python', 'manage.py', 'shell', '-c', {code}]", "['./manage.py', 'shell', '--command', {code}]", "['./manage.py', 'shell_plus', '-c', {code}]",
    "['./manage.py', 'shell', '--command=' + {code}]", "['./manage.py', 'shell', '-i', 'python', '-c', {code}]"])
def test_code_that_the_shell_of_django_is_given(trace, words: str) -> None:
    code = '"import os; os.remove(\'/srv/a\')"'
    report = trace(f"import subprocess\nsubprocess.run({words.format(code=code)})\n", {"manage.py": ""})
    assert [(str(effect.action), effect.target) for effect in report.effects] == [("delete", "/srv/a")]


@pytest.mark.parametrize("given", ["'flush'", "flush.Command()", "flush.Command"])
def test_a_command_of_django_is_called_by_its_name_or_as_an_object(trace, given: str) -> None:
    code = f"from django.core.management import call_command\nfrom django.core.management.commands import flush\ncall_command({given}, interactive=False)\n"
    walked = trace(code)
    assert [(effect.action, effect.destructive) for effect in walked.effects] == [("delete", True)]
    assert walked.unknowns == ()


@pytest.mark.parametrize(("line", "head", "starts"), [
    ("from django.core.management.base import BaseCommand", "Command(BaseCommand)", True),
    ("from django.core.management import BaseCommand as Base", "Command(Base)", True),
    ("from django.core.management.base import BaseCommand", "Import(BaseCommand)", False),     # a base class of commands: Django asks for the name
])
def test_one_that_an_image_lays_into_another_project(trace, line: str, head: str, starts: bool) -> None:
    code = (f"from shop.models import Order\nfrom shop.tasks import sell\n{line}\nclass {head}:\n    def handle(self, *args, **options):\n"
            "        print(Order.objects.filter(id=1).count())\n        sell(1)\n")
    report = trace(code, path="docker/app/backfill.py")
    assert [effect.target for effect in report.effects] == (["Order"] if starts else [])
    assert any("shop.tasks.sell" in unknown.detail for unknown in report.unknowns) is starts
