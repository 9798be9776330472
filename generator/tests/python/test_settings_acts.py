"""Django imports the settings before it runs a command: what that does is of every command."""

from __future__ import annotations

import pytest

_COMMAND = "from django.core.management.base import BaseCommand\nclass Command(BaseCommand):\n    def handle(self, **options):\n        print('x')\n"
_MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n'
_SETTINGS = """
    import os
    from site.more import note
    KEY = open("/etc/key").read()
    MODE = os.environ["MODE"]
    with open("/srv/key.pem", "w") as file:
        file.write("x")
    os.remove("/srv/old.pem")
    if MODE:
        note()
"""
_FILES = {"manage.py": _MANAGE, "site/__init__.py": "", "site/settings.py": _SETTINGS,
          "site/more.py": "import smtplib\ndef note():\n    smtplib.SMTP('hub').sendmail('a@x.test', ['b@x.test'], 'up')\n"}
_PATH = "shop/management/commands/tell.py"


def test_a_command_does_what_importing_its_settings_does(trace) -> None:
    walked = trace(_COMMAND, _FILES, path=_PATH)
    assert [(effect.action.value, effect.target, effect.condition) for effect in walked.effects] == [
        ("delete", "/srv/old.pem", None), ("send", "b@x.test", "if MODE is set")]       # files that are only written are of the project
    assert {effect.via[0].path for effect in walked.effects} == {_PATH}
    assert not [need for need in walked.needs if need.name == "MODE"]          # what the project reads, the command does not


def test_the_settings_of_another_project_are_not_its_own(trace) -> None:
    files = {f"other/{path}": text for path, text in _FILES.items()} | {"shop/manage.py": _MANAGE.replace("site", "here"),
                                                                        "shop/here/settings.py": "DEBUG = False\n"}
    assert not trace(_COMMAND, files, path=_PATH).effects


def test_a_script_that_is_no_command_imports_no_settings(trace) -> None:
    assert not trace("print('x')\n", _FILES, path="shop/tell.py").effects


@pytest.mark.parametrize(("test", "happens"), [
    ('sys.argv[1] == "test"', False), ('len(sys.argv) > 1 and sys.argv[1] == "test"', False), ('"test" in sys.argv', False),
    ('"test" in sys.argv[1:]', False), ('"test" not in sys.argv', True), ('"deploy" in sys.argv', True), ('MODE == "test"', True),
])
def test_what_only_the_tests_set_does_not_happen_to_a_command(trace, test: str, happens: bool) -> None:
    settings = f"import os\nimport sys\nMODE = os.environ['MODE']\nTESTING = {test}\nif TESTING:\n    os.remove('/srv/old.pem')\n"
    assert bool(trace(_COMMAND, _FILES | {"site/settings.py": settings}, path=_PATH).effects) is happens


def test_the_program_that_asks_for_it_itself_may_be_told_so(trace) -> None:
    assert trace("import os\nimport sys\nif 'test' in sys.argv:\n    os.remove('/srv/old.pem')\n").effects
