"""Commands that are classes, of Flask-Script and cleo: the application that holds them calls a method of the one that is named."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked
from handover_generator.languages.python import LANGUAGE
from handover_generator.model.source import Module, SourceFile

_PURGE = """
    import os
    from flask_script import Command, Option


    class Purge(Command):
        option_list = [Option('--force', action='store_true', dest='force', default=False), Option('--name', dest='name')]

        def run(self, force, name):
            self.drop('/srv/all')
            if force:
                os.remove('/srv/forced')
            os.remove('/srv/' + name)

        def drop(self, path):
            os.remove(path)
"""
_FILES = {
    "shop/__init__.py": "",
    "shop/purge.py": _PURGE,
    "shop/tidy.py": "import os\nfrom flask_script import Command\n\n\nclass Tidy(Command):\n    def run(self):\n        os.remove('/srv/log')\n",
    "shop/manage.py": "from flask import Flask\nfrom flask_migrate import MigrateCommand\nfrom flask_script import Manager\nfrom shop.purge import Purge\nfrom shop.tidy import Tidy\n"
                      "def create():\n    return Flask('shop')\nmanager = Manager(create)\nmanager.add_command('purge_all', Purge)\n"
                      "manager.add_command('db', MigrateCommand)\nmanager.add_command('tidy', Tidy())\n@manager.command\ndef count():\n"
                      "    open('/srv/counted', 'w')\n"
                      "def main():\n    manager.run()\n",
}


def _gone(found: Walked) -> set[str | None]:
    return {effect.target for effect in found.effects if effect.action == "delete"}


def test_all_commands_of_a_manager_are_told_where_it_is_run(trace: Callable[..., Walked]) -> None:
    found = trace("from shop import manage\nif __name__ == '__main__':\n    manage.main()\n", _FILES)
    assert _gone(found) == {"/srv/all", "/srv/forced", "/srv/${--name}", "/srv/log"}
    assert "/srv/counted" in [effect.target for effect in found.effects]
    assert not found.unknowns


@pytest.mark.parametrize(("words", "deleted", "unknowns"), [
    ("purge_all --force", {"/srv/all", "/srv/forced", "/srv/${--name}"}, 0),
    ("purge_all", {"/srv/all", "/srv/${--name}"}, 0),
    ("tidy", {"/srv/log"}, 0),
    ("runserver", set(), 0),
    ("shell", set(), 0),
    ("db upgrade", set(), 0),
])
def test_the_command_that_is_named_is_run(words: str, deleted: set[str], unknowns: int, trace: Callable[..., Walked]) -> None:
    files = _FILES | {"shop/manage.py": _FILES["shop/manage.py"] + "if __name__ == '__main__':\n    main()\n"}
    found = trace(f"#!/bin/sh\npython -m shop.manage {words}\n", files, path="run.sh")
    assert _gone(found) == deleted
    assert len(found.unknowns) == unknowns


@pytest.mark.parametrize("started", ["from shop import manage\nmanage.main()\n", _FILES["shop/manage.py"] + "main()\n"])
def test_a_word_that_is_no_command_is_told(started: str, trace: Callable[..., Walked]) -> None:
    found = trace("#!/bin/sh\npython manage.py seal\n", _FILES | {"manage.py": started}, path="run.sh")
    assert not _gone(found)
    assert len(found.unknowns) == 1


def test_migrations_and_servers_of_packages_are_told_as_what_they_are(trace: Callable[..., Walked]) -> None:
    files = _FILES | {"shop/manage.py": _FILES["shop/manage.py"] + "if __name__ == '__main__':\n    main()\n"}
    told = {words: [(effect.resource, effect.action) for effect in trace(f"#!/bin/sh\npython -m shop.manage {words}\n", files, path="run.sh").effects]
            for words in ("db upgrade", "db downgrade", "runserver")}
    assert told == {"db upgrade": [("database", "write")], "db downgrade": [("database", "delete")], "runserver": [("process", "write")]}


@pytest.mark.parametrize(("text", "starts"), [
    (_PURGE, ("command line command",)),
    ("from flask_script import Manager\nclass Command:\n    def run(self): pass\nclass Own(Command): pass\n", ("management command",)),
    ("import cleo\nclass Own(cleo.Command): pass\n", ("command line command",)),
])
def test_a_file_that_only_defines_such_a_class_starts_a_command(text: str, starts: tuple[str, ...]) -> None:
    module = LANGUAGE.read(SourceFile(path="shop/purge.py", blob="", size=len(text), text=textwrap.dedent(text).lstrip("\n")))
    assert isinstance(module, Module)
    assert module.starts == starts


def test_what_it_does_is_told_with_the_options_that_decide_it(trace: Callable[..., Walked]) -> None:
    found = trace(_PURGE, path="shop/purge.py")
    told = {effect.target: effect.condition for effect in found.effects if effect.action == "delete"}
    assert told == {"/srv/all": None, "/srv/forced": "if --force is given", "/srv/${--name}": None}


def test_options_that_a_method_gives_are_known(trace: Callable[..., Walked]) -> None:
    found = trace("""
        import os
        from flask_script import Command, Option
        class Purge(Command):
            def get_options(self):
                return [Option('--path', dest='path')]
            def run(self, path):
                os.remove(path)
    """)
    assert _gone(found) == {"${--path}"}


def test_commands_of_cleo_are_run_by_their_application(trace: Callable[..., Walked]) -> None:
    found = trace("from shop.app import application\napplication.run()\n", {
        "shop/__init__.py": "",
        "shop/app.py": "import os\nfrom cleo.application import Application\nfrom cleo.commands.command import Command\n"
                       "class Wipe(Command):\n    name = 'wipe'\n    def handle(self):\n        os.remove('/srv/store')\n"
                       "application = Application()\napplication.add(Wipe())\n",
    })
    assert _gone(found) == {"/srv/store"}


def test_a_class_of_that_name_from_elsewhere_is_none(trace: Callable[..., Walked]) -> None:
    found = trace("""
        import os
        from flask_script import Manager
        class Command:
            pass
        class Purge(Command):
            def run(self):
                os.remove('/srv/all')
        print(Purge)
    """)
    assert not _gone(found)


def test_the_one_command_of_a_file_says_what_it_is_for() -> None:
    one = 'from flask_script import Command\n\n\nclass Purge(Command):\n    """Removes what nobody asked for."""\n\n    def run(self): pass\n'
    two = one + '\n\nclass Tidy(Command):\n    """Tidies up."""\n\n    def run(self): pass\n'
    said = []
    for text in (one, two):
        file = SourceFile(path="shop/purge.py", blob="", size=len(text), text=text)
        module = LANGUAGE.read(file)
        assert isinstance(module, Module)
        purpose = LANGUAGE.header(file, module).purpose
        said.append(purpose.text if purpose is not None else None)
    assert said == ["Removes what nobody asked for.", None]


def test_a_command_that_is_called_otherwise_is_run_with_what_it_was_made_of(trace: Callable[..., Walked]) -> None:
    files = {"shop/__init__.py": "", "shop/manage.py": """
        import os
        from flask import Flask
        from flask_script import Command, Manager
        manager = Manager(Flask('shop'))


        class Wipe(Command):
            def __init__(self, path):
                self.path = path

            def __call__(self, app, *args, **kwargs):
                os.remove(self.path)


        @manager.command
        def drop():
            os.remove('/srv/all')


        def main():
            manager.add_command('wipe_old', Wipe('/srv/old'))
            manager.run()


        if __name__ == '__main__':
            main()
    """}
    told = [_gone(trace(f"#!/bin/sh\npython -m shop.manage {word}\n", files, path="run.sh")) for word in ("wipe_old", "drop")]
    assert told == [{"/srv/old"}, {"/srv/all"}]
